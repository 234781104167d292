"""The first day on which a change to a ledger would break a limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.calculations.balance import ZERO, Balance, balance_of, split_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.limits import LedgerTerms, Limit, limits_of


@dataclass(frozen=True, slots=True)
class Violation:
    """A limit broken: which room, from which day on, and how it stands without and with the change."""

    limit: str
    on: date
    without: Limit
    changed: Limit


def first_violation(book: Sequence[Entry], change: Entry, terms: LedgerTerms, *, is_removed: bool) -> Violation | None:
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
            before, after = _split_limit(entry, without), _split_limit(entry, changed)
            if after.left < 0 and (entry is change or after.left < before.left):
                return Violation("split", entry.on, before, after)
        if is_removed or entry is not change:
            without = without.after(entry)
        if not is_removed or entry is not change:
            changed = changed.after(entry)
        if place + 1 < len(rest) and rest[place + 1].on == entry.on:
            continue
        limits = limits_of(without, terms)
        for name, limit in limits_of(changed, terms).items():
            if limit.left < 0 and limit.left < limits[name].left:
                return Violation(name, entry.on, limits[name], limit)
    return None


def _split_limit(split: Entry, balance: Balance) -> Limit:
    return Limit(split.shares or ZERO, getattr(balance, split_of(balance.shares)))
