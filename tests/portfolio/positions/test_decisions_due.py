"""Each of the reasons for a decision, on the day on which it begins, and how a decision takes it off the list."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import (
    AuthorityKind,
    ConditionEvidence,
    DueDate,
    DueDecision,
    DueKind,
    Investment,
    InvestmentStatus,
    ProgramAuthority,
    Terms,
    Tranche,
    TrancheCondition,
    Transaction,
    Trigger,
)
from portfolio.positions.decision_log import decisions_at
from portfolio.positions.decisions_due import decisions_due_at
from portfolio.positions.filters import Filters
from portfolio.services import due_decisions, investments, tranches
from record.services import approvals, facts, sources
from record.services.row_formatting import format_value
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing


def due(as_of: date = TODAY) -> list[tuple]:
    return [(one.trigger, one.subject, str(one.day)) for one in decisions_due_at(now(as_of))]


def set_day(cast: Cast, kind: DueKind, on: str, award: str = "saltwash-doe-loan") -> None:
    with writing() as recording:
        fact = DueDate(investment=cast.investments[award], kind=kind, due_on=day(on), amount=Decimal(400_000),
                       effective_on=day("2025-08-01"), citation=cast.citation)  # fmt: skip
        investments.record(fact, recording=recording, today=TODAY)


def test_of_the_cast_nothing_is_due(cast):
    assert due() == []


@pytest.mark.parametrize(
    ("kind", "trigger"), [(DueKind.DRAW_DEADLINE, "draw_deadline"), (DueKind.MATURITY, "maturity")]
)
def test_a_last_day_to_draw_and_a_maturity_are_due_from_90_days_before_to_their_day(cast, kind, trigger):
    set_day(cast, kind, "2026-09-28")
    subject = f"saltwash-doe-loan/{kind.value}"
    assert due(date(2026, 6, 29)) == []  # 91 days
    for as_of in (date(2026, 6, 30), date(2026, 9, 28)):
        assert due(as_of) == [(trigger, subject, "2026-09-28")]
    assert due(date(2026, 9, 29)) == []


def test_a_right_is_due_90_days_before_it_expires(cast):
    assert due(date(2035, 5, 2)) == []
    assert due(date(2035, 5, 3)) == [("right_expires", "palisade-warrant", "2035-08-01")]


def test_a_right_that_lapsed_is_not_due(cast):
    record_entries([entry(cast.investments["palisade-warrant"], Kind.LAPSE, "2026-06-01", shares="1500000")])
    assert due(date(2035, 5, 3)) == []


def test_a_price_floor_is_due_90_days_before_its_end(cast):
    with writing() as recording:
        award = investments.create(
            Investment(slug="floor", deal=cast.deals["palisade-equity"], agency=cast.agencies["DOW"],
                       instrument=Instrument.PRICE_FLOOR, recipient=cast.companies["palisade"]),
            recording=recording,
        )  # fmt: skip
        for fact in (
            InvestmentStatus(investment=award, status=Status.CLOSED, effective_on=day("2025-10-01")),
            Terms(investment=award, floor_price=Decimal(110), floor_ends_on=day("2026-09-28"),
                  effective_on=day("2025-10-01")),
        ):  # fmt: skip
            investments.record(fact, recording=recording)
    assert (due(date(2026, 6, 29)), due()) == ([], [("floor_ends", "floor", "2026-09-28")])


def test_an_authority_is_due_90_days_before_its_end(cast):
    program = cast.programs["DOE-ATVM"]
    with writing() as recording:
        fact = ProgramAuthority(agency=program.agency, program=program, kind=AuthorityKind.LENDING_CEILING,
                                effective_on=day("2025-01-01"), expires_on=day("2026-09-28"))  # fmt: skip
        facts.record(fact, recording=recording)
    (one,) = decisions_due_at(now())
    assert (one.trigger, one.subject, one.owner) == ("authority_ends", "DOE-ATVM/lending_ceiling", "DOE-ATVM")


@pytest.fixture
def tranche(cast) -> Tranche:
    with writing(cast.people["officer"]) as recording:
        made = tranches.create(
            Tranche(slug="second", investment=cast.investments["saltwash-doe-loan"], name="Second draw",
                    amount=Decimal(30_000_000)),
            recording=recording, today=TODAY,
        )  # fmt: skip
        condition = TrancheCondition(tranche=made, text="It is insured")
        tranches.add_condition(condition, recording=recording, today=TODAY)
        sources.add_source(recording=recording, slug="policy", publisher="Insurer", title="The policy",
                           address="https://example.org/p", published_on=day("2026-06-05"))  # fmt: skip
    return made


def test_a_tranche_is_due_once_all_its_conditions_are_verified_until_it_is_released(cast, tranche):
    (condition,) = tranche.conditions.all()
    with writing(cast.people["officer"]) as recording:
        evidence = ConditionEvidence(condition=condition, citation=cite(["policy"]), effective_on=day("2026-06-05"))
        tranches.give_evidence(evidence, recording=recording, today=TODAY)
    assert due() == []
    with writing(cast.people["officer2"]) as recording:
        tranches.verify(evidence, recording=recording, today=TODAY)
    assert due() == [("tranche_verified", "second", "2026-06-30")]
    with writing(cast.people["officer"]) as recording:
        tranches.release(tranche, recording=recording, today=TODAY)
    assert due() == []


def test_a_waiver_is_due_until_it_is_decided(cast, tranche):
    with writing(cast.people["officer"]) as recording:
        waiver = tranches.propose_waiver(tranche, reason="The plant is late.", recording=recording, today=TODAY)
    assert due() == [("waiver_asked", "second", "2026-06-30")]
    with writing(cast.people["officer2"]) as recording:
        tranches.decide_waiver(waiver, grant=False, reason="No.", recording=recording, today=TODAY)
    assert due() == []


@pytest.mark.parametrize(("status", "is_due"), [("conditional", True), ("approved", True), ("loi", False)])
def test_a_conditional_or_approved_award_past_its_stated_closing_is_due(cast, status, is_due):
    with writing() as recording:
        cast.investments["new"] = investments.create(
            Investment(slug="new", deal=cast.deals["saltwash-loan"], agency=cast.agencies["DOE"],
                       instrument=Instrument.DIRECT_LOAN, recipient=cast.companies["saltwash"]),
            recording=recording,
        )  # fmt: skip
        fact = InvestmentStatus(investment=cast.investments["new"], status=status, effective_on=day("2026-01-10"))
        investments.record(fact, recording=recording)
    set_day(cast, DueKind.CLOSING, "2026-06-29", "new")
    assert due(date(2026, 6, 29)) == []
    assert due() == ([("closing_passed", "new/closing", "2026-06-29")] if is_due else [])


@pytest.mark.parametrize(("cap", "is_due"), [("0.161", False), ("0.16", True), ("0.15", True), ("0.149", True)])
def test_a_holding_of_15_percent_is_due_from_a_cap_of_16_down(cast, cap, is_due):
    with writing() as recording:
        for slug, more in (
            ("palisade-preferred", {"original_price": Decimal(1000), "conversion_price": Decimal(30)}),
            ("palisade-warrant", {"strike_price": Decimal(30)}),
        ):
            terms = Terms(investment=cast.investments[slug], stated_stake_share=Decimal("0.15"),
                          holding_cap_share=Decimal(cap), effective_on=day("2026-06-01"), **more)  # fmt: skip
            investments.record(terms, recording=recording)
    expected = [("cap_near", "DOW/palisade/palisade-equity/held", "2026-06-01")]
    assert due() == (expected if is_due else [])


def test_a_payment_that_did_not_come_is_due_from_the_next_business_day(cast):
    set_day(cast, DueKind.INTEREST, "2026-06-26")
    assert due(date(2026, 6, 28)) == []
    assert due(date(2026, 6, 29)) == [("payment_missed", "saltwash-doe-loan/interest", "2026-06-26")]


@pytest.fixture
def proposal(cast):
    row = Transaction(investment=cast.investments["palisade-doe-grant"], kind="disbursement",
                      amount=Decimal(1_000_000), effective_on=day("2026-05-15"))  # fmt: skip
    with writing(cast.people["officer"], "the invoice of May") as under:
        payload = {"row": format_value(row), "sources": "cast1"}
        return approvals.propose("entry", payload, recording=under, today=date(2026, 6, 23))


def test_a_proposal_is_due_once_it_waited_above_three_working_days(cast, proposal):
    # proposed on a Tuesday: Wednesday, Thursday and Friday are three, Monday is the fourth
    for as_of in (date(2026, 6, 26), date(2026, 6, 28)):
        assert due(as_of) == []
    (one,) = decisions_due_at(now(date(2026, 6, 29)))
    assert (one.trigger, one.subject, str(one.day)) == ("proposal_waits", f"proposal/{proposal.pk}", "2026-06-23")
    assert (one.owner, one.amount) == ("DOE-MESC", 1_000_000)
    before = now()
    approvals.send_back(proposal, by=cast.people["officer2"], reason="No invoice.", today=TODAY)
    assert (due(), len(decisions_due_at(before))) == ([], 1)


# --- The decision -------------------------------------------------------------------------------------------------
def decide(cast: Cast, by: str = "officer", *, on: str = "2026-06-26", **said) -> DueDecision:
    values = {"decided": "Ask for it", "note": "The bank changed", "citation": cite(["cast1"])} | said
    decision = DueDecision(trigger=Trigger.PAYMENT_MISSED, subject="saltwash-doe-loan/interest",
                           due_on=date.fromisoformat(on), effective_on=day(str(TODAY)), **values)  # fmt: skip
    with writing(cast.people[by] if by else None) as recording:
        return due_decisions.decide(decision, recording=recording, today=TODAY)


@pytest.fixture
def missed(cast):
    set_day(cast, DueKind.INTEREST, "2026-06-26")


def test_a_decision_takes_it_off_the_list_and_into_the_log(cast, missed):
    before = now()
    decide(cast)
    assert (due(), len(decisions_due_at(before))) == ([], 1)
    (logged,) = decisions_at(now())
    assert (logged.owner, logged.investment.slug, logged.fact.decided, logged.fact.note) == (
        "DOE-ATVM", "saltwash-doe-loan", "Ask for it", "The bank changed",
    )  # fmt: skip
    assert logged.fact.stated == "Interest of the direct loan to Saltwash Lithium due 2026-06-26 did not come"
    assert due(date(2026, 6, 29)) == [("payment_missed", "saltwash-doe-loan/interest", "2026-06-26")]


def test_it_is_due_again_for_another_day(cast, missed):
    decide(cast)
    set_day(cast, DueKind.INTEREST, "2026-06-29")
    assert due() == [("payment_missed", "saltwash-doe-loan/interest", "2026-06-29")]


def test_a_decision_that_is_retracted_brings_it_back(cast, missed):
    made = decide(cast)
    with writing(cast.people["officer"]) as recording:
        facts.retract(made, reason="another loan's", recording=recording)
    assert due() == [("payment_missed", "saltwash-doe-loan/interest", "2026-06-26")]


def test_it_is_decided_once_and_only_while_it_is_due(cast, missed):
    with pytest.raises(ValidationError, match="is not due"):
        decide(cast, on="2026-06-27")
    decide(cast)
    with pytest.raises(ValidationError, match="is not due"):
        decide(cast)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"decided": " "}, "Say what is decided, and why"),
        ({"note": ""}, "Say what is decided, and why"),
        ({"citation": None}, "names its source"),
    ],
)
def test_a_decision_says_what_and_why_and_names_its_source(cast, missed, said, why):
    with pytest.raises(ValidationError, match=why):
        decide(cast, **said)


def test_an_officer_of_another_program_does_not_decide(cast, missed):
    cast.people["officer2"].assignments.filter(agency=cast.agencies["DOE"]).delete()
    with pytest.raises(PermissionDenied):
        decide(cast, by="officer2")


def test_the_list_and_the_log_are_narrowed_by_agency_and_program(cast, missed):
    assert decisions_due_at(now(), Filters(agency="DOW")) == []
    assert len(decisions_due_at(now(), Filters(program="DOE-ATVM"))) == 1
    decide(cast)
    assert decisions_at(now(), Filters(agency="DOW")) == []
    assert len(decisions_at(now(), Filters(investment="saltwash-doe-loan"))) == 1
