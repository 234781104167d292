"""Money in parts: the state of a part, and that the ledger goes nowhere above what is released."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.balance import LedgerTerms
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.tranches import (
    Condition,
    Part,
    TrancheState,
    award_refusal,
    release_refusal,
    state_of,
    take_back_refusal,
)

NOTHING, EVIDENCE, AGREED = Condition(False, False), Condition(True, False), Condition(True, True)
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("conditions", "state"),
    [
        ([], "no conditions"),
        ([NOTHING], "waiting"),
        ([EVIDENCE], "evidenced"),
        ([AGREED], "verified"),
        ([AGREED, EVIDENCE], "evidenced"),
        ([AGREED, NOTHING], "waiting"),
        ([EVIDENCE, NOTHING], "waiting"),
        ([AGREED, AGREED], "verified"),
    ],
)
def test_a_tranche_is_as_far_as_its_last_condition(conditions: list[Condition], state: str):
    assert state_of(conditions) == state
    assert state_of(iter(conditions)) == state


def test_a_waiver_and_a_decision_go_before_the_conditions():
    assert state_of([NOTHING], is_waived=True) == TrancheState.WAIVED
    assert state_of([NOTHING], decided=TrancheState.RELEASED) == TrancheState.RELEASED
    assert state_of([NOTHING], is_waived=True, decided=TrancheState.LAPSED) == TrancheState.LAPSED


def test_which_states_still_wait_and_which_may_be_released():
    assert [state for state in TrancheState if not state.is_open] == ["released", "lapsed"]
    assert [state for state in TrancheState if state.may_be_released] == ["no conditions", "verified", "waived"]


def paid(amount: str, on: date, reference: str = "") -> Entry:
    return Entry(Kind.DISBURSEMENT, on, Decimal(amount), reference=reference)


def money(amount: str | None, released_on: date | None = None) -> Part:
    return Part(None if amount is None else Decimal(amount), None, released_on)


TWO = [money("100", MARCH), money("50")]


def test_what_is_released_may_be_paid_to_the_cent_from_its_day_on():
    assert release_refusal([], paid("100", MARCH), TWO) is None
    assert release_refusal([paid("40", MARCH)], paid("60", APRIL), TWO) is None
    assert release_refusal([], paid("100.01", MARCH), TWO) == (
        "This would disburse $100.01 against $100.00 of released tranches on 2026-03-01 (1 of 2 released). "
        "Release the next tranche first: its conditions are verified, or a waiver is granted."
    )
    early = release_refusal([], paid("0.01", date(2026, 2, 28)), TWO)
    assert early is not None
    assert "$0.01 against $0.00 of released tranches on 2026-02-28 (0 of 2 released)" in early


def test_two_released_tranches_add_up():
    both = [money("100", MARCH), money("50", APRIL), money("25")]
    assert release_refusal([paid("100", MARCH)], paid("50", APRIL), both) is None
    refused = release_refusal([paid("100", MARCH)], paid("51", APRIL), both)
    assert refused is not None
    assert "disburse $151.00 against $150.00 of released tranches on 2026-04-01 (2 of 3 released)" in refused


def test_a_back_dated_payment_leaves_room_for_those_after_it():
    book = [paid("90", MAY)]
    assert release_refusal(book, paid("10", MARCH), TWO) is None
    refused = release_refusal(book, paid("11", MARCH), TWO)
    assert refused is not None
    assert "disburse $101.00 against $100.00 of released tranches on 2026-05-01" in refused


def test_what_was_above_before_the_day_of_an_entry_is_not_held_against_it():
    """A payment of February above what was released then; 100 are released in March."""
    book = [paid("10", date(2026, 2, 1))]
    assert release_refusal(book, paid("90", MARCH), TWO) is None


def test_a_payment_that_was_undone_takes_no_room():
    book = [paid("100", MARCH, "T1"), Entry(Kind.REVERSAL, MARCH, reference="T2", reverses="T1")]
    assert release_refusal(book, paid("100", APRIL), TWO) is None


def test_other_entries_and_parts_without_an_amount_limit_no_money():
    assert release_refusal([], Entry(Kind.COMMITMENT, MARCH, Decimal(1000)), TWO) is None
    assert release_refusal([], Entry(Kind.REPAYMENT, MARCH, Decimal(1000)), TWO) is None
    assert release_refusal([], paid("1000", MARCH), [money(None, MARCH)]) is None
    assert release_refusal([], paid("1000", MARCH), []) is None
    # One part names money and one does not: the second adds none.
    refused = release_refusal([], paid("101", MARCH), [money("100", MARCH), money(None, MARCH)])
    assert refused is not None
    assert "$101.00 against $100.00 of released tranches on 2026-03-01 (2 of 2 released)" in refused


@pytest.mark.parametrize("kind", [Kind.DISBURSEMENT, Kind.SHARE_ISSUE, Kind.WARRANT_ISSUE])
def test_shares_are_limited_where_a_tranche_names_shares(kind: Kind):
    parts = [Part(None, Decimal(500), MARCH), Part(None, Decimal(200), None)]
    assert release_refusal([], Entry(kind, MARCH, shares=Decimal(500)), parts) is None
    refused = release_refusal([Entry(kind, MARCH, shares=Decimal(400))], Entry(kind, MARCH, shares=Decimal(101)), parts)
    assert refused is not None
    assert refused.startswith(
        "This would issue 501 shares against 500 shares of released tranches on 2026-03-01 (1 of 2 released)."
    )
    assert release_refusal([], Entry(Kind.SALE, MARCH, shares=Decimal(900)), parts) is None


def test_a_payment_without_shares_is_asked_about_its_money_alone():
    parts = [Part(Decimal(100), Decimal(500), MARCH)]
    book = [Entry(Kind.SHARE_ISSUE, MARCH, shares=Decimal(900))]  # above, before this was watched
    assert release_refusal(book, paid("100", APRIL), parts) is None
    refused = release_refusal([], Entry(Kind.DISBURSEMENT, MARCH, Decimal(100), Decimal(501)), parts)
    assert refused is not None
    assert "issue 501 shares against 500 shares" in refused


def test_a_release_on_which_a_payment_rests_is_not_taken_back():
    book = [paid("60", MARCH), paid("60", MAY)]
    left = [money("100", MARCH), money("50")]
    assert take_back_refusal(book, left, APRIL) == (
        "That would disburse $120.00 against $100.00 of released tranches on 2026-05-01 (1 of 2 released). "
        "Reverse what was paid first."
    )
    assert take_back_refusal([paid("60", MARCH), paid("40", MAY)], left, APRIL) is None
    assert take_back_refusal(book, left, date(2026, 5, 2)) is not None  # still above on that day
    assert take_back_refusal([], left, APRIL) is None


def test_a_refund_that_is_reversed_counts_as_paid_again():
    terms = LedgerTerms(Instrument.GRANT)
    refund = Entry(Kind.RECOVERY, APRIL, Decimal(30), reference="R")
    book = [paid("100", MARCH, "P"), refund, paid("30", MAY, "Q")]
    undone = Entry(Kind.REVERSAL, APRIL, reverses="R")
    refused = release_refusal(book, undone, TWO, terms)
    assert refused is not None
    assert "disburse $130.00 against $100.00 of released tranches on 2026-05-01" in refused
    assert release_refusal(book[:2], undone, TWO, terms) is None
    smaller = Entry(Kind.RECOVERY, APRIL, Decimal(20))
    refused = release_refusal(book, smaller, TWO, terms, along=undone)
    assert refused is not None
    assert "disburse $110.00 against $100.00" in refused
    assert release_refusal(book, Entry(Kind.REVERSAL, MARCH, reverses="P"), TWO, terms) is None


def test_an_award_never_becomes_smaller_than_its_tranches():
    parts = [money("60"), money("40", MARCH), Part(Decimal(500), None, None, has_lapsed=True)]
    assert award_refusal(parts, (Decimal(120), None), (Decimal(100), None)) is None
    assert award_refusal(parts, (Decimal(120), None), (Decimal(99), None)) == (
        "This would leave an award of $99.00 below its tranches of $100.00. "
        "Let a tranche lapse, or make one smaller, first."
    )
    assert award_refusal(parts, (Decimal(90), None), (Decimal(90), None)) is None  # it was so before
    assert award_refusal(parts, (None, None), (Decimal(50), None)) is not None
    assert award_refusal(parts, (Decimal(120), None), (None, None)) is None
    of_shares = [Part(None, Decimal(10), None)]
    refused = award_refusal(of_shares, (None, Decimal(12)), (None, Decimal(9)))
    assert refused is not None
    assert "an award of 9 shares below its tranches of 10" in refused
