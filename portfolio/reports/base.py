"""What every report is made of. A Report is a value: page, CSV, XLSX and JSON only spell it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from projects.calculations.as_of import AsOf

from .filters import Filters


class Type(StrEnum):
    """What a column holds, and so how each spelling writes it."""

    TEXT = "text"
    USD = "usd"
    PRICE = "price"
    SHARES = "shares"
    FRACTION = "fraction"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    MOMENT = "moment"

    @property
    def places(self) -> int | None:
        """Decimal places of an exact number; None for anything else."""
        return {Type.USD: 2, Type.PRICE: 8, Type.SHARES: 6, Type.FRACTION: 6}.get(self)

    @property
    def is_number(self) -> bool:
        return self.places is not None or self is Type.INTEGER


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable name, its heading, what it means and in which unit.

    `page` names the page that a cell leads to, its value being the slug; `unknown` says why a cell is empty.
    """

    name: str
    label: str
    meaning: str
    type: Type = Type.TEXT
    unit: str = ""
    page: str = ""
    unknown: str = "no source states it"


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
    totals: tuple[Total, ...] = ()
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
    totals: tuple[Total, ...] = ()
    notes: tuple[str, ...] = ()


def known_total(label: str, columns: Sequence[Column], rows: Sequence[Row], names: Sequence[str]) -> Total:
    """The sum of each named column over the rows where it is known, and how many those are.

    An unknown figure is left out and counted; a column that nobody knows has no total.
    """
    places = {column.name: place for place, column in enumerate(columns)}
    values, notes = {}, []
    for name in names:
        known = [row[places[name]] for row in rows if row[places[name]] is not None]
        if known:
            values[name] = sum(known)
        if len(known) < len(rows):
            notes.append(f"{columns[places[name]].label} known for {len(known):,} of {len(rows):,}")
    return Total(label, values, "; ".join(notes))
