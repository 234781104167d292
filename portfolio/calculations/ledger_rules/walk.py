"""A walk through a whole ledger in recorded order that tells, fast, which entries deserve the full question."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.calculations.balance import ZERO, Balance, LedgerTerms
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.entry_validation import entry_problem, reversal_problem
from portfolio.calculations.ledger_rules.limits import effect_on_owed, limits_of


class RunningMinimum:
    """Totals over `size` places in order, each place holding what was added there or before.

    A tree of (sum, lowest running total) over ever larger stretches of places; adding and asking both climb it once.
    """

    def __init__(self, size: int) -> None:
        self.first_leaf = 1 << max(size - 1, 0).bit_length()
        self.sums = [ZERO] * (2 * self.first_leaf)
        self.lows = [ZERO] * (2 * self.first_leaf)

    def add(self, place: int, change: Decimal) -> Decimal:
        """Add `change` from `place` on; returns the lowest total at that place or later."""
        sums, lows = self.sums, self.lows
        node = self.first_leaf + place
        sums[node] += change
        lows[node] = lowest = sums[node]
        while node > 1:
            left, right = node & ~1, node | 1
            if node == left:
                lowest = min(lowest, sums[left] + lows[right])
            else:
                lowest += sums[left]
            node >>= 1
            sums[node] = sums[left] + sums[right]
            lows[node] = min(lows[left], sums[left] + lows[right])
        return lowest


FIGURES = ("amount", "shares", "shares_received")
CURVED = {Kind.SPLIT, Kind.WRITE_OFF, Kind.TRANSFER_IN, Kind.TRANSFER_OUT}
CURVED_LIMITS = {"cost", "redeemed"}


class LedgerWalk:
    """Which entries of a ledger may break a rule, judged by the running totals of each limit.

    All limits but those of CURVED_LIMITS and of interest, and all kinds but splits, are sums: what an entry does to
    them does not depend on what else is on the book. Where shares were split, written off or redeemed in dollars, what
    an entry of shares does depends on what was held that day, and it is asked in full; so is what bears on interest
    that is capitalised. `is_doubtful` may be true of an entry that the rules accept, never false of one that they
    refuse. Each entry is asked once, then taken, in recorded order.
    """

    def __init__(self, entries: Sequence[Entry], terms: LedgerTerms, *, today: date) -> None:
        self.terms, self.today = terms, today
        self.places = {day: place for place, day in enumerate(sorted({entry.on for entry in entries}))}
        kinds = {entry.kind for entry in entries}
        redeems = any(_is_redemption(entry) for entry in entries)
        self.is_curved = terms.instrument.family.holds_shares and (bool(kinds & CURVED) or redeems)
        self.bears_interest = terms.instrument.family.is_lending and Kind.CAPITALISED_INTEREST in kinds
        opening = limits_of(Balance(), terms)
        self.start = {name: limit.left for name, limit in opening.items() if name not in CURVED_LIMITS}
        self.limits = {name: RunningMinimum(len(self.places)) for name in self.start}
        self.effects = {
            (kind, is_late): self._effects(kind, date.max if is_late else date.min)
            for kind in kinds - {Kind.REVERSAL, Kind.SPLIT}
            for is_late in (False, True)
        }
        self.taken: dict[str, Entry] = {}
        self.undone: set[str] = set()

    def is_doubtful(self, entry: Entry) -> bool:
        """Whether the entry has to be asked in full; its effect on the running totals is counted here."""
        if entry_problem(entry, instrument=self.terms.instrument, today=self.today):
            return True
        if entry.kind is not Kind.REVERSAL:
            return self._breaks(entry, 1) or self._depends_on_the_day(entry)
        target = self.taken.get(entry.reverses or "")
        if target is None or reversal_problem(entry, target, is_undone=entry.reverses in self.undone):
            return True
        return self._breaks(target, -1) or self.is_curved or self.bears_interest

    def take(self, entry: Entry) -> None:
        """Put the entry on the book, so that a later reversal finds it."""
        if entry.kind is Kind.REVERSAL:
            self.undone.add(entry.reverses or "")
        self.taken[entry.reference] = entry

    def _depends_on_the_day(self, entry: Entry) -> bool:
        if self.is_curved:
            return entry.shares is not None or entry.kind in {Kind.SALE, Kind.WRITE_OFF, Kind.TRANSFER_OUT}
        if self.bears_interest:
            is_interest = entry.kind is Kind.CAPITALISED_INTEREST
            return is_interest or effect_on_owed(entry.kind, self.terms.instrument.family) < 0
        return False

    def _breaks(self, entry: Entry, sign: int) -> bool:
        place, found = self.places[entry.on], False
        for figure, limit, effect in self.effects.get((entry.kind, self.terms.is_late(entry.on)), ()):
            value = getattr(entry, figure)
            if value is None:
                continue
            change = sign * effect * value
            lowest = self.limits[limit].add(place, change)
            found = found or (change < 0 and self.start[limit] + lowest < 0)
        return found

    def _effects(self, kind: Kind, on: date) -> tuple[tuple[str, str, Decimal], ...]:
        """What one unit of each figure of a kind adds to each limit, on a day as early or late as `on`."""
        found = []
        for figure in FIGURES:
            unit: dict[str, Any] = {figure: Decimal(1)}
            one = Entry(kind, on, **unit)
            for name, limit in limits_of(Balance().after(one, self.terms), self.terms).items():
                if name in self.start and limit.left != self.start[name]:
                    found.append((figure, name, limit.left - self.start[name]))
        return tuple(found)


def _is_redemption(entry: Entry) -> bool:
    return entry.kind is Kind.SALE and entry.shares is None and entry.shares_received is None
