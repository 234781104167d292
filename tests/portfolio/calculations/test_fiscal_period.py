"""The fiscal years and quarters by which money is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.fiscal_period import FiscalPeriod
from portfolio.calculations.fiscal_year import fiscal_quarter_of
from record.calculations.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("text", "year", "quarter"),
    [
        ("2025-09-30", 2025, 4),
        ("2025-10-01", 2026, 1),
        ("2025-12", 2026, 1),
        ("2026-Q1", 2026, 2),
        ("2026-04-01", 2026, 3),
        ("2026-H1", 2026, None),
        ("2026-H2", None, None),
        ("2026", None, None),
        ("", None, None),
    ],
)
def test_a_date_lies_in_the_period_that_holds_all_of_it(text, year, quarter):
    when = PartialDate.parse(text) if text else None
    assert fiscal_quarter_of(when) == quarter
    assert FiscalPeriod.of(when, by_quarter=False) == FiscalPeriod(year)
    assert FiscalPeriod.of(when, by_quarter=True) == FiscalPeriod(year, quarter, by_quarter=True)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (FiscalPeriod(2026), "2025-10-01", "2026-09-30"),
        (FiscalPeriod(2026, 1, by_quarter=True), "2025-10-01", "2025-12-31"),
        (FiscalPeriod(2026, 2, by_quarter=True), "2026-01-01", "2026-03-31"),
        (FiscalPeriod(2026, 4, by_quarter=True), "2026-07-01", "2026-09-30"),
        (FiscalPeriod(), "0001-01-01", "9999-12-31"),
        (FiscalPeriod(1), "0001-01-01", "0001-09-30"),
        (FiscalPeriod(10_000), "9999-10-01", "9999-12-31"),
    ],
)
def test_a_period_has_its_first_and_last_day_within_the_calendar(period, start, end):
    assert (str(period.start), str(period.end)) == (start, end)


@given(st.dates())
def test_every_day_of_the_calendar_lies_in_its_year_and_quarter(day):
    for by_quarter in (False, True):
        period = FiscalPeriod.of(PartialDate.of(day), by_quarter=by_quarter)
        assert period.is_told
        assert period.start <= day <= period.end
        assert not period.may_hold(PartialDate.of(day))


@pytest.mark.parametrize(
    ("text", "may_hold"),
    [
        ("2026", True),
        ("2025", True),
        ("2025-H2", True),
        ("2026-H1", False),
        ("2024", False),
        ("2027", False),
        ("", True),
    ],
)
def test_a_date_that_reaches_beyond_a_year_may_lie_in_it(text, may_hold):
    assert FiscalPeriod(2026).may_hold(PartialDate.parse(text) if text else None) == may_hold


def test_a_half_may_lie_in_either_of_its_quarters_and_in_no_other():
    half = PartialDate.parse("2026-H1")
    found = [FiscalPeriod(2026, quarter, by_quarter=True).may_hold(half) for quarter in (1, 2, 3, 4)]
    assert found == [False, True, True, False]


def test_periods_stand_in_the_order_of_time_and_what_lies_in_none_last():
    periods = [
        FiscalPeriod.of(PartialDate.parse(text), by_quarter=True)
        for text in ("2026", "2026-H1", "2026-Q2", "2026-Q1", "2025-09-30")
    ]
    assert [one.label for one in sorted(periods, key=lambda one: one.sort_key)] == [
        "FY 2025 Q4", "FY 2026 Q2", "FY 2026 Q3", "FY 2026 quarter unknown", "Year unknown",
    ]  # fmt: skip
    assert FiscalPeriod(2026).label == "FY 2026"


def test_the_first_and_the_last_day_of_the_calendar():
    assert FiscalPeriod.of(PartialDate.of(date.min), by_quarter=True) == FiscalPeriod(1, 2, by_quarter=True)
    assert FiscalPeriod.of(PartialDate.of(date.max), by_quarter=True) == FiscalPeriod(10_000, 1, by_quarter=True)
