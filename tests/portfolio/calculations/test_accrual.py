"""Dividends in kind by their schedule: 10% of a face of 1,000 on 100 shares is 10,000 a year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.accrual import Schedule, _period_ends, accrued_in_kind, on_one_basis
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind

START = date(2025, 1, 1)
SIMPLE = Schedule(Decimal("0.10"), Decimal(1000))
YEARLY = Schedule(Decimal("0.10"), Decimal(1000), months=12)
BOUGHT = Entry(Kind.DISBURSEMENT, START, Decimal(100_000), Decimal(100), reference="T1")


def move(kind: Kind, on: str, shares: int, received: int | None = None) -> Entry:
    return Entry(kind, date.fromisoformat(on), None, Decimal(shares), None if received is None else Decimal(received))


@pytest.mark.parametrize(
    ("schedule", "on", "usd"),
    [
        (SIMPLE, "2025-01-01", "0.00"),
        (SIMPLE, "2026-01-01", "10000.00"),
        (SIMPLE, "2027-01-01", "20000.00"),
        (YEARLY, "2026-01-01", "10000.00"),
        (YEARLY, "2027-01-01", "21000.00"),
        (Schedule(Decimal("0.10"), Decimal(1000), months=0), "2027-01-01", "20000.00"),
    ],
)
def test_it_compounds_only_where_the_terms_say_so(schedule, on, usd):
    assert accrued_in_kind([BOUGHT], schedule, date.fromisoformat(on)) == Decimal(usd)


def test_what_was_issued_of_it_is_no_longer_accrued_and_earns_by_itself():
    issued = move(Kind.DIVIDEND_IN_KIND, "2026-01-01", 10)
    assert accrued_in_kind([BOUGHT, issued], SIMPLE, date(2026, 1, 1)) == 0
    assert accrued_in_kind([BOUGHT, issued], SIMPLE, date(2027, 1, 1)) == Decimal(11_000)


def test_shares_converted_take_their_part_along():
    half = move(Kind.CONVERSION, "2026-01-01", 50, 2_000)
    assert accrued_in_kind([BOUGHT, half], SIMPLE, date(2026, 1, 1)) == Decimal(5_000)
    assert accrued_in_kind([BOUGHT, half], SIMPLE, date(2027, 1, 1)) == Decimal(10_000)


def test_nothing_accrues_before_the_first_share():
    assert accrued_in_kind([BOUGHT], SIMPLE, date(2024, 12, 31)) == 0
    assert accrued_in_kind([], SIMPLE, date(2026, 1, 1)) == 0


def test_a_split_of_the_security_changes_nothing_of_what_it_earns():
    """100 of 1,000 become 1,000 of 100 after a year: 10,000 a year before and after; 110 of 1,000 earn 11,000."""
    after = Schedule(Decimal("0.10"), Decimal(100))
    split = move(Kind.SPLIT, "2026-01-01", 100, 1_000)
    assert accrued_in_kind([BOUGHT, split], after, date(2026, 1, 1)) == Decimal(10_000)
    assert accrued_in_kind([BOUGHT, split], after, date(2027, 1, 1)) == Decimal(20_000)
    issued = move(Kind.DIVIDEND_IN_KIND, "2026-01-01", 10)
    of_all = move(Kind.SPLIT, "2027-01-01", 110, 1_100)
    assert accrued_in_kind([BOUGHT, issued, of_all], after, date(2027, 1, 1)) == Decimal(11_000)
    assert accrued_in_kind([BOUGHT, issued, of_all], after, date(2028, 1, 1)) == Decimal(22_000)
    # On the day before the split the terms still have the face of before.
    assert accrued_in_kind([BOUGHT, issued, of_all], SIMPLE, date(2026, 12, 31)) == Decimal("10969.86")


def test_what_is_issued_in_kind_on_the_day_of_a_split_is_of_the_new_face():
    """100 new shares of 100 are the 10,000 that had accrued, whichever was recorded first."""
    after = Schedule(Decimal("0.10"), Decimal(100))
    split, issued = move(Kind.SPLIT, "2026-01-01", 100, 1_000), move(Kind.DIVIDEND_IN_KIND, "2026-01-01", 100)
    for order in ([BOUGHT, split, issued], [BOUGHT, issued, split]):
        assert accrued_in_kind(order, after, date(2026, 1, 1)) == 0
        assert accrued_in_kind(order, after, date(2027, 1, 1)) == Decimal(11_000)


def test_periods_end_on_the_day_of_the_first_share_or_the_last_that_a_month_is_sure_to_have():
    quarters = [date(2025, 11, 30), date(2026, 2, 28), date(2026, 5, 30), date(2026, 8, 30)]
    assert _period_ends(date(2025, 8, 31), date(2026, 8, 30), 3) == quarters
    assert _period_ends(date(2025, 8, 31), date(2026, 8, 29), 3) == quarters[:3]
    assert _period_ends(date(2025, 2, 1), date(2026, 2, 1), 12) == [date(2026, 2, 1)]
    assert _period_ends(date(2025, 12, 15), date(2027, 12, 15), 12) == [date(2026, 12, 15), date(2027, 12, 15)]
    assert _period_ends(date(2025, 8, 31), date(2026, 8, 30), None) == []


def test_each_number_is_brought_through_the_splits_after_it():
    """100 and then two for one, 10 and then three for one: 600 and 30, in their order."""
    moves = [
        BOUGHT, move(Kind.SPLIT, "2025-02-01", 100, 200), move(Kind.DIVIDEND_IN_KIND, "2025-03-01", 10),
        move(Kind.SPLIT, "2025-04-01", 210, 630), move(Kind.CONVERSION, "2025-05-01", 5, 50),
    ]  # fmt: skip
    brought = [(one.kind, one.shares) for one in on_one_basis(moves)]
    assert brought == [(Kind.DISBURSEMENT, 600), (Kind.DIVIDEND_IN_KIND, 30), (Kind.CONVERSION, 5)]


def test_shares_given_up_take_along_what_compounds():
    """Half goes after a year: 5,000 of 10,000 stay and earn, on 50,000: 5,000 + 5,500 after the second year."""
    half = move(Kind.SALE, "2026-01-01", 50)
    assert accrued_in_kind([BOUGHT, half], YEARLY, date(2027, 1, 1)) == Decimal(10_500)


def test_shares_redeemed_in_dollars_take_their_part_along_and_earn_no_more():
    """40,000 at 1,000 are 40 of 100 shares: 6,000 of 10,000 are left after a year, and 60 shares earn 6,000 more."""
    redeemed = Entry(Kind.SALE, date(2026, 1, 1), Decimal(40_000))
    priced = replace(SIMPLE, redemption=Decimal(1000))
    assert accrued_in_kind([BOUGHT, redeemed], priced, date(2026, 1, 1)) == Decimal(6_000)
    assert accrued_in_kind([BOUGHT, redeemed], priced, date(2027, 1, 1)) == Decimal(12_000)


def test_a_split_of_the_common_shares_that_a_conversion_brought_leaves_what_the_others_earn():
    """20 of 100 became 2,000 common, split one for ten: 80 of 1,000 earned 8,000 in the first year, 8,000 after it."""
    converted = move(Kind.CONVERSION, "2025-01-01", 20, 2_000)
    split = move(Kind.SPLIT, "2026-01-01", 2_000, 200)
    assert accrued_in_kind([BOUGHT, converted, split], SIMPLE, date(2027, 1, 1)) == Decimal(16_000)
