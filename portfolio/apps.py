"""The application as Django knows it."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Who put in how much, on what terms, and what came of it."""

    name = "portfolio"

    def ready(self) -> None:
        """Make the jobs known to the worker."""
        from portfolio.imports.jobs import KIND
        from portfolio.letters import digest, waiting
        from portfolio.services import capacity, ledger_check_runs
        from projects.services import jobs

        jobs.register(KIND)
        jobs.register(digest.KIND)
        jobs.register(waiting.KIND)
        jobs.register(capacity.KIND)
        jobs.register(ledger_check_runs.KIND)
