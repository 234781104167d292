"""The application as Django knows it."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Who put in how much, on what terms, and what came of it."""

    name = "portfolio"

    def ready(self) -> None:
        """Make the jobs known to the worker, and how a proposed file is written to four eyes."""
        from portfolio.imports.jobs import KIND
        from portfolio.imports.proposed import UNDO, write_of
        from portfolio.letters import digest, waiting
        from portfolio.models import ProposalKind
        from portfolio.services import capacity, ledger_check_runs
        from record.services import jobs, proposals

        jobs.register(KIND)
        jobs.register(digest.KIND)
        jobs.register(waiting.KIND)
        jobs.register(capacity.KIND)
        jobs.register(ledger_check_runs.KIND)
        proposals.register(ProposalKind.IMPORT, write_of())
        proposals.register(ProposalKind.UNDO, UNDO)
