"""Calendar quarters by number, 4 × year + quarter − 1: price floors are settled by quarter."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from record.calculations.partial_dates import PartialDate


def quarter_of(day: date) -> int:
    """The number of the quarter that a day lies in."""
    return 4 * day.year + (day.month - 1) // 3


def dated(quarter: int) -> PartialDate:
    """The quarter as a date: 2026-Q4."""
    return PartialDate.parse(f"{quarter // 4:04d}-Q{quarter % 4 + 1}")


def said_range(quarters: Sequence[int]) -> str:
    """The first and the last of quarters in their order: 2026-Q4 to 2027-Q3."""
    if not quarters:
        return "no quarter"
    first, last = dated(quarters[0]), dated(quarters[-1])
    return f"{first}" if first == last else f"{first} to {last}"


def months_of(quarter: int) -> range:
    """Its three months, counted from year 0 as a projection counts them."""
    return range(3 * quarter, 3 * quarter + 3)


def only_quarter(when: PartialDate) -> int | None:
    """The quarter that holds the whole interval; None where it spans several."""
    first, last = quarter_of(when.start), quarter_of(when.end)
    return first if first == last else None


def quarter_named(text: str, *, at_end: bool = False) -> int:
    """The quarter that "2026-Q4" names, and the first one of "2026", its last one where that is to be an end.

    Raises ValueError for any other text.
    """
    when = PartialDate.parse(text)
    is_year = when.start.month == 1 and when.end.month == 12
    is_quarter = only_quarter(when) is not None and (when.end - when.start).days > 31
    if not (is_year or is_quarter):
        raise ValueError(f'"{text}" is no quarter and no year. Write 2026-Q4 or 2026.')
    return quarter_of(when.end if at_end else when.start)


def share_within(quarter: int, first: date, last: date) -> Fraction:
    """The part of the quarter's days that lies from `first` to `last`, both included; exact."""
    begins, ends = date(quarter // 4, quarter % 4 * 3 + 1, 1), last_day(quarter)
    days = (min(ends, last) - max(begins, first)).days + 1
    return Fraction(max(0, days), (ends - begins).days + 1)


def last_day(quarter: int) -> date:
    """The day on which it is settled."""
    year, month = quarter // 4, quarter % 4 * 3 + 3
    return date(year, month, monthrange(year, month)[1])
