"""The application as Django knows it."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """What is being built, where, by whom, and how much it will yield."""

    name = "projects"

    def ready(self) -> None:
        """Register this app's jobs, roles and lists."""
        from projects.models import (
            BaselineStatistic,
            CapacityEstimate,
            ChainFactor,
            Conversion,
            CountryStanding,
            ImportReliance,
            ImportShare,
            Milestone,
            MilestoneForecast,
            Ownership,
            PhaseEstimate,
            ProductionRecord,
            StageStatistic,
            WorldOutput,
        )
        from projects.roles import TABLE
        from projects.services import (
            estimates,
            known_words,
            milestones,
            ownership,
            phase_estimates,
            production,
            projection_parts,
            statistics,
            watch,
        )
        from record import roles, start_page
        from record.services import attachments, facts, jobs

        facts.register(estimates.record, CapacityEstimate)
        facts.register(phase_estimates.record_estimate, PhaseEstimate)
        facts.register(production.record_output, ProductionRecord)
        facts.register(milestones.state, MilestoneForecast)
        facts.register(ownership.record, Ownership)
        facts.register(statistics.record, BaselineStatistic)
        facts.register(statistics.record_conversion, Conversion)
        facts.register(statistics.record_output, WorldOutput)
        facts.register(known_words.record, ImportShare, ImportReliance, StageStatistic, ChainFactor)
        facts.register(facts.record_ahead, CountryStanding)
        attachments.register(attachments.FilesOf(), Milestone)
        jobs.register(watch.KIND)
        jobs.register(projection_parts.KIND)
        roles.register(self.label, TABLE)
        start_page.add_group(
            "Companies and projects",
            "company project projectfunding milestone milestoneforecast capacityphase capacityestimate phasestart"
            " productionrecord projectionoverride ownership companymerge projectmerge",
            place=2,
        )
        start_page.add_group(
            "Milestones and tranches", "healthchange acknowledgement predecessor milestoneverification", place=3
        )
        start_page.add_group("Background work", "projectionrun", place=4)
        start_page.add_group(
            "Reference",
            "mineral chain chainstage chainlink chainfactor stagestatistic conversion baselinestatistic"
            " importshare importreliance worldoutput"
            " country countrystanding partneragreement rampupcurve rampuppoint stagerisk stageriskfinding",
            place=6,
        )
