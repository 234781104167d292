"""Recorded output by month: the finest period first, a longer one in equal parts of what is left."""

from decimal import Decimal

from projects.calculations.recorded_months import by_month
from record.calculations.partial_dates import PartialDate

JANUARY = 12 * 2025


def test_a_year_leaves_its_other_months_what_a_quarter_of_it_does_not_take():
    year, quarter = PartialDate.parse("2025"), PartialDate.parse("2025-Q1")
    found = by_month({year: Decimal(1_200), quarter: Decimal(300)})
    assert found[JANUARY] == (100, quarter)
    assert found[JANUARY + 3] == (100, year)  # 900 over nine months
    assert len(found) == 12
    assert sum(output for output, _ in found.values()) == 1_200
