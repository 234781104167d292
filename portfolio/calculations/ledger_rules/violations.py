"""The first day on which a change to a ledger would break a limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.calculations.balance import ZERO, Balance, balance_of, split_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.limits import Limits, Room, rooms_of


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit broken: which room, from which day on, and how it stands without and with the change."""

    room: str
    on: date
    without: Room
    changed: Room


def first_breach(book: Sequence[Entry], change: Entry, limits: Limits, *, is_removed: bool) -> Breach | None:
    """The earliest breach that adding an entry (or removing one of the book) brings about, or None.

    `book` holds the standing entries by day. Every day's end from the change on is looked at, and every split, whose
    shares must be held when it gives them up. A room that was broken before counts only where the change makes it
    worse, so that a repayment may mend what an amendment has broken.
    """
    rest = [entry for entry in book if entry.on >= change.on]
    without = changed = balance_of(book[: len(book) - len(rest)])
    if not is_removed:
        after_its_day = next((place for place, entry in enumerate(rest) if entry.on > change.on), len(rest))
        rest.insert(after_its_day, change)
    for place, entry in enumerate(rest):
        if entry.kind is Kind.SPLIT and not (is_removed and entry is change):
            before, after = _split_room(entry, without), _split_room(entry, changed)
            if after.left < 0 and (entry is change or after.left < before.left):
                return Breach("split", entry.on, before, after)
        if is_removed or entry is not change:
            without = without.after(entry)
        if not is_removed or entry is not change:
            changed = changed.after(entry)
        if place + 1 < len(rest) and rest[place + 1].on == entry.on:
            continue
        rooms = rooms_of(without, limits)
        for name, room in rooms_of(changed, limits).items():
            if room.left < 0 and room.left < rooms[name].left:
                return Breach(name, entry.on, rooms[name], room)
    return None


def _split_room(split: Entry, balance: Balance) -> Room:
    return Room(split.shares or ZERO, getattr(balance, split_of(balance.shares)))
