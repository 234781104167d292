"""Output today: twelve months that whole periods cover, and newer parts beside them."""

from datetime import date
from decimal import Decimal

from projects.calculations.output_today import output_today
from record.calculations.partial_dates import PartialDate

DAY = date(2026, 10, 8)


def today(as_of=DAY, **recorded):
    """The output, its periods and the newer ones; `y2025` is a year, `y2026_Q1` its first quarter."""
    periods = {name[1:].replace("_", "-"): Decimal(output) for name, output in recorded.items()}
    found = output_today({PartialDate.parse(text): output for text, output in periods.items()}, as_of)
    if found is None:
        return None
    return found.output, [str(one) for one in found.periods], [(str(one), amount) for one, amount in found.newer]


def test_mountain_pass_made_2599_t_in_2025_and_917_t_in_the_quarter_after_it():
    found = today(y2024=1_294, y2025=2_599, y2026_Q1=917)
    assert found == (2_599, ["2025"], [("2026-Q1", 917)])


def test_quarters_over_a_new_year_are_twelve_months():
    quarters = {"y2025_Q2": 10, "y2025_Q3": 20, "y2025_Q4": 30, "y2026_Q1": 40}
    assert today(y2024=7, **quarters) == (100, ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"], [])


def test_a_gap_is_not_bridged_and_a_period_that_is_not_over_does_not_count():
    assert today(y2025_Q2=10, y2025_Q4=30, y2026_Q1=40) is None
    assert today(as_of=date(2025, 6, 30), y2024=1_294, y2025=2_599) == (1_294, ["2024"], [])


def test_of_a_year_and_its_halves_the_year_is_taken():
    assert today(y2025=100, y2025_H1=40, y2025_H2=50) == (100, ["2025"], [])
