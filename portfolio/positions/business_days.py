"""Business days of the federal government: Monday to Friday, without the holidays of 5 U.S.C. 6103.

The holidays come from pandas (BSD), which keeps the statute's list and the day on which one is observed that falls on
a weekend. The holiday of the inauguration is left out: it is one in the area of Washington alone.
"""

from datetime import date, timedelta
from functools import cache

from record.calculations.partial_dates import FIRST_YEAR, LAST_YEAR

ONE = timedelta(days=1)


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def business_day_after(day: date, count: int = 1) -> date:
    """The business day that is so many business days after `day`, which need not be one itself."""
    while count > 0:
        day += ONE
        count -= is_business_day(day)
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return frozenset()
    # Only who asks about a payment or a proposal pays for the library.
    from pandas.tseries.holiday import USFederalHolidayCalendar

    # New Year's Day on a Saturday is observed on the last day of the year before.
    found = USFederalHolidayCalendar().holidays(f"{year - 1}-12-31", f"{year + 1}-01-02")
    return frozenset(day.date() for day in found)
