"""Returns month by month: each month's end is read as it stood then, by what is known at the moment asked."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from portfolio.calculations.cash_flows import Bucket

from .investments import InvestmentAt
from .packages import key_of
from .returns import Level, Position, Return, position_of, returns_of
from .value_book import ValueBook


@dataclass(frozen=True, slots=True)
class Month:
    """A return at the end of a month, or on the day asked within the last one."""

    on: date
    found: Return


def month_ends(first: date, last: date) -> list[date]:
    """The last day of each month from that of `first`, and `last` itself at the end."""
    days = []
    day = first.replace(day=1)
    while (end := day.replace(day=monthrange(day.year, day.month)[1])) < last:
        days.append(end)
        day = end + timedelta(days=1)
    return [*days, last]


def series(book: ValueBook, positions: Sequence[Position], levels: Sequence[Level]) -> list[Month]:
    """The returns of these awards by these levels, from the month of the first payment to the day of the book.

    They end with the year of the moment asked where the day of the book is later: beyond it months repeat each other.
    """
    paid = [flow.entry.on for one in positions for flow in one.flows if flow.bucket is Bucket.INVESTED]
    last = min(book.at.as_of, date(localdate(book.at.known_at).year, 12, 31))
    begun = [day for day in paid if day.year > 1 and day <= last]
    if not begun:
        return []
    asked = {key_of(one.line) for one in positions}
    lines = [line for line in book.lines if key_of(line) in asked]
    return [
        Month(day, found)
        for day, standing in standing_on(book, lines, month_ends(min(begun), last))
        for found in returns_of(standing, day, levels)
    ]


def standing_on(
    book: ValueBook, lines: Sequence[InvestmentAt], days: Sequence[date]
) -> Iterator[tuple[date, list[Position]]]:
    """Each day with the awards that stood on it. One of which nothing has changed is not worked out anew."""
    kept: dict[int, tuple[Any, Position | None]] = {}
    for day in days:
        standing = []
        for line in lines:
            pk, state = line.investment.pk, book.state_on(line, day)
            if pk not in kept or kept[pk][0] != state:
                then = book.line_on(line, day)
                kept[pk] = state, None if then is None else position_of(book, then, day)
            position = kept[pk][1]
            if position is not None:
                standing.append(position)
        yield day, standing
