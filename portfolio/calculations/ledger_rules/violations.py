"""The first day on which a change to a ledger would break a limit."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from portfolio.calculations.balance import ZERO, Balance, balance_of, split_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.interest import interest_limits
from portfolio.calculations.ledger_rules.limits import Limit, limits_of
from portfolio.calculations.ledger_terms import LedgerTerms

# What is obligated is asked against net outlays alone: money that went back to the Treasury may be released as well.
UNASKED: dict[Kind, frozenset[str]] = {
    Kind.OBLIGATION: frozenset({"paid_again"}),
    Kind.DEOBLIGATION: frozenset({"paid_again"}),
}


@dataclass(frozen=True, slots=True)
class Violation:
    """A limit broken: which one, from which day on, and how it stands without and with the change."""

    limit: str
    on: date
    without: Limit
    changed: Limit


def first_violation(book: Sequence[Entry], change: Entry, terms: LedgerTerms, *, is_removed: bool) -> Violation | None:
    """The earliest breach that adding an entry (or removing one of the book) brings about, or None.

    `book` holds the standing entries by day.
    """
    changed = [entry for entry in book if entry is not change] if is_removed else put_in(book, change)
    return first_breach(book, changed, terms, since=change.on, unasked=UNASKED.get(change.kind, frozenset()))


def put_in(book: Sequence[Entry], new: Entry) -> list[Entry]:
    """The standing entries by day with one more, the last of its day."""
    place = next((place for place, entry in enumerate(book) if entry.on > new.on), len(book))
    return [*book[:place], new, *book[place:]]


def first_breach(
    book: Sequence[Entry],
    changed: Sequence[Entry],
    terms: LedgerTerms,
    *,
    since: date,
    unasked: Set[str] = frozenset(),
) -> Violation | None:
    """The earliest limit that `changed` breaks from the day `since` on and `book` does not, or not by as much.

    Both hold standing entries by day, alike before `since`. Every day's end is looked at, every split, whose shares
    must be held when it gives them up, and every day on which interest is capitalised. A limit that was broken before
    counts only where the change makes it worse, so that a repayment may mend what an amendment has broken. `unasked`
    names limits that are left out.
    """
    before, after = _Course(book, terms, since), _Course(changed, terms, since)
    for on in sorted(before.days.keys() | after.days.keys()):
        stood = before.limits(on)
        for split, limit in after.splits.get(on, ()):
            earlier = next((one for entry, one in before.splits.get(on, ()) if entry is split), None)
            if limit.left < 0 and (earlier is None or limit.left < earlier.left):
                return Violation("split", on, earlier or limit, limit)
        for name, limit in after.limits(on).items():
            without = stood.get(name, Limit(ZERO, ZERO))
            if name not in unasked and limit.left < 0 and limit.left < without.left:
                return Violation(name, on, without, limit)
    return None


@dataclass(slots=True)
class _Course:
    """The limits of a ledger at the end of each day from one on, and what each split found when it came."""

    book: Sequence[Entry]
    terms: LedgerTerms
    since: date
    standing: dict[str, Limit] = field(init=False)
    days: dict[date, dict[str, Limit]] = field(init=False, default_factory=dict)
    splits: dict[date, list[tuple[Entry, Limit]]] = field(init=False, default_factory=dict)
    interest: dict[date, dict[str, Limit]] = field(init=False)

    def __post_init__(self) -> None:
        rest = [entry for entry in self.book if entry.on >= self.since]
        balance = balance_of(self.book[: len(self.book) - len(rest)], self.terms)
        self.standing = limits_of(balance, self.terms)
        self.interest = interest_limits(self.book, self.terms.instrument.family)
        for on, entries in groupby(rest, key=lambda entry: entry.on):
            for entry in entries:
                if entry.kind is Kind.SPLIT:
                    self.splits.setdefault(on, []).append((entry, _split_limit(entry, balance)))
                balance = balance.after(entry, self.terms)
            self.days[on] = limits_of(balance, self.terms)

    def limits(self, on: date) -> dict[str, Limit]:
        """The limits at the end of a day. To be asked day by day, in order."""
        self.standing = self.days.get(on, self.standing)
        return self.standing | self.interest.get(on, {})


def _split_limit(split: Entry, balance: Balance) -> Limit:
    return Limit(split.shares or ZERO, getattr(balance, split_of(balance.shares)))
