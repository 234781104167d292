"""The trading days of an exchange, from the library `exchange_calendars` (Apache-2.0), built when first asked for."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from record.calculations.partial_dates import LAST_YEAR

FIRST_YEAR = 2005
"""A close before it has no age in trading days: it is stale whatever the calendar says."""


def trading_days(calendar: str, until: date) -> Sequence[date]:
    """The trading days of a market from 2005 to the end of the year of `until`, in order; none where none is known.

    None either beyond the calendar of the record, which a day that is asked for may be.

    `calendar` is an ISO 10383 code that the library knows. A market opens on days decided a year or two ahead; later
    ones follow its rules.
    """
    return _days(calendar, max(until.year, FIRST_YEAR)) if until.year <= LAST_YEAR else ()


@cache
def _days(calendar: str, year: int) -> tuple[date, ...]:
    # Only a process that values something pays for the library.
    from exchange_calendars import get_calendar

    bounds = get_calendar(calendar)
    first, last = date(FIRST_YEAR, 1, 1), date(year, 12, 31)
    earliest, latest = bounds.bound_min(), bounds.bound_max()
    if earliest is not None:
        first = max(first, earliest.date())
    if latest is not None:
        last = min(last, latest.date())
    if first >= last:
        return ()
    found = get_calendar(calendar, start=first.isoformat(), end=last.isoformat())
    return tuple(day.date() for day in found.sessions)
