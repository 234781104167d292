"""The application as Django knows it."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """What is being built, where, by whom, and how much it will yield."""

    name = "projects"
