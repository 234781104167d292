"""The entries of the ledger as lines of a report, a million of them in small pieces, and what they come to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)

from portfolio.calculations.fiscal_year import fiscal_year_of
from portfolio.calculations.kinds import Kind
from portfolio.models import EntryVersion
from portfolio.positions.award_names import Award, awards_named, every_award_named
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Citation
from record.models.fields import ExactSum

from .base import Total
from .queried import Queried

# As the table holds them: a million entries are of few awards and few days, so a row of values is read as it lies.
PIECE = 5_000
FIGURES = tuple(ExpressionWrapper(F(name), BigIntegerField()) for name in ("amount", "shares", "shares_received"))
READ = (
    "number",
    "investment_id",
    "kind",
    *FIGURES,
    ExpressionWrapper(F("effective_on"), CharField()),
    "counts_from",
    "reverses_id",
    "is_derived",
    "note",
    "recording__approval",
    "citation__text",
    "recording_id",
    "recording__moment",
    "recording__by_name",
    "previous_hash",
    "hash",
    "citation_id",
)


class EntryLine(NamedTuple):
    """An entry of the ledger, as small as a million of them ask for."""

    number: int
    award: Award
    kind: str
    amount: Decimal | None
    shares: Decimal | None
    shares_received: Decimal | None
    effective_on: PartialDate | None
    counts_from: date
    fiscal_year: int | None
    reverses: int | None
    is_derived: bool
    note: str | None
    is_secondary: bool
    control: str
    sources: str | None
    recording: int
    recorded_at: datetime
    recorded_by: str
    previous_hash: str
    hash: str
    source_key: str | None = None

    @property
    def instrument(self) -> str:
        return self.award.instrument


class Sums:
    """What the entries of a query come to, kind by kind; asked of the database when a page asks for it, and once."""

    def __init__(self, query: QuerySet) -> None:
        self.query = query.order_by()

    @cached_property
    def recorded(self) -> dict[str, tuple[Decimal | None, int, int]]:
        """Kind → the sum of its amounts, how many entries, reversals among them, and how many have an amount."""
        counted = self.query.values_list("kind").annotate(ExactSum("amount"), Count("pk"), Count("amount"))
        return {kind: found for kind, *found in counted}

    @cached_property
    def undone(self) -> dict[str, tuple[Decimal | None, int, int]]:
        """Kind → the same of the entries that a reversal has undone."""
        reversals = self.query.filter(kind=Kind.REVERSAL).values_list("reverses__kind")
        counted = reversals.annotate(ExactSum("reverses__amount"), Count("pk"), Count("reverses__amount"))
        return {kind: found for kind, *found in counted}

    @cached_property
    def lines(self) -> list[Total]:
        """One line a kind: what its entries come to, less what reversals have undone."""
        found = []
        for kind in Kind:
            if kind is Kind.REVERSAL or kind not in self.recorded:
                continue
            amount, entries, known = self.recorded[kind]
            less, undone, known_undone = self.undone.get(kind, (None, 0, 0))
            values = {} if amount is None else {"amount_usd": amount - (less or 0)}
            standing, known = entries - undone, known - known_undone
            note = f"{standing:,} standing"
            if 0 < known < standing:
                note += f"; amount known for {known:,} of {standing:,}"
            found.append(Total(kind.label, values, note, standing))
        return found


@dataclass(frozen=True, slots=True)
class LedgerLines:
    """The lines of a query, read in pieces as they are asked for, so that a million of them stay out of memory."""

    query: QuerySet
    sums: Sums
    at: AsOf

    def __iter__(self) -> Iterator[EntryLine]:
        line = reader(every_award_named(self.at))
        rows = self.query.values_list(*READ).iterator(chunk_size=PIECE)
        while piece := list(islice(rows, PIECE)):
            keys = self.keys(piece)
            yield from (line(values, keys) for values in piece)

    def __getitem__(self, part: slice) -> Sequence[EntryLine]:
        rows = list(self.query.values_list(*READ)[part])
        line, keys = reader(awards_named(self.at, {row[1] for row in rows})), self.keys(rows)
        return [line(values, keys) for values in rows]

    def following(self, number: int, count: int) -> Sequence[EntryLine]:
        """At most `count` entries after that of a number: the database finds them without counting those before."""
        return replace(self, query=self.query.filter(number__gt=number))[:count]

    def recorded_after(self, serial: int) -> "LedgerLines":
        """Those of the lines that were recorded after a recording."""
        query = self.query.filter(recording_id__gt=serial)
        return replace(self, query=query, sums=Sums(query))

    def queried(self) -> Queried:
        """The query of these lines, with what the expressions of their columns name besides the table's own columns."""
        secondary = When(citation__in=Citation.of_secondary(), then=True)
        keys = EntryVersion.objects.known(self.at).filter(entry__isnull=False)
        # Plus 0: for the newest alone PostgreSQL would walk all keys, from the newest on, once a row.
        newest = (F("pk") + 0).desc()
        named = keys.filter(entry=OuterRef("number")).order_by(newest).values("source_key")[:1]
        query = self.query.annotate(
            is_secondary=Case(secondary, default=False, output_field=BooleanField()),
            source_key=Subquery(named) if keys.exists() else Value(None, output_field=CharField()),
        )
        return Queried(query, order="number", key="investment_id", found=every_award_named(self.at))

    def keys(self, rows: Sequence[tuple]) -> dict[int, str]:
        """Number of an entry → the key by which its source names it, of the entries of a piece; one question."""
        if not rows:
            return {}
        numbers = [row[0] for row in rows]
        versions = EntryVersion.objects.known(self.at).filter(entry__gte=min(numbers), entry__lte=max(numbers))
        return dict(versions.order_by("pk").values_list("entry_id", "source_key"))

    def __len__(self) -> int:
        return sum(entries for _, entries, _ in self.sums.recorded.values())


def reader(awards: dict[int, Award]) -> Callable[[tuple, dict[int, str]], EntryLine]:
    """What turns the values of READ into a line. It remembers the dates that it has met."""
    dates: dict[str, tuple[PartialDate | None, int | None]] = {"": (None, None)}
    secondary = Citation.secondary()

    def dated(text: str) -> tuple[PartialDate | None, int | None]:
        parsed = PartialDate.parse(text)
        return dates.setdefault(text, (parsed, fiscal_year_of(parsed)))

    def line(values: tuple, keys: dict[int, str]) -> EntryLine:
        number, investment, kind, amount, shares, received, text, counts_from, reverses, derived, note, *rest = values
        effective_on, year = dates.get(text) or dated(text)
        return EntryLine._make(
            (
                number,
                awards[investment],
                kind,
                None if amount is None else Decimal(amount).scaleb(-2),
                None if shares is None else Decimal(shares).scaleb(-6),
                None if received is None else Decimal(received).scaleb(-6),
                effective_on,
                counts_from,
                year,
                reverses,
                derived,
                note or None,
                rest[-1] in secondary,
                *rest[:-1],
                keys.get(number),
            )
        )

    return line
