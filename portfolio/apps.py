"""The application as Django knows it."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Who put in how much, on what terms, and what came of it."""

    name = "portfolio"

    def ready(self) -> None:
        """Register this app's jobs, handlers, roles and lists."""
        from portfolio import models as tables
        from portfolio.imports.jobs import KIND
        from portfolio.imports.proposed import ImportHandler, UndoHandler
        from portfolio.notifications import digest, waiting
        from portfolio.roles import TABLE
        from portfolio.services import capacity, investments, ledger_check_runs, market, merge_checks
        from portfolio.services.handlers import deals, entries, facts, merges, moves, withdrawals
        from projects.services.merges import register as register_check
        from record import roles, start_page
        from record.services import approval_handlers, jobs
        from record.services import facts as recorded

        of_awards = (
            tables.Terms,
            tables.InvestmentStatus,
            tables.InvestmentProject,
            tables.InvestmentEvent,
            tables.StatedTotal,
            tables.RoundAward,
        )
        of_markets = (tables.Capitalization, tables.SecurityPrice, tables.CommodityPrice, tables.ExchangeRate)
        recorded.register(investments.record, *of_awards)
        recorded.register(market.record, *of_markets)
        for kind in (KIND, digest.KIND, waiting.KIND, capacity.KIND, ledger_check_runs.KIND):
            jobs.register(kind)
        for handler in (
            entries.EntryHandler(),
            entries.ReversalHandler(),
            entries.CorrectionHandler(),
            facts.TermsHandler(),
            facts.StatusHandler(),
            facts.CompletionHandler(),
            facts.TrancheHandler(),
            facts.TrancheSizeHandler(),
            facts.RetractionHandler(),
            deals.DealHandler(),
            withdrawals.WithdrawalHandler(),
            moves.MoveHandler(),
            merges.CompanyMergeHandler(),
            merges.ProjectMergeHandler(),
            ImportHandler(),
            UndoHandler(),
        ):
            approval_handlers.register(handler)
        for check in (merge_checks.caps, merge_checks.counts, merge_checks.reaches):
            register_check(check)
        roles.register(self.label, TABLE)
        for place, title, models in (
            (
                1,
                "Deals and investments",
                "deal investment terms investmentstatus investmentproject investmentevent statedtotal roundaward",
            ),
            (1, "Deals and investments", "transaction"),
            (2, "Companies and projects", "capitalization securityprice"),
            (3, "Milestones and tranches", "tranche tranchecondition conditionevidence conditionverification"),
            (3, "Milestones and tranches", "tranchedecision waiver waiverdecision"),
            (4, "Background work", "ledgercheckrun"),
            (
                5,
                "Agencies and programs",
                "agency program programterms programauthority awardround missingaward agencyalias programalias",
            ),
            (9, "Imports", "import importmapping agencyaward agencyentry entryversion match"),
            (10, "Accounts", "assignment"),
        ):
            start_page.add_group(title, models, place=place)
