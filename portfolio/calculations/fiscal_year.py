"""Federal fiscal years: 1 October to 30 September, named by the year in which they end."""

from datetime import date, timedelta

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


def quarter_ends(until: date, count: int) -> list[date]:
    """The last days of the `count` quarters that ended by `until`, oldest first; fiscal and calendar ones are alike."""
    first = date(until.year, 3 * ((until.month - 1) // 3) + 1, 1)
    if (until + timedelta(days=1)).day == 1 and until.month % 3 == 0:
        first = until + timedelta(days=1)
    ends = []
    for _ in range(count):
        last = first - timedelta(days=1)
        ends.append(last)
        first = date(last.year, last.month - 2, 1)
    return ends[::-1]
