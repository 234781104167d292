"""A sum over amounts of which some are unknown: a floor is above 0, or there is none."""

from decimal import Decimal

import pytest

from portfolio.charts.letter_to_cash import Step, in_words
from portfolio.pages.briefing_sections import step_words
from portfolio.reports.quoted import at_least
from portfolio.reports.sums import Sum

FIVE, NOTHING = Decimal(5), Decimal(0)


def text_of(amount: Sum) -> str:
    """What a step from letter to cash says of the amount, on the page."""
    parts = step_words(Step("Paid", amount, "exposure", "disbursed_usd"))
    return "".join(part if isinstance(part, str) else part.text for part in parts)


@pytest.mark.parametrize(
    ("amounts", "total", "told"),
    [
        ([None, None], None, "not published for any of 2"),
        ([NOTHING, None], None, "not published for 1 of 2, 0 for the other"),
        ([NOTHING, NOTHING, None], None, "not published for 1 of 3, 0 for the others"),
        ([NOTHING, NOTHING], NOTHING, "$0 in 2 awards"),
        ([FIVE, None], FIVE, "at least $5, known for 1 of 2"),
        ([FIVE, NOTHING], FIVE, "$5 in 2 awards"),
    ],
)
def test_zero_beside_what_is_unknown_is_unknown(amounts, total, told):
    amount = Sum.over(amounts)
    assert amount.total == total
    assert text_of(amount) == in_words(amount) == told


def test_no_floor_is_zero():
    """At least $0 says nothing: whatever is told has a total above it."""
    for amounts in ([None], [NOTHING, None], [None, NOTHING, NOTHING]):
        found = Sum.over(amounts)
        assert at_least(found)
        assert found.total is None
        assert found.shown is None
