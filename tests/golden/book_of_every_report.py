"""One small book in which every report has rows: the cast, and one or two facts of each further kind.

The reference data are a few rows in `reference/`, the figures in them made up. The clock stands still between two
recordings, so that the moments in the reports are always the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import (
    AgencyAward,
    AgencyEntry,
    Capitalization,
    CommodityPrice,
    ConditionEvidence,
    ExchangeRate,
    Investment,
    InvestmentStatus,
    Match,
    ProgramTerms,
    SecurityPrice,
    Tranche,
    TrancheCondition,
)
from portfolio.services import capacity, imports, investments, tranches
from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    ChainStage,
    HealthChange,
    Milestone,
    MilestoneForecast,
    Mineral,
    PhaseStart,
    Predecessor,
    ProductionRecord,
    ProjectionOverride,
    ProjectMineral,
)
from projects.reference.load import load_reference
from projects.services import alerts, milestones, priors
from projects.services import capacity as projection
from record.models import Claim, ClaimChoice, Recording
from record.services import entities, facts, recordings, sources
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, entry, make_cast, now, record_entries, writing

REFERENCE = Path(__file__).parent / "reference"
BEGUN = datetime(2026, 6, 1, 12, 0, 0, 250_000, tzinfo=UTC)


@contextmanager
def still_clock() -> Iterator[None]:
    """Each recording a minute after the one before; the hash of the formulas' text is none of the figures."""
    minutes = count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recordings, "database_clock", lambda: BEGUN + timedelta(minutes=next(minutes)))
        patch.setattr(projection, "code_version", lambda: "c" * 64)
        yield


def make_book() -> Cast:
    load_reference(say=lambda *stated: None, folder=REFERENCE)
    cast = make_cast()
    with writing(why="the evidence") as recording:
        sources.add_source(
            recording=recording,
            slug="filing",
            publisher="SEC",
            title="A quarterly report",
            published_on=day("2026-05-10"),
            address="https://example.org/filing",
            file_sha256="a" * 64,
        )
    add_awards(cast)
    add_milestones(cast)
    add_tranches(cast)
    add_market(cast)
    add_claims(cast)
    add_agency_files(cast)
    add_capacity(cast)
    return cast


def add_awards(cast: Cast) -> None:
    """Under a program with terms: a letter of interest, a loan of no stated amount, a fee of a quarter."""
    with writing(why="what is only publicly known") as recording:
        program = cast.programs["DOE-ATVM"]
        for slug, status in (("saltwash-letter", Status.LOI), ("saltwash-unstated", Status.COMMITTED)):
            award = investments.create(
                Investment(
                    slug=slug, deal=cast.deals["saltwash-loan"], agency=program.agency, program=program,
                    instrument=Instrument.DIRECT_LOAN, recipient=cast.companies["saltwash"], ledger_is_complete=False,
                ),
                recording=recording,
            )  # fmt: skip
            investments.record(
                InvestmentStatus(investment=award, status=status, effective_on=day("2026-02")), recording=recording
            )
        facts.record(
            ProgramTerms(
                program=program, authority="42 USC 17013", instruments="direct loans", assistance_listing="81.089",
                treasury_account="089-0322", ceiling=Decimal(25_000_000_000), expires_on=day("2030"),
                verified="by the statute", effective_on=day("2025"), citation=cite(["cast1"]),
            ),
            recording=recording,
        )  # fmt: skip
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.FEE, "2026-Q1", "50000", note="a fee")])


def add_milestones(cast: Cast) -> None:
    """A permit that slips, a plant after it, an alert that is acknowledged and one that was closed."""
    site, officer = cast.projects["saltwash-clay"], cast.people["officer"]
    with writing(officer) as recording:
        permit, plant = (
            entities.create(
                Milestone(slug=slug, project=site, name=name, kind=kind, owner=officer, citation=cite(["filing"])),
                recording=recording,
            )
            for slug, name, kind in (("permit", "The permit", "permit"), ("plant", "The plant runs", "commissioning"))
        )
        for one, kind, happens, stated in (
            (permit, "baseline", "2025-12-31", "2025-06-01"),
            (permit, "forecast", "2026-06", "2026-05-01"),
            (plant, "baseline", "2026-12-31", "2025-06-01"),
            (plant, "forecast", "2027-Q1", "2026-04-01"),
        ):
            statement = MilestoneForecast(
                milestone=one, kind=kind, forecast_on=day(happens), effective_on=day(stated), citation=cite(["filing"]),
                note="as filed",
            )  # fmt: skip
            facts.record(statement, recording=recording)
        undated = Milestone(slug="water", project=site, name="Water rights", kind="other")
        entities.create(undated, recording=recording)
        facts.record(
            MilestoneForecast(milestone=undated, kind="forecast", effective_on=day("2026-03-01")), recording=recording
        )
        milestones.precede(Predecessor(milestone=plant, predecessor=permit), recording=recording)
    with writing(officer) as recording:
        done = MilestoneForecast(
            milestone=permit, kind="actual", forecast_on=day("2026-06-10"), effective_on=day("2026-06-12"),
            citation=cite(["filing"]),
        )  # fmt: skip
        milestones.state(done, recording=recording, today=TODAY)
    with writing(cast.people["officer2"]) as recording:
        milestones.verify(done, recording=recording, today=TODAY)
    with writing(why="milestones watched") as recording:
        for one, health, before, on, slip in (
            (permit, "late", "watch", "2026-05-02", 181),
            (permit, "done", "late", "2026-06-12", 161),
            (plant, "watch", "", "2026-04-02", 90),
        ):
            change = HealthChange(
                milestone=one, health=health, before=before, reason=f"{slip} days", slip_days=slip, effective_on=day(on)
            )
            facts.record(change, recording=recording)
    with writing(officer) as recording:
        alerts.acknowledge(change, note="The operator was asked.", recording=recording, today=TODAY)


