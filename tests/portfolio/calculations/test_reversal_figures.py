"""A reversal has the figures of what it undoes, or none: another figure is told beside the one that stood."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules.rules import refusal
from tests.portfolio.calculations.ledger_entries import TODAY, entry

BOUGHT = entry(Kind.DISBURSEMENT, 1_000, on=3, shares=400, reference="T3")
BOOK = [entry(Kind.COMMITMENT, 1_000), entry(Kind.OBLIGATION, 1_000, reference="T2"), BOUGHT]
UNDO = Entry(Kind.REVERSAL, BOUGHT.on, reference="T4", reverses="T3")


def asked(reversal, book=BOOK):
    return refusal(book, reversal, instrument=Instrument.COMMON_EQUITY, today=TODAY)


def test_a_reversal_without_figures_or_with_the_same_ones_stands():
    assert asked(UNDO) is None
    assert asked(replace(UNDO, amount=Decimal(1_000), shares=Decimal(400))) is None


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"amount": Decimal("999.50")}, "its amount in USD is $1,000.00, not $999.50"),
        ({"shares": Decimal("399.5")}, "its number of shares is 400, not 399.5"),
        ({"shares_received": Decimal(7)}, "its number of shares received is none, not 7"),
    ],
)
def test_another_figure_is_told_beside_what_stood(figures, told):
    assert asked(replace(UNDO, **figures)) == f"A reversal undoes all of T3: {told}. Leave it blank."
