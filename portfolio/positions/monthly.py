"""Returns month by month: each month's end is read as it stood then, by what is known at the moment asked."""

from bisect import bisect_left
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from portfolio.calculations.cash_flows import Bucket

from .investments import InvestmentAt
from .packages import key_of
from .return_groups import Group, Level, groups_of
from .returns import Position, Return, Together, position_of, rated
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
    groups = groups_of(lines, levels)
    return [
        Month(day, found)
        for day, standing in standing_on(book, lines, groups, month_ends(min(begun), last))
        for found in rated(standing, day)
    ]


def standing_on(
    book: ValueBook, lines: Sequence[InvestmentAt], groups: Sequence[Group], days: Sequence[date]
) -> Iterator[tuple[date, list[tuple[Group, Together]]]]:
    """Each day with the groups of which an award stood on it.

    An award is worked out on the days by which something of it has changed, and what stands together only where one of
    its awards was: groups of the same awards are one.
    """
    members = dict.fromkeys(group.places for group in groups)
    of_line: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for places in members:
        for place in places:
            of_line[place].append(places)
    standing: dict[int, Position] = {}
    together: dict[tuple[int, ...], Together] = {}
    for day, changed in zip(days, changed_by(book, lines, days), strict=True):
        for place in changed:
            then = book.line_on(lines[place], day)
            position = None if then is None else position_of(book, then, day)
            if position is None:
                standing.pop(place, None)
            else:
                standing[place] = position
        for places in {one: None for place in changed for one in of_line[place]}:
            found = tuple(standing[place] for place in places if place in standing)
            together.pop(places, None)
            if found:
                together[places] = Together(found)
        yield day, [(group, together[group.places]) for group in groups if group.places in together]


def changed_by(book: ValueBook, lines: Sequence[InvestmentAt], days: Sequence[date]) -> list[list[int]]:
    """For each day the places of the awards of which something has changed since the day before it in the list."""
    changed: list[list[int]] = [[] for _ in days]
    for place, line in enumerate(lines):
        for number in sorted({bisect_left(days, day) for day in book.changes(line)}):
            if number < len(days):
                changed[number].append(place)
    return changed
