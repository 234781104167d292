"""What a page of an entity is made of: single figures and small tables, each with its sources."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio.reports import columns as c
from portfolio.reports.base import Cells, Column, Line, Type
from record.models import Citation

SECONDARY = "read in a secondary text"
SOURCES = c.SOURCES.of(lambda line: cited(line.citation) or None, unknown="no source is cited")
NOTE = c.NOTE
RECORDING = c.RECORDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: its value or why there is none, what it means, its sources, and what to beware of."""

    label: str
    value: Any
    type: Type = Type.TEXT
    name: str = ""
    unit: str = ""
    meaning: str = ""
    unknown: str = "no source states it"
    sources: str = ""
    citation: int | None = None
    """The citation whose page lists the sources, where they are many."""
    rests_on: str = ""
    """The table of the same page that the figure follows from, where it is computed."""
    marks: tuple[str, ...] = ()
    page: str = ""
    names: str = ""
    """The kind of entity whose name a page says instead of the value."""
    is_computed: bool | None = None

    @property
    def is_known(self) -> bool:
        return self.value not in (None, "")

    @property
    def column(self) -> Column:
        return Column(self.name, self.label, self.meaning, self.type, self.unit, self.page, self.unknown,
                      is_computed=self.is_computed, names=self.names)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A small table of a page, in the order given; `empty` says why it has no row."""

    name: str
    title: str
    columns: tuple[Column, ...]
    lines: Sequence[Line]
    empty: str = "None on record."
    notes: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> Cells:
        """The values of each line, in the order of the columns."""
        return Cells(self.columns, self.lines)


def filled(columns: Sequence[Column], lines: Sequence[Line]) -> tuple[Column, ...]:
    """The columns without those of which no line has, or may have, a figure."""
    return tuple(
        one
        for one in columns
        if any(one.known(line) is not None or one.absence(line) is None for line in lines)
        or not (lines or one.is_optional)
    )


def stated_in_any(columns: Sequence[Column], lines: Sequence[Line]) -> tuple[Column, ...]:
    """The columns of which something is known in some line; a page says beside its table what it leaves out."""
    return tuple(one for one in columns if any(one.known(line) is not None for line in lines))


def from_column(
    column: Column, value: Any, *, sources: str = "", citation: int | None = None, rests_on: str = ""
) -> Figure:
    """A figure that is worded as a report's column."""
    return Figure(
        label=column.label,
        value=value,
        type=column.type,
        name=column.name,
        unit=column.unit,
        meaning=column.meaning,
        unknown=column.unknown,
        sources=sources,
        citation=citation,
        rests_on=rests_on,
        page=column.page,
        is_computed=column.is_computed,
    )


def cited(citation: Citation | None) -> str:
    return citation.text if citation else ""


def marks_of(
    *, confidence: str = "", sources: str = "", derived: bool = False, undated: bool = False, secondary: bool = False
) -> tuple[str, ...]:
    """What a reader should beware of, in words."""
    marks = []
    if confidence in {"low", "medium"}:
        marks.append(f"{confidence} confidence")
    if sources and ";" not in sources:
        marks.append("single source")
    if secondary:
        marks.append(SECONDARY)
    if derived:
        marks.append("derived")
    if undated:
        marks.append("undated")
    return tuple(marks)
