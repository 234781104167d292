"""Refunds: what came back lowers net outlays; in time it may be paid again, later it goes to the Treasury."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.balance import LedgerTerms, balance_of
from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import Family, Instrument, Kind
from portfolio.calculations.ledger_rules.rules import refusal
from tests.portfolio.calculations.ledger_entries import TODAY, entry

BOOK = [
    entry(Kind.COMMITMENT, 10, on=1, reference="T1"),
    entry(Kind.OBLIGATION, 10, on=5, reference="T2"),
    entry(Kind.DISBURSEMENT, 8, on=36, reference="T3"),
    entry(Kind.RECOVERY, 3, on=64, reference="T4"),
]
DAY_63 = date(2026, 3, 4)
SPENDING = [one for one in Instrument if one.family in {Family.AWARD, Family.OFFTAKE, Family.TAX_CREDIT}]


def asked(new, entries=BOOK, instrument=Instrument.GRANT, **terms):
    return refusal(entries, new, instrument=instrument, today=TODAY, **terms)


def shown(entries=BOOK, **terms):
    read_by = LedgerTerms(Instrument.GRANT, **terms)
    found = figures(balance_of(entries, read_by), instrument=Instrument.GRANT, complete=True)
    return found.disbursed, found.net_outlays, found.undisbursed, found.exposure, found.returned_to_treasury


@pytest.mark.parametrize("instrument", SPENDING)
def test_ten_obligated_eight_paid_and_three_back_leave_five_to_be_deobligated(instrument):
    assert asked(entry(Kind.DEOBLIGATION, 5, on=95), instrument=instrument) is None
    assert asked(entry(Kind.DEOBLIGATION, "5.01", on=95), instrument=instrument) == (
        "This would leave an obligation of $4.99 against $5.00 disbursed. At most $5.00 can be released."
    )


def test_net_outlays_are_what_was_paid_less_what_came_back():
    assert shown() == (8, 5, 5, 5, 0)


def test_a_refund_within_the_period_of_availability_may_be_paid_again():
    assert asked(entry(Kind.DISBURSEMENT, 5, on=95)) is None
    assert asked(entry(Kind.DISBURSEMENT, 5, on=95), available_until=date(2026, 3, 5)) is None  # day 64 itself
    assert asked(entry(Kind.DISBURSEMENT, "5.01", on=95)).startswith("This would disburse $10.01 against an obligation")


def test_a_later_refund_goes_to_the_treasury_and_is_not_paid_again():
    assert shown(available_until=DAY_63) == (8, 5, 5, 5, 3)
    assert asked(entry(Kind.DISBURSEMENT, 2, on=95), available_until=DAY_63) is None
    assert asked(entry(Kind.DISBURSEMENT, 3, on=95), available_until=DAY_63) == (
        "This would disburse $11.00 against an obligation of $10.00; late refunds went to the Treasury. "
        "Record a further obligation first."
    )


def test_what_went_to_the_treasury_may_be_deobligated():
    release = entry(Kind.DEOBLIGATION, 5, on=95, reference="T5")
    assert asked(release, available_until=DAY_63) is None
    assert shown([*BOOK, release], available_until=DAY_63) == (8, 5, 0, 0, 3)
    assert asked(entry(Kind.DISBURSEMENT, 1, on=96), [*BOOK, release], available_until=DAY_63) is not None


def test_no_more_comes_back_than_was_paid():
    assert asked(entry(Kind.RECOVERY, "5.01", on=70)) == (
        "This would refund $8.01 against $8.00 disbursed. "
        "Record the payment first, or enter at most $5.00; the rest is a fee."
    )
    assert asked(entry(Kind.REVERSAL, on=36, reverses="T3")) == (
        "This would leave $0.00 disbursed against $3.00 refunded on 2026-03-05. Reverse what rests on it first."
    )


def test_a_refund_on_which_a_payment_rests_is_not_reversed():
    again = entry(Kind.DISBURSEMENT, 5, on=95, reference="T5")
    assert asked(entry(Kind.REVERSAL, on=64, reverses="T4"), [*BOOK, again]) == (
        "This would leave an obligation of $10.00 against $13.00 disbursed on 2026-04-05. "
        "Record what takes its place first, then reverse this entry."
    )


def test_proceeds_of_equity_are_no_refund():
    book = [*BOOK[:2], entry(Kind.DISBURSEMENT, 8, on=36, shares=8), entry(Kind.SALE, 3, on=64, shares=3)]
    assert asked(entry(Kind.DEOBLIGATION, 3, on=95), book, Instrument.COMMON_EQUITY) is not None
    found = figures(balance_of(book), instrument=Instrument.COMMON_EQUITY, complete=True)
    assert (found.net_outlays, found.undisbursed, found.realised_gain) == (None, Decimal(2), 0)
