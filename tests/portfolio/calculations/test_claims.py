"""A guarantee: what the lender advanced itself is owed, a claim paid is not owed a second time."""

from decimal import Decimal

from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules.rules import refusal
from tests.portfolio.calculations.ledger_entries import TODAY, entry

BOOK = [
    entry(Kind.COMMITMENT, 80),
    entry(Kind.GUARANTEED_DRAW, 100, on=2, reference="T2"),
    entry(Kind.CLAIM_PAID, 30, on=3, reference="T3"),
]


def asked(new, book=BOOK):
    return refusal(book, new, instrument=Instrument.LOAN_GUARANTEE, today=TODAY, covered_share=Decimal("0.8"))


def test_a_draw_is_covered_by_its_share_to_the_cent():
    drawn = entry(Kind.GUARANTEED_DRAW, "100.01", on=2)
    assert asked(entry(Kind.GUARANTEED_DRAW, 100, on=2), BOOK[:1]) is None
    assert asked(drawn, BOOK[:1]) is not None


def test_claims_stay_within_the_covered_part_of_what_is_outstanding():
    assert asked(entry(Kind.CLAIM_PAID, "80.01", on=3), BOOK[:2]) is not None
    assert asked(entry(Kind.CLAIM_PAID, 80, on=3), BOOK[:2]) is None


def test_a_claim_is_no_advance_that_is_repaid():
    assert asked(entry(Kind.REPAYMENT, "0.01", on=4)) is not None


def test_a_write_off_stays_within_the_claims_paid():
    assert asked(entry(Kind.WRITE_OFF, 30, on=4)) is None
    assert asked(entry(Kind.WRITE_OFF, "30.01", on=4)) is not None
