"""A row that is looked at before it is confirmed shows its figures as a person writes them."""

import pytest

from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.shown_figures import shown_figures


@pytest.mark.parametrize(
    ("kind", "column", "kept", "shown"),
    [
        ("transactions", "amount_usd", "1500000.00", "$1,500,000"),
        ("transactions", "amount_usd", "7.50", "$7.50"),
        ("transactions", "effective_on", "2026-01-05", "2026-01-05"),
        ("security-prices", "close", "60.50000000", "60.5"),
        ("baseline-statistics", "statistic_value", "1100.000000", "1,100"),
        ("share-counts", "basic_shares", "1500000.000000", "1,500,000"),
        ("treasury-yields", "treasury_yield", "0.045000", "4.5%"),
        ("treasury-yields", "treasury_yield", "", ""),
        ("investments", "summary", "12.50", "12.50"),
    ],
)
def test_a_figure_is_shown_as_a_person_writes_it(kind, column, kept, shown):
    outcome = RowOutcome(2, Becomes.CHANGED, "one", [(column, kept, kept)])
    assert shown_figures(outcome, kind).changes == [(column, shown, shown)]
    assert outcome.changes == [(column, kept, kept)]


def test_a_refused_cell_stays_as_it_was_typed():
    outcome = RowOutcome(2, Becomes.REFUSED, "one", [("amount_usd", "1500000.00", "It exceeds the award.")])
    assert shown_figures(outcome, "transactions") is outcome
