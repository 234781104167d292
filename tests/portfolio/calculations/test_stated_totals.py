"""What a source says was bound or paid in all, beside entries that show less, as much, or more."""

from decimal import Decimal

import pytest

from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import Instrument, Kind
from tests.portfolio.calculations.test_figures import ledger

SHOWS = ledger((Kind.COMMITMENT, 100), (Kind.OBLIGATION, 60), (Kind.DISBURSEMENT, 20))
NOTHING = ledger((Kind.COMMITMENT, 100))


def bound_and_paid(balance, *, complete=False, instrument=Instrument.GRANT, **stated):
    amounts = {f"{name}_to_date": Decimal(amount) for name, amount in stated.items()}
    found = figures(balance, instrument=instrument, complete=complete, **amounts)
    return found.subsidy_cost if instrument is Instrument.DIRECT_LOAN else found.obligated, found.disbursed


def test_a_larger_stated_total_is_what_is_known():
    assert bound_and_paid(SHOWS, obligated=70, disbursed=45) == (70, 45)


def test_a_smaller_stated_total_leaves_what_the_entries_show():
    assert bound_and_paid(SHOWS, obligated=50, disbursed=10) == (60, 20)


def test_what_is_not_stated_stays_as_the_entries_have_it():
    assert bound_and_paid(SHOWS, obligated=70) == (70, 20)
    assert bound_and_paid(NOTHING, obligated=70) == (70, None)


def test_what_was_paid_was_bound():
    assert bound_and_paid(NOTHING, disbursed=45) == (45, 45)
    assert bound_and_paid(NOTHING, disbursed=45, obligated=40) == (45, 45)
    assert bound_and_paid(SHOWS, disbursed=75) == (75, 75)
    assert bound_and_paid(SHOWS, disbursed=5) == (60, 20)


def test_what_a_loan_paid_is_no_subsidy():
    assert bound_and_paid(NOTHING, instrument=Instrument.DIRECT_LOAN, disbursed=45) == (None, 45)
    assert bound_and_paid(NOTHING, instrument=Instrument.DIRECT_LOAN, disbursed=45, obligated=3) == (3, 45)


def test_a_stated_nought_is_known_to_be_nought():
    assert bound_and_paid(NOTHING, obligated=0, disbursed=0) == (0, 0)


@pytest.mark.parametrize("instrument", [Instrument.GRANT, Instrument.DIRECT_LOAN])
def test_an_officers_own_book_takes_no_total_from_elsewhere(instrument):
    assert bound_and_paid(NOTHING, complete=True, instrument=instrument, obligated=70, disbursed=45) == (0, 0)
