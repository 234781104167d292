"""Federal fiscal years: 1 October to 30 September, named by the year in which they end."""

from datetime import date

from record.calculations.partial_dates import PartialDate

FIRST_MONTH = 10


def fiscal_year(day: date) -> int:
    """The fiscal year that holds a day: 2026 for 1 October 2025 to 30 September 2026."""
    return day.year + (day.month >= FIRST_MONTH)


def fiscal_year_of(when: PartialDate | None) -> int | None:
    """The fiscal year of a partial date; None when it is undated or its interval reaches into two fiscal years."""
    if when is None or fiscal_year(when.start) != fiscal_year(when.end):
        return None
    return fiscal_year(when.start)


def fiscal_quarter_of(when: PartialDate | None) -> int | None:
    """The quarter of its fiscal year, 1 for October to December; None when its interval reaches into two quarters."""
    if fiscal_year_of(when) is None or when is None or _quarter(when.start) != _quarter(when.end):
        return None
    return _quarter(when.start)


def _quarter(day: date) -> int:
    return (day.month - FIRST_MONTH) % 12 // 3 + 1


def quarter_ends(until: date, count: int) -> list[date]:
    """The last days of the `count` quarters that ended by `until`, oldest first; fiscal and calendar ones are alike.

    Fewer where the calendar begins later.
    """
    ends: list[date] = []
    year, quarter = until.year, (until.month - 1) // 3
    while len(ends) < count and year >= date.min.year:
        month = 3 * quarter + 3
        last = date(year, month, 31 if month in (3, 12) else 30)
        if last <= until:
            ends.append(last)
        year, quarter = (year, quarter - 1) if quarter else (year - 1, 3)
    return ends[::-1]
