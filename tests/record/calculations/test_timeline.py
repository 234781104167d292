"""Where a day stands on a chart."""

from datetime import date

import pytest

from record.calculations.timeline import Axis


def test_a_year_ends_where_the_axis_ends():
    axis = Axis.over([date(2025, 6, 1), date(2025, 7, 1)], start=100, length=365)
    assert axis.at(date(2025, 1, 1)) == 100
    assert axis.at(date(2025, 1, 2)) == 101
    assert axis.at(date(2026, 1, 1)) == 465
    assert axis.ticks() == [(100.0, 2025)]


def test_an_axis_upwards_counts_down():
    axis = Axis.over([date(2024, 1, 1), date(2026, 1, 1)], start=300, length=-300)
    assert axis.at(date(2024, 1, 1)) == 300
    assert axis.at(date(2027, 1, 1)) == 0


def test_many_years_have_few_ticks():
    axis = Axis.over([date(2000, 1, 1), date(2029, 1, 1)], start=0, length=300)
    assert [year for _, year in axis.ticks(10)] == list(range(2000, 2030, 3))


def test_no_day_has_no_axis():
    with pytest.raises(ValueError, match="without a day"):
        Axis.over([], start=0, length=1)
