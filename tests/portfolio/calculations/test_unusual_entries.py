"""What is unusual in a ledger and is accepted with a reason."""

from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.rules import warnings
from tests.portfolio.calculations.ledger_entries import entry


@pytest.mark.parametrize("kind", [Kind.DISBURSEMENT, Kind.EXERCISE])
def test_shares_bought_for_cash_without_a_price_are_unusual(kind: Kind):
    bought = entry(kind, "1000", shares="400000")
    why = (
        "400,000 shares for $1,000.00 without a price per share. "
        "Record the price in the terms, or say why there is none."
    )
    assert warnings([bought], price=None) == [why]
    assert warnings([bought], price=Decimal("30.03")) == []


@pytest.mark.parametrize(
    "usual",
    [
        entry(Kind.DISBURSEMENT, "1000"),
        entry(Kind.EXERCISE, shares="5", received="5"),
        entry(Kind.COMMITMENT, "1000"),
        entry(Kind.SALE, "1000", shares="400000"),
    ],
)
def test_cash_alone_shares_alone_and_other_kinds_are_usual(usual):
    assert warnings([usual], price=None) == []
