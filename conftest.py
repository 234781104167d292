"""Loads what watches over every run of the tests; the cast stands in tests/conftest.py."""

pytest_plugins = ["tests.ci_guard"]
