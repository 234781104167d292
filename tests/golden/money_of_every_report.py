"""The awards, tranches and agency files of the book of every report."""

from decimal import Decimal

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import (
    AgencyAward,
    AgencyEntry,
    ConditionEvidence,
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    Match,
    ProgramTerms,
    Terms,
    Tranche,
    TrancheCondition,
)
from portfolio.services import imports, investments, tranches
from projects.models import (
    Milestone,
)
from record.services import entities, facts
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, entry, record_entries, writing


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


def add_commitment_of_two_years(cast: Cast) -> None:
    """Dated "2025": a part of two fiscal years."""
    record_entries(
        [entry(cast.investments["palisade-doe-grant"], Kind.COMMITMENT, "2025", "500000", note="by the year")]
    )


def add_price_floor(cast: Cast) -> None:
    """Floors for lithium carbonate of 12 USD a kilogram, of 5 with its upside due, and a letter without a price."""
    agency = cast.programs["DOE-ATVM"].agency
    term = {
        "floor_unit": "USD/kg", "upside_share": Decimal("0.25"), "upside_condition": "Full production.",
        "floor_starts_on": day("2026-02-15"), "floor_ends_on": day("2029-06-30"), "product": "Lithium carbonate",
    }  # fmt: skip
    with writing(why="price floors") as recording:
        for slug, status, terms in (
            ("saltwash-floor", Status.COMMITTED, {"floor_price": Decimal(12), **term}),
            ("saltwash-floor-due", Status.COMMITTED, {"floor_price": Decimal(5), **term}),
            ("saltwash-floor-letter", Status.LOI, {"product": "Lithium hydroxide"}),
        ):
            award = investments.create(
                Investment(
                    slug=slug, deal=cast.deals["saltwash-loan"], agency=agency, instrument=Instrument.PRICE_FLOOR,
                    recipient=cast.companies["saltwash"], ledger_is_complete=False,
                ),
                recording=recording,
            )  # fmt: skip
            dated = {"investment": award, "effective_on": day("2026-02"), "citation": cite(["filing"])}
            investments.record(InvestmentStatus(status=status, **dated), recording=recording)
            investments.record(Terms(**dated, **terms), recording=recording)
            investments.record(
                InvestmentProject(project=cast.projects["saltwash-clay"], basis="stated", **dated), recording=recording
            )
            cast.investments[slug] = award
        met = InvestmentEvent(investment=cast.investments["saltwash-floor-due"], kind="upside_condition_met",
                              effective_on=day("2026-06-15"), citation=cite(["filing"]))  # fmt: skip
        facts.record(met, recording=recording)
    floor, due = cast.investments["saltwash-floor"], cast.investments["saltwash-floor-due"]
    record_entries(
        [
            entry(floor, Kind.COMMITMENT, "2026-02-15", "9000000"),
            entry(floor, Kind.OBLIGATION, "2026-02-15", "9000000"),
            entry(floor, Kind.PRICE_SUPPORT_ACCRUED, "2026-03-31", "41000"),
            entry(floor, Kind.PRICE_SUPPORT_PAID, "2026-05-15", "40000"),
            entry(due, Kind.COMMITMENT, "2026-02-15", "1000000"),
            entry(due, Kind.UPSIDE_RECEIVED, "2026-05-20", "7000"),
        ]
    )


def add_tranches(cast: Cast) -> None:
    """One that is released, one that waits and is waived, one in shares with its evidence verified."""
    loan, stock = cast.investments["saltwash-doe-loan"], cast.investments["palisade-preferred"]
    officer, officer2 = cast.people["officer"], cast.people["officer2"]
    with writing(officer) as recording:
        first, second, third = (
            tranches.create(
                Tranche(slug=slug, investment=award, name=name, citation=cite(["cast1"]), **size),
                recording=recording,
                today=TODAY,
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
