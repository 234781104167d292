"""Interest is capitalised on what is outstanding, and in a year by no more than bore it."""

from datetime import date

import pytest

from portfolio.calculations.kinds import Family, Instrument, Kind
from portfolio.calculations.ledger_rules.limits import effect_on_owed
from portfolio.calculations.ledger_rules.rules import refusal
from tests.portfolio.calculations.ledger_entries import entry

TODAY = date(2028, 12, 31)
COMMITTED = entry(Kind.COMMITMENT, 1_000, on=1)
DRAWN = entry(Kind.DISBURSEMENT, 100, on=30, reference="T2")


def asked(new, entries=(COMMITTED, DRAWN), instrument=Instrument.DIRECT_LOAN, **terms):
    return refusal(list(entries), new, instrument=instrument, today=TODAY, **terms)


def interest(amount, on, reference="T9"):
    return entry(Kind.CAPITALISED_INTEREST, amount, on=on, reference=reference)


@pytest.mark.parametrize("instrument", [Instrument.DIRECT_LOAN, Instrument.LOAN_GUARANTEE])
def test_nothing_is_capitalised_before_the_first_draw(instrument):
    assert asked(interest(5, 29), instrument=instrument) == (
        "This would capitalise $5.00 against $0.00 outstanding on that day. "
        "Record the draw that bears the interest first, or give the day on which it was added."
    )
    assert asked(interest(5, 30), instrument=instrument) is None


def test_nothing_is_capitalised_after_the_loan_is_repaid():
    repaid = entry(Kind.REPAYMENT, 100, on=60)
    assert asked(interest(5, 61), (COMMITTED, DRAWN, repaid)).startswith("This would capitalise $5.00 against $0.00")
    assert asked(interest(5, 60), (COMMITTED, DRAWN, repaid)) is None  # owed until that day


def test_in_365_days_no_more_than_was_owed_or_drawn():
    book = (COMMITTED, DRAWN, interest(60, 200))
    assert asked(interest(40, 300), book) is None
    assert asked(interest(41, 300), book) == (
        "This would capitalise $101.00 in 365 days to 2026-10-27 against $100.00 outstanding before or drawn since. "
        "Check the amount and the day; a draw or a fee is an entry of its own."
    )


def test_what_is_older_than_365_days_is_part_of_what_is_owed():
    book = (COMMITTED, DRAWN, interest(60, 200))
    assert asked(interest(160, 565), book) is None  # 160 outstanding on day 200, and 365 days from day 201 on
    assert asked(interest(161, 565), book) is not None
    assert asked(interest(41, 564), book) is not None  # 101 since day 200, when 100 were outstanding


def test_a_draw_within_the_days_bears_interest_as_well():
    book = (COMMITTED, DRAWN, entry(Kind.DISBURSEMENT, 500, on=100))
    assert asked(interest(120, 300), book) is None


def test_a_draw_is_not_reversed_from_under_its_interest():
    assert asked(entry(Kind.REVERSAL, on=30, reverses="T2"), (COMMITTED, DRAWN, interest(5, 40))) == (
        "This would leave $5.00 of interest capitalised against $0.00 outstanding on 2026-02-09. "
        "Reverse what rests on it first."
    )


def test_a_back_dated_repayment_is_asked_against_later_interest():
    book = (COMMITTED, DRAWN, interest(5, 40))
    assert "interest capitalised against $0.00 outstanding" in asked(entry(Kind.REPAYMENT, 100, on=35), book)


def test_what_moves_the_outstanding_is_read_from_the_one_rule():
    assert effect_on_owed(Kind.WRITE_OFF, Family.LOAN) == -1
    assert effect_on_owed(Kind.WRITE_OFF, Family.GUARANTEE) == 0
    assert effect_on_owed(Kind.GUARANTEED_DRAW, Family.GUARANTEE) == 1
    with pytest.raises(ValueError, match="Nothing is lent by the family award"):
        effect_on_owed(Kind.FEE, Family.AWARD)


def test_draws_of_one_day_and_of_several_all_bear_interest_in_the_year():
    # 100 owed at the start of the 365 days, 20, 30 and 0.50 drawn in them: 150.50 bear interest.
    later = [entry(Kind.DISBURSEMENT, amount, on=on) for amount, on in ((20, 100), (30, 100), ("0.50", 120))]
    book = [COMMITTED, DRAWN, *later]
    assert asked(interest("150.50", 400), book) is None
    assert asked(interest("150.51", 400), book) is not None


def test_interest_of_one_day_is_added_up():
    """100 are owed: 60 and 40 of one day are all of it, 60 and 41 are more."""
    book = (COMMITTED, DRAWN, interest(60, 200))
    assert asked(interest(40, 200), book) is None
    assert asked(interest(41, 200), book).startswith("This would capitalise $101.00")
