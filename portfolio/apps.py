"""The application as Django knows it."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Who put in how much, on what terms, and what came of it."""

    name = "portfolio"