def add_tranches(cast: Cast) -> None:
    """One that is released, one that waits and is waived, one in shares with its evidence verified."""
    loan, stock = cast.investments["saltwash-doe-loan"], cast.investments["palisade-preferred"]
    officer, officer2 = cast.people["officer"], cast.people["officer2"]
    with writing(officer) as recording:
        first, second, third = (
            tranches.create(
                Tranche(slug=slug, investment=award, name=name, citation=cite(["cast1"]), **size), recording=recording
            )
            for slug, award, name, size in (
                ("first", loan, "First draw", {"amount": Decimal(35_000_000)}),
                ("second", loan, "Second draw", {"amount": Decimal(30_000_000)}),
                ("third", stock, "Closing shares", {"shares": Decimal(60_000)}),
            )
        )
        tranches.release(first, recording=recording, today=TODAY)
    with writing(officer) as recording:
        plant = Milestone.objects.get(slug="plant")
        tranches.add_condition(TrancheCondition(tranche=second, milestone=plant), recording=recording, today=TODAY)
        insured = tranches.add_condition(
            TrancheCondition(tranche=third, text="It is insured"), recording=recording, today=TODAY
        )
    with writing(officer) as recording:
        evidence = ConditionEvidence(condition=insured, citation=cite(["filing"]), effective_on=day("2026-06-05"))
        tranches.give_evidence(evidence, recording=recording, today=TODAY)
    with writing(officer2) as recording:
        tranches.verify(evidence, recording=recording, today=TODAY)
    with writing(officer) as recording:
        waiver = tranches.propose_waiver(second, reason="The plant is late.", recording=recording, today=TODAY)
    with writing(officer2) as recording:
        tranches.decide_waiver(waiver, grant=True, reason="A bank stands in.", recording=recording, today=TODAY)


def add_market(cast: Cast) -> None:
    palisade = cast.companies["palisade"]
    common = {"effective_on": day("2026-05-30"), "citation": cite(["filing"]), "note": "as printed"}
    with writing(why="prices and counts") as recording:
        for fact in (
            Capitalization(company=palisade, basic_shares=30_000_000, diluted_or_other=33_000_000, kind="cover",
                           **common),
            SecurityPrice(company=palisade, close=Decimal("41.5"), currency="USD", **common),
            CommodityPrice(product="Lithium carbonate", price=Decimal("9.25"), currency="USD", unit="kg",
                           basis="cif", **common),
            ExchangeRate(currency="CAD", usd=Decimal("0.73"), **common),
        ):  # fmt: skip
            facts.record(fact, recording=recording)


def add_claims(cast: Cast) -> None:
    """Two claims of one figure, the second chosen."""
    with writing(cast.people["officer"]) as recording:
        for value, slug, note in (("10000", "cast1", "the press release"), ("7000", "filing", "the filing")):
            claim = Claim(figure="nameplate_tpa", value=value, unit="t/yr", note=note, citation=cite([slug]))
            claim.entity = cast.projects["saltwash-clay"]
            facts.record(claim, recording=recording)
        for entity in (cast.investments["palisade-warrant"], cast.deals["palisade-grant"], cast.companies["palisade"]):
            other = Claim(figure="announced_amount", value="9000000", unit="USD", citation=cite(["filing"]))
            other.entity = entity
            facts.record(other, recording=recording)
        facts.record(ClaimChoice(claim=claim, note="A filing is sworn.", citation=claim.citation), recording=recording)


