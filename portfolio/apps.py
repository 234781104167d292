"""The application as Django knows it."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Who put in how much, on what terms, and what came of it."""

    name = "portfolio"

    def ready(self) -> None:
        """Make the imports known to the worker."""
        from portfolio.imports.jobs import KIND
        from projects.services import jobs

        jobs.register(KIND)
