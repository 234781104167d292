"""Countries of the book of every report: one that signed, one that only attended, and what is promised and built."""

from decimal import Decimal

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Investment, InvestmentProject, InvestmentStatus, Terms
from portfolio.services import investments
from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    ChainStage,
    Country,
    Milestone,
    MilestoneForecast,
    Mineral,
    PartnerAgreement,
    PhaseStart,
    Project,
)
from record.models import Recording
from record.services import entities, facts
from record.services.sources import cite
from tests.cast import Cast, day, entry, record_entries, writing


def add_partners(cast: Cast) -> None:
    """Canada signed and has a site with awards of every kind and two phases; Chile attended and ships."""
    with writing(why="countries, and what stands there") as recording:
        for code, kind, on, status in (
            ("ca", "bilateral_framework", "2025-10", "signed"),
            ("ca", "ministerial_participant", "2026-02-04", "attended"),
            ("cl", "ministerial_participant", "2026-02-04", "attended"),
            ("cl", "action_plan", "2026-02-04", "intended"),
        ):
            agreement = PartnerAgreement(
                country=Country.objects.get(slug=code), kind=kind, status=status, effective_on=day(on),
                citation=cite(["filing"]),
            )  # fmt: skip
            facts.record(agreement, recording=recording)
        site = Project(slug="laurel-brine", name="Laurel brine", country="CA", state="Alberta",
                       operator=cast.companies["saltwash"], citation=cite(["filing"]))  # fmt: skip
        cast.projects["laurel-brine"] = entities.create(site, recording=recording)
        add_awards_abroad(cast, recording)
        add_phases_abroad(cast, recording)
    record_entries([entry(cast.investments["laurel-grant"], Kind.COMMITMENT, "2026-03-01", "5000000")])


def add_awards_abroad(cast: Cast, recording: Recording) -> None:
    """A grant that reaches a site at home as well, and four awards that are not money yet, one without an amount."""
    program = cast.programs["DOE-ATVM"]
    for slug, status, amount, sites in (
        ("laurel-grant", Status.COMMITTED, "5000000", ("laurel-brine", "saltwash-clay")),
        ("laurel-approved", Status.APPROVED, "7000000", ("laurel-brine",)),
        ("laurel-conditional", Status.CONDITIONAL, "8000000", ("laurel-brine",)),
        ("laurel-letter", Status.LOI, "9000000", ("laurel-brine",)),
        ("laurel-announced", Status.ANNOUNCED, None, ("laurel-brine",)),
    ):
        award = investments.create(
            Investment(
                slug=slug, deal=cast.deals["saltwash-loan"], agency=program.agency, program=program,
                instrument=Instrument.GRANT if slug == "laurel-grant" else Instrument.DIRECT_LOAN,
                recipient=cast.companies["saltwash"], ledger_is_complete=False,
            ),
            recording=recording,
        )  # fmt: skip
        cast.investments[slug] = award
        dated = {"investment": award, "effective_on": day("2026-03-01"), "citation": cite(["filing"])}
        investments.record(InvestmentStatus(status=status, **dated), recording=recording)
        stated = amount and Decimal(amount)
        investments.record(Terms(announced_amount=stated, announced_on=day("2026-03-01"), **dated), recording=recording)
        for name in sites:
            reach = InvestmentProject(project=cast.projects[name], basis="stated", **dated)
            investments.record(reach, recording=recording)


def add_phases_abroad(cast: Cast, recording: Recording) -> None:
    """One of a known increment that slips, and a total of which the baseline is not known."""
    site, stage = cast.projects["laurel-brine"], ChainStage.objects.get(stage="chemical")
    common = {
        "unit": "t/yr", "mineral": Mineral.objects.get(slug="li"), "chain_stage": stage, "counts_as": "primary",
        "unit_of_account": stage.unit_of_account, "phase_stage": "construction", "ramp_curve": "S3_after_McNulty",
        "factor_to_unit_of_account": Decimal(1), "planned_start_on": day("2027"), "effective_on": day("2026-01"),
        "citation": cite(["filing"]),
    }  # fmt: skip
    for name, kind, added in (("first", "increment", 2_000), ("total", "total", 4_000)):
        phase = entities.create(
            CapacityPhase(slug=f"laurel-{name}", project=site, product="Lithium carbonate"), recording=recording
        )
        estimate = CapacityEstimate(phase=phase, kind=kind, nameplate_added=Decimal(added), **common)
        facts.record(estimate, recording=recording)
    start = Milestone(slug="laurel-start", project=site, name="The brine runs", kind="commissioning")
    entities.create(start, recording=recording)
    for kind, happens, stated in (("baseline", "2027-06-30", "2025-06-01"), ("forecast", "2028-06", "2026-05-01")):
        statement = MilestoneForecast(milestone=start, kind=kind, forecast_on=day(happens), effective_on=day(stated),
                                      citation=cite(["filing"]))  # fmt: skip
        facts.record(statement, recording=recording)
    first = CapacityPhase.objects.get(slug="laurel-first")
    facts.record(PhaseStart(phase=first, milestone=start), recording=recording)