def add_agency_files(cast: Cast) -> None:
    """The grant differs from the agency's file and is explained; another award is missing here."""
    grant = cast.investments["palisade-doe-grant"]
    with writing(why="the agency's file") as recording:
        entities.relabel(grant, {"fain": "DEMS0001"}, recording=recording)
        common = {"origin": "USAspending", "citation": cite(["filing"]), "note": "as downloaded"}
        for number, name, obligated, face_value in (("DEMS0001", "Palisade", 9, None), ("X9", "Somebody", 5, 7)):
            award = AgencyAward(
                award_number=number,
                recipient_name=name,
                agency_name="Department of Energy",
                awarded_on="2025-08-02",
                obligated=Decimal(obligated * 1_000_000),
                disbursed=Decimal(3_500_000),
                face_value=face_value,
                subsidy_cost=face_value and 2,
                description=f"What {name} builds",
                effective_on=day("2026-06-01"),
                **common,
            )
            facts.record(award, recording=recording)
        for number, key, on, obligated in (("DEMS0001", "E1", "2025-09-30", 9), ("X9", "E2", "2026-01-31", 5)):
            line = AgencyEntry(
                award_number=number,
                entry_number=key,
                obligated=Decimal(obligated * 1_000_000),
                description=f"Action {key}",
                effective_on=day(on),
                **common,
            )
            facts.record(line, recording=recording)
    with writing(cast.people["officer"]) as recording:
        made = Match(
            award_number="DEMS0001",
            investment=grant,
            explained=Decimal(1_000_000),
            note="Bound in June, in our books in July",
        )
        imports.record_match(made, recording=recording)


def add_capacity(cast: Cast) -> None:
    """Two plants of one chain, one with what it put out; projected, changed, and projected again."""
    li, site = Mineral.objects.get(slug="li"), cast.projects["saltwash-clay"]
    stages = {one.stage: one for one in ChainStage.objects.all()}
    with writing(why="what the plants can make") as recording:
        ProjectMineral.objects.create(project=site, mineral=li, recording=recording)
        phases = {
            stage: entities.create(
                CapacityPhase(slug=f"saltwash-{stage}", project=site, product=product, stage_as_stated="under way"),
                recording=recording,
            )
            for stage, product in (("mine", "Lithium clay"), ("chemical", "Lithium carbonate"))
        }
        common = {
            "unit": "t/yr", "kind": "increment", "mineral": li, "counts_as": "primary", "phase_stage": "construction",
            "ramp_curve": "S3_after_McNulty", "ramp_curve_reason": "a first plant", "feed_origin": "own mine",
            "is_domestic": True, "factor_to_unit_of_account": Decimal("0.99"), "citation": cite(["filing"]),
            "baseline_output": Decimal(100), "note": "as filed",
        }  # fmt: skip
        for stage, added, start in (("mine", 6_000, "2027"), ("chemical", 5_000, "2027-Q3")):
            estimate = CapacityEstimate(
                phase=phases[stage],
                chain_stage=stages[stage],
                unit_of_account=stages[stage].unit_of_account,
                nameplate_added=Decimal(added),
                planned_start_on=day(start),
                planned_nameplate_on=day("2029"),
                effective_on=day("2026-01"),
                **common,
            )
            facts.record(estimate, recording=recording)
        plant = Milestone.objects.get(slug="plant")
        facts.record(PhaseStart(phase=phases["chemical"], milestone=plant), recording=recording)
        unknown = entities.create(
            CapacityPhase(slug="saltwash-second", project=site, product="Lithium hydroxide"), recording=recording
        )
        estimate = CapacityEstimate(
            phase=unknown, chain_stage=stages["chemical"], unit_of_account=stages["chemical"].unit_of_account,
            **{name: value for name, value in common.items() if name != "baseline_output"},
        )  # fmt: skip
        facts.record(estimate, recording=recording)
        put_out = ProductionRecord(
            phase=phases["mine"], output=Decimal(25), unit="t", effective_on=day("2026-Q1"), note="a trial",
            citation=cite(["filing"]),
        )  # fmt: skip
        facts.record(put_out, recording=recording)
    capacity.run(now(), draws=200)
    with writing(why="the plant grows") as recording:
        odds = ProjectionOverride(project=site, success_share=Decimal("0.8"), reason="The permit is contested.",
                                  citation=cite(["filing"]))  # fmt: skip
        priors.override(odds, p90=None, recording=recording)
        grown = CapacityEstimate(
            phase=phases["chemical"],
            chain_stage=stages["chemical"],
            unit_of_account=stages["chemical"].unit_of_account,
            nameplate_added=Decimal(5_500),
            planned_start_on=day("2027-Q4"),
            planned_nameplate_on=day("2029"),
            effective_on=day("2026-05"),
            **common,
        )
        facts.record(grown, recording=recording)
    capacity.run(now(), draws=200)
    assert Recording.objects.order_by("-serial").first().moment.date() < TODAY
