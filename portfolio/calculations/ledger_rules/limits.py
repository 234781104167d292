"""How much room a ledger has left on a day, of interest too, and the first day on which a change breaks one."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby

from portfolio.calculations.balance import ZERO, Balance, LedgerTerms, balance_of, split_of
from portfolio.calculations.entries import Entry, in_a_day
from portfolio.calculations.figures import guaranteed_drawn, guaranteed_outstanding, outstanding_of
from portfolio.calculations.kinds import Family, Kind

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Limit:
    """What is taken on a day and the limit it stays within, in USD or in shares."""

    taken: Decimal
    bound: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be taken; negative when the limit is broken."""
        return self.bound - self.taken


def limits_of(balance: Balance, terms: LedgerTerms) -> dict[str, Limit]:
    """The limits of a balance by name, in the order in which they are asked.

    Raises ValueError for a family that is not defined here.
    """
    family = terms.instrument.family
    limits = {"obligated": Limit(balance.obligated, balance.committed)}
    match family:
        case Family.LOAN:
            return limits | _loan(balance, terms)
        case Family.GUARANTEE:
            return limits | _guarantee(balance, terms)
        case Family.EQUITY | Family.RIGHT:
            return limits | {"disbursed": Limit(balance.disbursed, balance.obligated)} | _holding(balance)
        case Family.AWARD | Family.OFFTAKE | Family.PRICE_FLOOR | Family.TAX_CREDIT:
            return limits | _spent(balance)
        case _:
            raise ValueError(f"The limits of the family {family} are not defined. Add it to `limits_of`.")


def _spent(balance: Balance) -> dict[str, Limit]:
    """Net outlays stay within the obligation; what went back to the Treasury is not paid again."""
    return {
        "disbursed": Limit(balance.net_outlays, balance.obligated),
        "paid_again": Limit(balance.net_outlays + balance.returned_late, balance.obligated),
        "refunded": Limit(balance.returned, balance.disbursed),
    }


def _holding(balance: Balance) -> dict[str, Limit]:
    return {
        "shares": Limit(ZERO, balance.shares),
        "shares_received": Limit(ZERO, balance.shares_received),
        "cost": Limit(balance.written_off, balance.disbursed + balance.cost_carried - balance.cost_retired),
        "redeemed": Limit(balance.redeemed_unheld, ZERO),
    }


def _loan(balance: Balance, terms: LedgerTerms) -> dict[str, Limit]:
    limits = {"subsidy": Limit(ZERO, balance.obligated), "drawn": Limit(balance.disbursed, balance.committed)}
    if terms.principal is not None:
        limits["principal"] = Limit(balance.disbursed, terms.principal)
    limits["outstanding"] = Limit(balance.repaid + balance.written_off, balance.disbursed + balance.capitalised)
    return limits


def _guarantee(balance: Balance, terms: LedgerTerms) -> dict[str, Limit]:
    covered = WHOLE if terms.covered_share is None else terms.covered_share
    drawn = guaranteed_drawn(balance)
    limits = {"subsidy": Limit(ZERO, balance.obligated), "covered": Limit(drawn * covered, balance.committed)}
    if terms.principal is not None:
        limits["principal"] = Limit(drawn, terms.principal)
    advanced = balance.disbursed - balance.claims
    return limits | {
        "guaranteed": Limit(ZERO, balance.guaranteed),
        "outstanding": Limit(balance.repaid, advanced + balance.capitalised),
        "claims": Limit(balance.claims, guaranteed_outstanding(balance) * covered),
        "claims_written_off": Limit(balance.written_off, balance.claims),
    }


YEAR = timedelta(days=365)


def interest_limits(book: Sequence[Entry], family: Family) -> dict[date, dict[str, Limit]]:
    """Day → the limits on the interest that is capitalised on it, for each such day of a lending ledger.

    `interest_day`: no more than is outstanding on that day. `interest_year`: in the 365 days that end on it, no more
    than was outstanding at their start and drawn in them. `book` holds the standing entries by day. O(n).
    """
    if not family.is_lending or not any(entry.kind is Kind.CAPITALISED_INTEREST for entry in book):
        return {}
    days = [_Day(on, list(entries), family) for on, entries in groupby(book, key=lambda entry: entry.on)]
    found: dict[date, dict[str, Limit]] = {}
    owed, owed_at_start, drawn, interest, first = ZERO, ZERO, ZERO, ZERO, 0
    for day in days:
        while days[first].on <= day.on - YEAR:
            gone = days[first]
            owed_at_start, drawn, interest = owed_at_start + gone.change, drawn - gone.drawn, interest - gone.interest
            first += 1
        drawn, interest = drawn + day.drawn, interest + day.interest
        if day.interest:
            found[day.on] = {
                "interest_day": Limit(day.interest, owed + day.drawn),
                "interest_year": Limit(interest, owed_at_start + drawn),
            }
        owed += day.change
    return found


class _Day:
    """What a day drew, what interest it added, and by how much it changed what is owed, in USD."""

    def __init__(self, on: date, entries: Iterable[Entry], family: Family) -> None:
        self.on, self.drawn, self.interest, self.change = on, ZERO, ZERO, ZERO
        for entry in entries:
            moved = effect_on_owed(entry.kind, family) * (entry.amount or ZERO)
            self.change += moved
            if entry.kind is Kind.CAPITALISED_INTEREST:
                self.interest += moved
            elif moved > 0:
                self.drawn += moved


@cache
def effect_on_owed(kind: Kind, family: Family) -> Decimal:
    """What one dollar of a kind adds to what is outstanding of a loan or guarantee."""
    return outstanding_of(Balance().after(Entry(kind, date.min, Decimal(1))), family)


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
    """The standing entries by day with one more, the last of its day; a split the last of the day's splits."""
    place = next((place for place, entry in enumerate(book) if in_a_day(entry) > in_a_day(new)), len(book))
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
    return Limit(split.shares or ZERO, getattr(balance, split_of(split, balance.shares, balance.shares_received)))
