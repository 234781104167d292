"""The application as Django knows it."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Who put in how much, on what terms, and what came of it."""

    name = "portfolio"

    def ready(self) -> None:
        """Register this app's jobs, handlers, roles and lists."""
        from portfolio import audit_packages, large_files
        from portfolio import models as tables
        from portfolio.feeds.jobs import KINDS as FEEDS
        from portfolio.imports.jobs import KIND
        from portfolio.imports.proposed import ImportHandler, UndoHandler
        from portfolio.notifications import digest, heads, waiting
        from portfolio.roles import TABLE
        from portfolio.services import (
            agency_records,
            capacity,
            corporate_actions,
            due_decisions,
            feeds,
            investments,
            lapses,
            ledger_blocks,
            market,
            merge_checks,
            record_check_runs,
            source_checks,
            tranches,
            valuations,
        )
        from portfolio.services.award_files import FilesOfAwards
        from portfolio.services.handlers import (
            chains,
            deal_changes,
            deals,
            endings,
            entries,
            facts,
            merges,
            moves,
            progress,
            together,
            withdrawals,
        )
        from portfolio.services.handlers import corporate_actions as of_issuers
        from projects.services.merges import register as register_check
        from projects.services.ownership import register_codes
        from record import roles, start_page
        from record.services import approval_handlers, attachments, comments, jobs
        from record.services import facts as recorded

        of_awards = (
            tables.Terms,
            tables.InvestmentStatus,
            tables.InvestmentProject,
            tables.InvestmentEvent,
            tables.StatedTotal,
            tables.RoundAward,
            tables.DueDate,
        )
        of_markets = (
            tables.Capitalization,
            tables.SecurityPrice,
            tables.CommodityPrice,
            tables.ExchangeRate,
            tables.TreasuryYield,
        )
        recorded.register(investments.record, *of_awards)
        recorded.register(market.record, *of_markets)
        recorded.register(agency_records.record, tables.AgencyAward, tables.AgencyEntry)
        recorded.register(corporate_actions.record, tables.CorporateAction)
        recorded.ask_before_retraction(corporate_actions.require_taken_back, tables.CorporateAction)
        recorded.register(feeds.record_decision, tables.CandidateDecision)
        recorded.register(due_decisions.decide, tables.DueDecision)
        recorded.register(source_checks.record, tables.SourceCheck)
        recorded.ask_before_retraction(tranches.require_terms_without, tables.Terms)
        for kind in (
            KIND,
            digest.KIND,
            waiting.KIND,
            heads.KIND,
            capacity.KIND,
            record_check_runs.KIND,
            ledger_blocks.KIND,
            lapses.KIND,
            valuations.KIND,
            audit_packages.KIND,
            large_files.KIND,
            large_files.EXPIRING,
            *FEEDS,
        ):
            jobs.register(kind)
        for handler in (
            entries.EntryHandler(),
            entries.ReversalHandler(),
            entries.CorrectionHandler(),
            chains.ChainHandler(),
            facts.TermsHandler(),
            facts.StatusHandler(),
            facts.CompletionHandler(),
            facts.TrancheHandler(),
            facts.TrancheSizeHandler(),
            progress.ProgressHandler(),
            endings.EndingHandler(),
            facts.RetractionHandler(),
            deals.DealHandler(),
            deal_changes.DealChangeHandler(),
            withdrawals.WithdrawalHandler(),
            withdrawals.TakingBackHandler(),
            moves.MoveHandler(),
            together.AwardsHandler(),
            merges.CompanyMergeHandler(),
            merges.ProjectMergeHandler(),
            of_issuers.CorporateActionHandler(),
            ImportHandler(),
            UndoHandler(),
        ):
            approval_handlers.register(handler)
        attachments.register(FilesOfAwards(), tables.Investment, tables.TrancheCondition)
        for check in (merge_checks.caps, merge_checks.counts, merge_checks.reaches):
            register_check(check)
        register_codes(agency_records.codes)
        comments.COMMENTED.add(tables.Investment)
        roles.register(self.label, TABLE)
        for place, title, models in (
            (
                1,
                "Deals and investments",
                "deal investment terms investmentstatus investmentproject investmentevent statedtotal roundaward",
            ),
            (1, "Deals and investments", "transaction duedate duedecision sourcecheck"),
            (1, "Deals and investments", "readerquestion officeranswer samplefinding"),
            (2, "Companies and projects", "capitalization securityprice corporateaction"),
            (4, "Background work", "valuation"),
            (3, "Milestones and tranches", "tranche tranchecondition conditionevidence conditionverification"),
            (3, "Milestones and tranches", "tranchedecision waiver waiverdecision"),
            (4, "Background work", "keptrun recordcheckrun"),
            (
                5,
                "Agencies and programs",
                "agency program programterms programauthority awardround missingaward agencyalias programalias",
            ),
            (
                9,
                "Imports",
                "import importmapping agencyaward agencyentry entryversion match",
            ),
            (9, "Imports", "feedcandidate candidatedecision feedanswer"),
            (10, "Accounts", "assignment absence"),
        ):
            start_page.add_group(title, models, place=place)
