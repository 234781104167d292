"""An entry of the ledger, as the rules see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.calculations.kinds import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it does, from which day on, with how much money (USD) and how many shares.

    An exercise, a conversion and a split give up `shares` for `shares_received`. A sale gives up `shares` of the
    security itself, `shares_received` of those that an exercise or conversion brought, or both. A reversal names
    the reference of the entry that it undoes; its own figures are blank or repeat that entry's. `recording` is the
    serial under which it is written.
    """

    kind: Kind
    on: date
    amount: Decimal | None = None
    shares: Decimal | None = None
    shares_received: Decimal | None = None
    reference: str = ""
    reverses: str | None = None
    recording: int | None = None


def in_a_day(entry: Entry) -> tuple[date, bool]:
    """By day, and within it what takes effect as the day begins: splits, and the cost that a spin-off carries away.

    From the opening on every number of the day is of the new basis, and who sells keeps what was spun off.
    """
    return entry.on, not (entry.kind is Kind.SPLIT or is_of_a_spin_off(entry))


def is_of_a_spin_off(entry: Entry) -> bool:
    """Cost that goes while all shares stay."""
    return entry.kind is Kind.TRANSFER_OUT and entry.shares is None and entry.shares_received is None


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that no reversal has undone, reversals left out, in the order of `in_a_day`, then as recorded.

    `entries` come in recorded order. Raises ValueError when a reversal names an entry that is not among them.
    """
    recorded = list(entries)
    undone = {entry.reverses for entry in recorded if entry.kind is Kind.REVERSAL}
    if undone:
        missing = undone - {entry.reference for entry in recorded if entry.kind is not Kind.REVERSAL}
        if missing:
            raise ValueError(f"No entry {', '.join(sorted(map(str, missing)))} is on the book to be reversed.")
        recorded = [entry for entry in recorded if entry.kind is not Kind.REVERSAL and entry.reference not in undone]
    return sorted(recorded, key=in_a_day)


def is_correction(reversal: Entry, new: Entry) -> bool:
    """True when `new` was written under the recording of the reversal before it: the two are one change."""
    both = reversal.kind is Kind.REVERSAL and new.kind is not Kind.REVERSAL
    return both and reversal.recording is not None and reversal.recording == new.recording
