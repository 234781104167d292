from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.fiscal_year import fiscal_year, fiscal_year_of, quarter_ends
from record.calculations.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 9, 30), 2025),
        (date(2025, 10, 1), 2026),
        (date(2025, 12, 31), 2026),
        (date(2026, 1, 1), 2026),
        (date(2024, 2, 29), 2024),
        (date(2026, 3, 31), 2026),
        (date(2026, 4, 1), 2026),
        (date(2026, 6, 30), 2026),
        (date(2026, 7, 1), 2026),
        (date(2026, 9, 30), 2026),
        (date(2026, 10, 1), 2027),
    ],
)
def test_a_fiscal_year_turns_on_1_october(day, year):
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2026", None),
        ("2026-H1", 2026),
        ("2026-H2", None),
        ("2026-Q3", 2026),
        ("2026-Q4", 2027),
        ("2025-09", 2025),
        ("2025-10", 2026),
        ("2025-09-30", 2025),
        ("2025-10-01", 2026),
        ("2024-02-29", 2024),
    ],
)
def test_a_partial_date_has_a_fiscal_year_only_when_it_lies_inside_one(text, year):
    assert fiscal_year_of(PartialDate.parse(text)) == year


def test_what_is_undated_has_no_fiscal_year():
    assert fiscal_year_of(None) is None


@given(st.dates(max_value=date(9998, 1, 1)))
def test_a_fiscal_year_changes_only_on_1_october(day):
    turns = fiscal_year(day + timedelta(days=1)) != fiscal_year(day)
    assert turns == ((day.month, day.day) == (9, 30))


def test_the_quarters_that_have_ended():
    assert quarter_ends(date(2026, 6, 30), 3) == [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]
    assert quarter_ends(date(2026, 6, 29), 2) == [date(2025, 12, 31), date(2026, 3, 31)]
    assert quarter_ends(date(2026, 1, 1), 1) == [date(2025, 12, 31)]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("2026-12-31", "2026-12-31"),
        ("2026-12-30", "2026-09-30"),
        ("2026-10-01", "2026-09-30"),
        ("2026-09-30", "2026-09-30"),
        ("2026-04-30", "2026-03-31"),
        ("2026-03-31", "2026-03-31"),
    ],
)
def test_the_newest_quarter_that_has_ended(until, last):
    assert quarter_ends(date.fromisoformat(until), 1) == [date.fromisoformat(last)]


def test_the_first_year_of_the_calendar_has_quarters_and_none_before_it():
    assert quarter_ends(date(1, 6, 30), 4) == [date(1, 3, 31), date(1, 6, 30)]
