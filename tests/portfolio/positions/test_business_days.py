"""Federal business days, against the list that the Office of Personnel Management prints for 2026."""

from datetime import date, timedelta

import pytest

from portfolio.positions.business_days import business_day_after, is_business_day

HOLIDAYS_OF_2026 = (
    "01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25",
)  # fmt: skip


def test_the_weekdays_without_business_of_2026_are_those_that_opm_prints():
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    found = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_business_day(day)]
    assert found == list(HOLIDAYS_OF_2026)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-06-30", "2026-07-01"),
        ("2026-07-02", "2026-07-06"),  # Independence Day, on a Saturday, is observed on Friday
        ("2026-07-04", "2026-07-06"),
        ("2026-12-31", "2027-01-04"),
        ("2021-12-30", "2022-01-03"),  # New Year's Day, on a Saturday, is observed on 31 December
    ],
)
def test_the_next_business_day_leaves_out_weekends_and_holidays(day, following):
    assert business_day_after(date.fromisoformat(day)) == date.fromisoformat(following)


def test_three_business_days_after_a_friday_are_a_wednesday():
    assert business_day_after(date(2026, 6, 26), 3) == date(2026, 7, 1)


def test_before_the_calendar_of_the_record_weekends_alone_are_left_out():
    assert business_day_after(date(1, 1, 1)) == date(1, 1, 2)
