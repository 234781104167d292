"""What every report is made of. A Report is a value: page, CSV, XLSX and JSON only format it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol, TypeVar

from portfolio.calculations.kinds import Family, Instrument
from portfolio.calculations.partial_sums import least_of
from portfolio.positions.filters import ASSUMED, CHOSEN, Filters, as_merged
from portfolio.positions.record_extent import notes_of_the_day
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown, reason_of

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Absent:
    """What stands in a cell that can hold no figure: not unknown, and not zero either."""

    text: str = "none"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What stands in a cell whose figure can't be worked out from what is on record: the reason."""

    reason: str


COMPUTED = (Type.QUANTITY, Type.FRACTION)
"""A quantity or a fraction is worked out, unless its column says that a source states it."""
PLACES = {Type.USD: 2, Type.PRICE: 8, Type.SHARES: 6, Type.FRACTION: 6, Type.QUANTITY: 6, Type.FACTOR: 8}


Line = Any
"""What one row of a report or table is about: the object from which its columns take their values."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable name, its heading, what it means, in which unit, and its value for a line.

    `page` names the page that a cell leads to, its value being the slug. `unknown` says why a cell is empty: because
    it is not known, or, where `is_optional` or where the line's instrument is not of `families`, because there is none.
    `is_unique`: no two rows share a value, so a format need not remember it. How a page shows it: `is_prose` gives
    sentences room, `words` gives codes their words, `names` is the kind of entity whose name stands for an identifier,
    `mark` is the style of a label, and an integer that is no count (a year, a serial) is not `is_grouped`.
    `is_computed`: worked out, so that a page shows three significant digits; said only of what its type does not tell.
    `is_ownership`: a worked-out share of what is owned, of which a page shows three decimals of a percent.
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
    is_prose: bool = False
    words: Callable[[str], str] | None = field(default=None, compare=False)
    names: str = ""
    mark: str = ""
    is_grouped: bool = True
    is_computed: bool | None = None
    is_ownership: bool = False
    value: Callable[[Line], Any] | None = field(default=None, compare=False)
    absent: Callable[[Line], Absent | None] | None = field(default=None, compare=False)

    def of(self, value: Callable[[Line], Any], **changes: Any) -> "Column":
        """The same column of other lines: one name keeps its one meaning, and only the value is told anew."""
        return replace(self, value=value, **changes)

    @property
    def is_rounded(self) -> bool:
        """True where a page shows three significant digits: of what no source states. Files are exact."""
        return self.type in COMPUTED if self.is_computed is None else self.is_computed

    def shown(self, line: Line) -> Any:
        """The value for a line; Unknown with its reason where its figures give none."""
        try:
            return self.value(line)
        except (NotKnown, ArithmeticError) as error:
            return Unknown(reason_of(error))

    def known(self, line: Line) -> Any:
        """The value for a line; None where it is unknown, for whatever reason."""
        found = self.shown(line)
        return None if isinstance(found, Unknown) else found

    def absence(self, line: Line) -> Absent | None:
        """What stands in the empty cell of a line that can have no such figure; None where it is unknown."""
        if self.absent is not None and (found := self.absent(line)):
            return found
        if self.is_optional:
            return Absent("none", self.unknown)
        instrument = getattr(line, "instrument", None)
        if instrument and Instrument(instrument).family not in self.families:
            return Absent("none", "its instrument has no such figure")
        return None


def cells(columns: Sequence[Column], line: Line) -> list[Any]:
    """The values of a line, column by column."""
    return [column.known(line) for column in columns]


class Lines(Protocol):
    """Lines in a total order, read again at each pass; a slice reads only its own."""

    def __iter__(self) -> Iterator[Line]: ...

    def __getitem__(self, part: slice) -> Sequence[Line]: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of lines, column by column; read anew at each pass."""

    columns: Sequence[Column]
    lines: Lines

    def __iter__(self) -> Iterator[list[Any]]:
        return (cells(self.columns, line) for line in self.lines)

    def __getitem__(self, part: Any) -> Any:
        found = self.lines[part]
        return [cells(self.columns, line) for line in found] if isinstance(part, slice) else cells(self.columns, found)

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Total:
    """One line of totals: a label, a value for some of the columns, and over how many rows it adds up.

    `at_least`: the columns of which a part is unknown, so that the sum of what is known is a floor.
    """

    label: str
    values: dict[str, Any]
    note: str = ""
    rows: int | None = None
    at_least: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """An answer: its columns and lines, its totals, and what was asked."""

    name: str
    title: str
    question: str
    at: AsOf
    filters: Filters
    columns: tuple[Column, ...]
    lines: Lines
    totals: Sequence[Total] = ()
    notes: Sequence[str] = field(default=())
    version: int = 1

    @property
    def rows(self) -> "Cells":
        """The values of each line, in the order of the columns."""
        return Cells(self.columns, self.lines)

    def frame(self) -> Any:
        """The same cells as a pandas data frame: see `frames`."""
        from .frames import frame

        return frame(self)


