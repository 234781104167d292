"""Money in parts that wait for conditions: the state of a part, and what the ledger refuses above what is released."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial

from portfolio.calculations.balance import LedgerTerms
from portfolio.calculations.entries import Entry, standing
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.messages import shares
from record.calculations.formatting import dollars

ZERO = Decimal(0)
SIZES = ("amount", "shares")
GIVES_SHARES = (Kind.DISBURSEMENT, Kind.SHARE_ISSUE, Kind.WARRANT_ISSUE)


class TrancheState(StrEnum):
    NO_CONDITIONS = "no conditions"
    WAITING = "waiting"
    EVIDENCED = "evidenced"
    VERIFIED = "verified"
    RELEASED = "released"
    WAIVED = "waived"
    LAPSED = "lapsed"

    @property
    def is_open(self) -> bool:
        """True while its money still waits."""
        return self not in (TrancheState.RELEASED, TrancheState.LAPSED)

    @property
    def may_be_released(self) -> bool:
        return self in (TrancheState.NO_CONDITIONS, TrancheState.VERIFIED, TrancheState.WAIVED)


@dataclass(frozen=True, slots=True)
class Condition:
    """How far a condition is: evidence on record, and a second person who agrees with it."""

    is_evidenced: bool
    is_verified: bool


def state_of(
    conditions: Iterable[Condition], *, is_waived: bool = False, decided: TrancheState | None = None
) -> TrancheState:
    """The state of a tranche. `decided` is that it was released or lapsed, None before.

    Without conditions nobody has verified anything: that is a state of its own.
    """
    if decided is not None:
        return decided
    if is_waived:
        return TrancheState.WAIVED
    all_of_them = list(conditions)
    if not all_of_them:
        return TrancheState.NO_CONDITIONS
    if all(one.is_verified for one in all_of_them):
        return TrancheState.VERIFIED
    return TrancheState.EVIDENCED if all(one.is_evidenced for one in all_of_them) else TrancheState.WAITING


@dataclass(frozen=True, slots=True)
class Part:
    """A tranche as the ledger sees it: USD or shares, and the day of its release, None while it waits."""

    amount: Decimal | None
    shares: Decimal | None
    released_on: date | None
    has_lapsed: bool = False


def size_refusal(parts: Sequence[Part], *, amount: Decimal | None, number: Decimal | None) -> str | None:
    """Why tranches together are more than the award, of `amount` USD and `number` shares; None when they are not.

    `parts` are all that have not lapsed. What is not known of the award limits nothing.
    """
    for name, limit, formatted, unit in (("amount", amount, dollars, ""), ("shares", number, shares, " shares")):
        total = sum((getattr(part, name) or ZERO for part in parts), ZERO)
        if limit is not None and total > limit:
            return (
                f"All tranches together would be {formatted(total)}{unit} of an award of {formatted(limit)}. "
                f"Give at most {formatted(limit)} in all, let one lapse, or record the larger award first."
            )
    return None


Size = tuple[Decimal | None, Decimal | None]
"""Of how many USD and how many shares an award is; None where that is not known."""


def award_refusal(parts: Sequence[Part], before: Size, after: Size) -> str | None:
    """Why an award may not become as small as `after`: its tranches that have not lapsed would be more; else None.

    An award that stays as it was, or grows, is not asked about.
    """
    standing_parts = [part for part in parts if not part.has_lapsed]
    for name, was, limit, formatted, unit in zip(SIZES, before, after, (dollars, shares), ("", " shares"), strict=True):
        total = sum((getattr(part, name) or ZERO for part in standing_parts), ZERO)
        if limit is not None and total > limit and (was is None or limit < was):
            return (
                f"This would leave an award of {formatted(limit)}{unit} below its tranches of {formatted(total)}. "
                "Let a tranche lapse, or make one smaller, first."
            )
    return None


def release_refusal(
    entries: Sequence[Entry],
    entry: Entry,
    parts: Sequence[Part],
    terms: LedgerTerms | None = None,
    *,
    along: Entry | None = None,
) -> str | None:
    """Why an entry is above what is released, with the numbers and the next step; None when it is not.

    `entries` are the investment's, in recorded order, `parts` all its tranches. Asked on the entry's day and on that of
    every later entry, for a back-dated one must leave room for those after it. Money is limited where a tranche names
    an amount, shares where one names shares. What was refunded in time, by `terms`, may be paid again; so a refund that
    is reversed counts as paid again. `along`: the reversal that the entry takes the place of, the two being one change.
    """
    new = [entry] if along is None else [along, entry]
    undone = {one.reverses for one in new if one.kind is Kind.REVERSAL}
    moved = [
        one for one in (*entries, *new) if one.reference in undone or (one in new and one.kind is not Kind.REVERSAL)
    ]
    if not moved:
        return None
    found = _excess(standing([*entries, *new]), parts, min(one.on for one in moved), moved, terms)
    if found is None:
        return None
    return f"This would {found}. Release the next tranche first: its conditions are verified, or a waiver is granted."


def take_back_refusal(
    entries: Sequence[Entry], parts: Sequence[Part], since: date, terms: LedgerTerms | None = None
) -> str | None:
    """Why a release of the day `since` cannot be taken back; None when nothing rests on it. `parts` are without it."""
    found = _excess(standing(entries), parts, since, None, terms)
    return None if found is None else f"That would {found}. Reverse what was paid first."


def _excess(
    book: Sequence[Entry],
    parts: Sequence[Part],
    since: date,
    moved: Sequence[Entry] | None,
    terms: LedgerTerms | None,
) -> str | None:
    """What goes beyond what is released on the first such day from `since` on; None when nothing does.

    `moved` are the entries that come or go; None: any may have.
    """
    for limited, taken_by, formatted in (("amount", partial(_paid, terms), dollars), ("shares", _given, shares)):
        if (moved is not None and not any(map(taken_by, moved))) or all(
            getattr(part, limited) is None for part in parts
        ):
            continue
        for day in sorted({since, *(one.on for one in book if one.on >= since)}):
            open_by_then = [part for part in parts if part.released_on and part.released_on <= day]
            limit = sum((getattr(part, limited) or ZERO for part in open_by_then), ZERO)
            taken = sum((taken_by(one) for one in book if one.on <= day), ZERO)
            if taken > limit:
                what = "disburse" if limited == "amount" else "issue"
                unit = "" if limited == "amount" else " shares"
                return (
                    f"{what} {formatted(taken)}{unit} against {formatted(limit)}{unit} of released tranches on {day} "
                    f"({len(open_by_then)} of {len(parts)} released)"
                )
    return None


def _paid(terms: LedgerTerms | None, entry: Entry) -> Decimal:
    """What an entry pays of the award, in USD; below 0 for a refund that may be paid again."""
    amount = entry.amount or ZERO
    if entry.kind is Kind.DISBURSEMENT:
        return amount
    if entry.kind is Kind.RECOVERY and terms and terms.instrument.family.spends and not terms.is_late(entry.on):
        return -amount
    return ZERO


def _given(entry: Entry) -> Decimal:
    return (entry.shares or ZERO) if entry.kind in GIVES_SHARES else ZERO
