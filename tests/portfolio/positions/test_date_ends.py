"""A day that an agreement sets ends with what it belongs to: in the calendar, in what is due, in what did not come.

Of the loan to Saltwash 90,000,000 may be drawn and 35,000,000 are. All days are Mondays to Fridays of June and
September 2026; the calendar is asked on Tuesday 2026-06-30.
"""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import (
    ConditionEvidence,
    DueDate,
    DueKind,
    Investment,
    InvestmentStatus,
    Terms,
    Tranche,
    TrancheCondition,
)
from portfolio.positions.calendar import calendar_at
from portfolio.positions.dated import DatedKind
from portfolio.positions.decisions_due import decisions_due_at
from portfolio.services import investments, tranches
from record.services import sources
from record.services.facts import explained
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing

AHEAD = "2026-09-28"
MISSED = "2026-06-26"
ENDINGS = (Status.REPAID, Status.TERMINATED, Status.EXITED, Status.LAPSED)
PAYMENTS = (DueKind.INTEREST, DueKind.REPAYMENT, DueKind.DEBT_SERVICE, DueKind.FEE)


@pytest.fixture
def loan(cast: Cast) -> Investment:
    return cast.investments["saltwash-doe-loan"]


def set_day(award: Investment, kind: DueKind, on: str = AHEAD) -> None:
    with writing() as recording:
        fact = DueDate(investment=award, kind=kind, due_on=day(on), amount=Decimal(400_000),
                       effective_on=day("2025-08-01"))  # fmt: skip
        investments.record(fact, recording=recording, today=TODAY)


def end(award: Investment, status: Status, on: str = "2026-06-29") -> None:
    with writing() as recording:
        ended = InvestmentStatus(investment=award, status=status, effective_on=day(on))
        ended.note = explained("", "as the agency says")
        investments.record(ended, recording=recording)


def repay(award: Investment, on: str = "2026-06-29", amount: str = "35000000") -> None:
    record_entries([entry(award, Kind.REPAYMENT, on, amount)])


def due(as_of: date = TODAY) -> list[str]:
    return [f"{one.trigger.value} {one.day}" for one in decisions_due_at(now(as_of))]


def dated(as_of: date = TODAY) -> list[str]:
    return [f"{one.kind.value} {one.day} {one.standing}" for one in calendar_at(now(as_of))
            if one.kind is not DatedKind.RIGHT_EXPIRY]  # fmt: skip


@pytest.mark.parametrize("status", ENDINGS)
@pytest.mark.parametrize("kind", [DueKind.DRAW_DEADLINE, DueKind.MATURITY, DueKind.CONDITION, *PAYMENTS])
def test_what_is_ahead_ends_when_the_award_ends_and_stood_the_day_before(loan, kind, status):
    set_day(loan, kind)
    end(loan, status)
    assert dated() == [] == due()
    assert len(dated(date(2026, 6, 28))) == 1


@pytest.mark.parametrize("status", ENDINGS)
def test_a_payment_that_was_missed_asks_for_nothing_once_the_award_has_ended(loan, status):
    set_day(loan, DueKind.INTEREST, MISSED)
    assert due() == ["payment_missed 2026-06-26"]
    end(loan, status, "2026-06-30")
    assert dated() == [] == due()
    assert due(date(2026, 6, 29)) == ["payment_missed 2026-06-26"]


def test_a_payment_that_came_stays_in_the_calendar_after_the_end(loan):
    set_day(loan, DueKind.INTEREST, MISSED)
    record_entries([entry(loan, Kind.INTEREST, MISSED, "400000")])
    end(loan, Status.REPAID)
    assert dated() == ["payment 2026-06-26 came"]


def test_a_report_is_due_after_the_end(loan):
    set_day(loan, DueKind.REPORT)
    end(loan, Status.TERMINATED)
    assert dated() == ["report 2026-09-28 ahead"]


def test_a_last_day_to_draw_ends_with_the_last_dollar_drawn(loan):
    set_day(loan, DueKind.DRAW_DEADLINE)
    record_entries([entry(loan, Kind.DISBURSEMENT, "2026-06-26", "54999999.99")])
    assert due() == ["draw_deadline 2026-09-28"]
    record_entries([entry(loan, Kind.DISBURSEMENT, "2026-06-29", "0.01")])
    assert dated() == [] == due()
    assert due(date(2026, 6, 30).replace(day=28)) == []  # 92 days before: not near
    assert dated(date(2026, 6, 28)) == ["draw_deadline 2026-09-28 ahead"]


def test_a_last_day_to_draw_ends_with_the_status_that_says_all_is_paid(loan):
    set_day(loan, DueKind.DRAW_DEADLINE)
    end(loan, Status.DISBURSED)
    assert dated() == [] == due()


