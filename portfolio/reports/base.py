"""What every report is made of. A Report is a value: page, CSV, XLSX and JSON only spell it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from portfolio.calculations.kinds import Family, Instrument
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf


class Type(StrEnum):
    """What a column holds, and so how each spelling writes it."""

    TEXT = "text"
    USD = "usd"
    PRICE = "price"
    SHARES = "shares"
    FRACTION = "fraction"
    QUANTITY = "quantity"
    FACTOR = "factor"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    MOMENT = "moment"

    @property
    def places(self) -> int | None:
        """Decimal places of an exact number; None for anything else."""
        return PLACES.get(self)

    @property
    def is_number(self) -> bool:
        return self.places is not None or self is Type.INTEGER


PROSE = frozenset(
    (
        "note",
        "summary",
        "authority",
        "changed",
        "title",
        "statement",
        "reason",
        "curve_reason",
        "why",
        "flag",
        "imbalance",
        "left_out",
        "statistics",
        "name",
        "before",
        "after",
    )
)
PLACES = {Type.USD: 2, Type.PRICE: 8, Type.SHARES: 6, Type.FRACTION: 6, Type.QUANTITY: 6, Type.FACTOR: 8}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable name, its heading, what it means and in which unit.

    `page` names the page that a cell leads to, its value being the slug. `unknown` says why a cell is empty: because
    it is not known, or, where `is_optional` or where the row's instrument is not of `families`, because there is none.
    `is_unique`: no two rows share a value, so a spelling need not remember it.
    """

    name: str
    label: str
    meaning: str
    type: Type = Type.TEXT
    unit: str = ""
    page: str = ""
    unknown: str = "no source states it"
    is_optional: bool = False
    families: frozenset[Family] = frozenset(Family)
    is_unique: bool = False

    @property
    def is_prose(self) -> bool:
        """True for a column of sentences, which a page gives room."""
        return self.name in PROSE

    def has_none(self, instrument: str | None) -> bool:
        """True when an empty cell of a row of `instrument` means that there is none, not that it is unknown."""
        return self.is_optional or (bool(instrument) and Instrument(instrument).family not in self.families)


Row = Sequence[Any]


class Rows(Protocol):
    """Rows in a total order, read again at each pass; a slice reads only its own."""

    def __iter__(self) -> Iterator[Row]: ...

    def __getitem__(self, part: slice) -> Sequence[Row]: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Total:
    """One line of totals: a label, and a value for some of the columns."""

    label: str
    values: dict[str, Any]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """An answer: its columns and rows, its totals, and what was asked."""

    name: str
    title: str
    question: str
    at: AsOf
    filters: Filters
    columns: tuple[Column, ...]
    rows: Rows
    totals: Sequence[Total] = ()
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Definition:
    """A report that can be asked: its name, the question it answers, its columns, what may narrow it, and how."""

    name: str
    title: str
    question: str
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    answer: Callable[[AsOf, Filters], "Answer"]

    def report(self, *, at: AsOf, filters: Filters | None = None) -> Report:
        """The answer at `at`. Raises ValueError for a filter that the report does not know."""
        filters = filters or Filters()
        foreign = set(filters.asked()) - set(self.filters)
        if foreign:
            raise ValueError(f"{self.title} can't be narrowed by {', '.join(sorted(foreign))}.")
        answer = self.answer(at, filters)
        return Report(
            self.name, self.title, self.question, at, filters, self.columns, answer.rows, answer.totals, answer.notes
        )


@dataclass(frozen=True, slots=True)
class Answer:
    rows: Rows
    totals: Sequence[Total] = ()
    notes: tuple[str, ...] = ()


def known_total(label: str, columns: Sequence[Column], rows: Sequence[Row], names: Sequence[str]) -> Total:
    """The sum of each named column over the rows where it is known, and how many those are of the rows that have one.

    An unknown figure is left out and counted; the total of a column that nobody knows is unknown. A column of which no
    row has a figure has no total.
    """
    places = {column.name: place for place, column in enumerate(columns)}
    values, notes = {}, []
    for name in names:
        column = columns[places[name]]
        known = [row[places[name]] for row in rows if row[places[name]] is not None]
        none = sum(
            1
            for row in rows
            if row[places[name]] is None
            and column.has_none(row[places["instrument"]] if "instrument" in places else None)
        )
        if none < len(rows):
            values[name] = sum(known) if known else None
        if len(known) + none < len(rows):
            notes.append(f"{column.label} known for {len(known):,} of {len(rows) - none:,}")
    return Total(label, values, "; ".join(notes))
