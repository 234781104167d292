"""Federal fiscal years: 1 October to 30 September, named by the year in which they end."""

from datetime import date

from projects.calculations.partial_dates import PartialDate

FIRST_MONTH = 10


def fiscal_year(day: date) -> int:
    """The fiscal year that holds a day: 2026 for 1 October 2025 to 30 September 2026."""
    return day.year + (day.month >= FIRST_MONTH)


def fiscal_quarter(day: date) -> str:
    """The fiscal quarter that holds a day, as "FY2026 Q1" (October to December 2025)."""
    quarter = (day.month - FIRST_MONTH) % 12 // 3 + 1
    return f"FY{fiscal_year(day)} Q{quarter}"


def fiscal_year_of(when: PartialDate | None) -> int | None:
    """The fiscal year of a partial date; None when it is undated or its interval reaches into two fiscal years."""
    if when is None or fiscal_year(when.start) != fiscal_year(when.end):
        return None
    return fiscal_year(when.start)
