"""What values on any day rest on, read once: ledgers, terms, statuses, the market. Each day is then arithmetic."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Self, TypeVar

from portfolio.calculations.balance import Balance, balance_of
from portfolio.calculations.entries import Entry, standing
from portfolio.calculations.kinds import Family, Status
from portfolio.models import InvestmentStatus, StatedTotal, Terms, Transaction
from record.calculations.as_of import AsOf
from record.models import Fact

from .basis import Bases, bases_at
from .figures import read_by
from .filters import Filters
from .investments import InvestmentAt, investments_at
from .last_days import over_from
from .market import Market

EARNING = frozenset({Family.EQUITY, Family.RIGHT, Family.LOAN})
"""The families of which something is owned or owed: they have a value, and returns."""


D = TypeVar("D", bound=Fact)


@dataclass(frozen=True, slots=True)
class Versions(Generic[D]):
    """Rows of one subject in the order in which they count: the last one up to a day wins."""

    days: list[date] = field(default_factory=list)
    rows: list[D] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Iterable[D]) -> Self:
        kept = list(rows)
        return cls([row.counts_from for row in kept], kept)

    def on(self, day: date) -> D | None:
        place = bisect_right(self.days, day)
        return self.rows[place - 1] if place else None


@dataclass
class Ledger:
    """The entries of one award that stand, by day, and its balance after the first so many of them."""

    entries: list[Entry]
    days: list[date] = field(init=False)
    balances: dict[tuple[int, int | None], Balance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.entries = standing(self.entries)
        self.days = [entry.on for entry in self.entries]

    def up_to(self, day: date) -> list[Entry]:
        return self.entries[: bisect_right(self.days, day)]

    def balance(self, day: date, line: InvestmentAt, terms: Terms | None) -> Balance:
        """What stands at a day, read by the terms in force then; worked out once between two entries."""
        if not self.entries:
            return Balance()
        key = bisect_right(self.days, day), terms.pk if terms else None
        if key not in self.balances:
            self.balances[key] = balance_of(self.entries[: key[0]], read_by(line.investment, terms))
        return self.balances[key]


NO_ENTRY = Ledger([])


@dataclass
class ValueBook:
    """Awards that are owned or owed at `at`, and all that their values on any day up to then rest on."""

    at: AsOf
    lines: list[InvestmentAt]
    ledgers: dict[int, Ledger]
    terms: dict[int, Versions[Terms]]
    statuses: dict[int, Versions[InvestmentStatus]]
    totals: dict[tuple[int, str], Versions[StatedTotal]]
    market: Market
    bases: Bases

    @classmethod
    def read(cls, at: AsOf, filters: Filters | None = None) -> Self:
        """A fixed number of questions to the database, however many awards and days there are."""
        lines = [line for line in investments_at(at, filters) if line.instrument.family in EARNING]
        ids = {line.investment.pk for line in lines}
        narrowed: dict[str, Any] = {"investment__in": ids} if filters and filters.asked() else {}
        terms: Any = Terms.objects.filter(**narrowed).at(at).select_related("citation", "recording")
        statuses: Any = InvestmentStatus.objects.filter(**narrowed).at(at).select_related("citation")
        stated: Any = StatedTotal.objects.filter(**narrowed).at(at)
        entries = Transaction.objects.filter(**narrowed).at(at).order_by("number").entries_by_investment()
        return cls(
            at,
            lines,
            {pk: Ledger(found) for pk, found in entries.items() if pk in ids},
            by(terms, lambda row: row.investment_id),
            by(statuses, lambda row: row.investment_id),
            by(stated, lambda row: (row.investment_id, row.figure)),
            Market.read(at, [line.issuer for line in lines if line.issuer] if narrowed else None),
            bases_at(at),
        )

    def ledger(self, line: InvestmentAt) -> Ledger:
        return self.ledgers.get(line.investment.pk, NO_ENTRY)

    def on(self, day: date) -> list[InvestmentAt]:
        """The awards as they stood on a day, labelled as `at` labels them; those without a status by then left out."""
        found = (self.line_on(line, day) for line in self.lines)
        return [line for line in found if line is not None]

    def line_on(self, line: InvestmentAt, day: date) -> InvestmentAt | None:
        """An award as it stood on a day; None before its first status."""
        pk = line.investment.pk
        status = self.statuses[pk].on(day) if pk in self.statuses else None
        if status is None:
            return None
        terms = self.terms[pk].on(day) if pk in self.terms else None
        balance = self.ledger(line).balance(day, line, terms)
        stated = {figure: self.totals[pk, figure].on(day) for figure in line.to_date if (pk, figure) in self.totals}
        return replace(
            line,
            status=Status(status.status),
            stated_status=status,
            terms=terms,
            versions=tuple(one for one in line.versions if one.counts_from <= day),
            balances=lambda: {pk: balance},
            to_date={figure: total.amount if total else None for figure, total in stated.items()},
        )

    def changes(self, line: InvestmentAt) -> set[date]:
        """The days from which on something is another that the value of an award follows from."""
        pk, issuer = line.investment.pk, line.issuer
        days = set(self.ledger(line).days)
        if pk in self.terms:
            days.update(self.terms[pk].days)
            days.update(begins for terms in self.terms[pk].rows if (begins := over_from(terms)) is not None)
        if pk in self.statuses:
            days.update(self.statuses[pk].days)
        for figure in line.to_date:
            if (pk, figure) in self.totals:
                days.update(self.totals[pk, figure].days)
        if issuer:
            days.update(self.market.closes_of(issuer).days)
            days.update(split.on for split in self.bases.splits.get(issuer.pk, ()))
            days.update(self.bases.spun_off.get(issuer.pk, ()))
        return days

    def bases_on(self, day: date) -> Bases:
        """The splits and spin-offs by which prices of an earlier day are read on `day`."""
        return Bases(day, self.bases.splits, self.bases.spun_off)


K = TypeVar("K")


def by(rows: Iterable[D], key: Callable[[D], K]) -> dict[K, Versions[D]]:
    """The rows of each key, in the order of the query."""
    grouped: dict[K, list[D]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return {one: Versions.of(found) for one, found in grouped.items()}