def test_a_grant_of_which_10_are_committed_8_bound_and_8_paid_may_still_be_drawn(cast):
    grant = cast.investments["palisade-doe-grant"]
    set_day(grant, DueKind.DRAW_DEADLINE)
    record_entries([entry(grant, Kind.DISBURSEMENT, "2026-06-26", "5000000")])
    assert due() == ["draw_deadline 2026-09-28"]
    record_entries([entry(grant, Kind.OBLIGATION, "2026-06-29", "2000000"),
                    entry(grant, Kind.DISBURSEMENT, "2026-06-29", "2000000")])  # fmt: skip
    assert dated() == [] == due()


def test_a_maturity_ends_when_all_is_repaid_and_stands_while_a_cent_is_owed(loan):
    set_day(loan, DueKind.MATURITY)
    repay(loan, amount="34999999.99")
    assert due() == ["maturity 2026-09-28"]
    repay(loan, amount="0.01")
    assert dated() == [] == due()


def test_a_maturity_stands_before_the_first_draw_and_again_after_a_later_one(loan):
    set_day(loan, DueKind.MATURITY)
    assert dated(date(2025, 10, 19)) == ["maturity 2026-09-28 ahead"]
    repay(loan, "2026-06-26")
    assert dated() == []
    record_entries([entry(loan, Kind.DISBURSEMENT, "2026-06-29", "1000000")])
    assert due() == ["maturity 2026-09-28"]


@pytest.mark.parametrize("kind", PAYMENTS)
def test_payments_ahead_end_when_all_is_repaid(loan, kind):
    set_day(loan, kind)
    assert len(dated()) == 1
    repay(loan, "2026-04-01")
    assert dated() == []


def test_interest_that_was_due_by_the_day_on_which_all_was_repaid_is_still_missed(loan):
    set_day(loan, DueKind.INTEREST, MISSED)
    set_day(loan, DueKind.INTEREST, "2026-06-29")
    repay(loan, MISSED)
    assert due() == ["payment_missed 2026-06-26"]


def test_principal_that_was_repaid_long_before_its_day_is_not_missed(loan):
    set_day(loan, DueKind.REPAYMENT, MISSED)
    repay(loan, "2026-04-01")
    assert due() == []


def test_a_dividend_ends_with_the_last_preferred_share(cast):
    preferred = cast.investments["palisade-preferred"]
    set_day(preferred, DueKind.DIVIDEND)
    record_entries([entry(preferred, Kind.SALE, "2026-06-26", "59000000", shares="59999")])
    assert dated() == ["payment 2026-09-28 ahead"]
    record_entries([entry(preferred, Kind.SALE, "2026-06-29", "1000", shares="1")])
    assert dated() == []


def test_a_price_floor_s_terms_and_a_right_are_asked_by_their_own_rules(cast, loan):
    """What the terms say of a right is no day that is set for an award: it stands by the rights that are left."""
    end(loan, Status.REPAID)
    assert [one.key for one in calendar_at(now())] == ["palisade-warrant"]


@pytest.fixture
def verified(cast, loan) -> Tranche:
    """A tranche whose one condition is verified, with a waiver that is asked."""
    with writing(cast.people["officer"]) as recording:
        made = Tranche(slug="second", investment=loan, name="Second draw", amount=Decimal(30_000_000))
        tranches.create(made, recording=recording, today=TODAY)
        condition = TrancheCondition(tranche=made, text="It is insured")
        tranches.add_condition(condition, recording=recording, today=TODAY)
        sources.add_source(recording=recording, slug="policy", publisher="Insurer", title="The policy",
                           address="https://example.org/p", published_on=day("2026-06-05"))  # fmt: skip
        tranches.propose_waiver(made, reason="The plant is late.", recording=recording, today=TODAY)
        evidence = ConditionEvidence(condition=condition, citation=cite(["policy"]), effective_on=day("2026-06-05"))
        tranches.give_evidence(evidence, recording=recording, today=TODAY)
    with writing(cast.people["officer2"]) as recording:
        tranches.verify(evidence, recording=recording, today=TODAY)
    return made


def test_a_tranche_and_its_waiver_are_due_until_the_award_has_ended(loan, verified):
    assert due() == ["tranche_verified 2026-06-30", "waiver_asked 2026-06-30"]
    end(loan, Status.TERMINATED)
    assert due() == []


def test_a_cap_ends_with_its_award(cast):
    with writing() as recording:
        terms = Terms(investment=cast.investments["palisade-preferred"], stated_stake_share=Decimal("0.15"),
                      holding_cap_share=Decimal("0.16"), effective_on=day("2026-06-01"))  # fmt: skip
        investments.record(terms, recording=recording)
    assert due() == ["cap_near 2026-06-01"]
    end(cast.investments["palisade-preferred"], Status.EXITED)
    assert due() == []