@dataclass(frozen=True, slots=True)
class Definition:
    """A report that can be asked: its name, the question it answers, its columns, what may narrow it, and how.

    `is_projected`: its figures come from the run that answers at the AsOf, which is to stand before it is asked.
    `runs`: the nightly work whose figures it shows besides, by its kind; where that failed, its page says so.
    `chosen`: the filters that say which answer is asked for; every other one leaves out rows of it.
    `version`: raised by whoever changes a byte of its CSV, so that a kept answer is known to be of other rules.
    """

    name: str
    title: str
    question: str
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    answer: Callable[[AsOf, Filters], "Answer"]
    is_projected: bool = False
    runs: tuple[str, ...] = ()
    chosen: tuple[str, ...] = CHOSEN
    version: int = 1

    def report(self, *, at: AsOf, filters: Filters | None = None) -> Report:
        """The answer at `at`. Raises ValueError for a filter that the report does not know."""
        filters = filters or Filters()
        foreign = set(filters.asked()) - set(self.filters)
        if foreign:
            raise ValueError(f"{self.title} can't be narrowed by {', '.join(sorted(foreign))}.")
        filters = as_merged(filters, at)
        answer = self.answer(at, filters)
        everything = filters.only((*ASSUMED, *self.chosen))
        if filters != everything:
            from .left_out import with_left_out

            answer = with_left_out(answer, lambda: self.answer(at, everything), self.columns)
        return Report(
            self.name,
            self.title,
            self.question,
            at,
            filters,
            self.columns,
            answer.lines,
            answer.totals,
            Lazily(lambda: (*answer.notes, *notes_of_the_day(at))),
            self.version,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    lines: Lines
    totals: Sequence[Total] = ()
    notes: Sequence[str] = ()


class Lazily(Sequence[T]):
    """A sequence that is worked out when it is first looked at, and once: a file of rows never asks for totals."""

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        self.make = make

    @cached_property
    def found(self) -> Sequence[T]:
        return self.make()

    def __getitem__(self, place: Any) -> Any:
        return self.found[place]

    def __len__(self) -> int:
        return len(self.found)


def known_total(label: str, columns: Sequence[Column], lines: Sequence[Line], names: Sequence[str]) -> Total:
    """The sum of each named column over the lines where it is known, and how many those are of the lines that have one.

    Of amounts that are never below 0. An unknown figure is left out and counted; the total is unknown where nothing is
    known, and where that comes to 0. A column of which no line has a figure has no total.
    """
    by_name = {column.name: column for column in columns}
    values, notes, partial = {}, [], set()
    for name in names:
        column = by_name[name]
        known = [figure for line in lines if (figure := column.known(line)) is not None]
        none = sum(1 for line in lines if column.shown(line) is None and column.absence(line))
        if none < len(lines):
            values[name] = least_of(known, len(lines) - none)
        if len(known) + none < len(lines):
            partial.add(name)
            notes.append(f"{column.label} known for {len(known):,} of {len(lines) - none:,}")
    return Total(label, values, "; ".join(notes), len(lines), frozenset(partial))
