"""A table as typed rows, under the columns of a kind and the mapping of its source."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from typing import Any

from portfolio.reports.base import Column, Type
from record.calculations.partial_dates import PartialDate
from record.calculations.typed_dates import noted
from record.calculations.typed_numbers import MARKS
from record.services.wording import NEEDED

from .cells import UnreadableCell, reader
from .mapping import Mapping, match, nearest
from .tables import FIGURE, Line, Table, UnreadableFile

PROGRESS_EVERY = 2_000
TOTALS = {"total", "totals", "grand total", "subtotal", "sum"}
Say = Callable[[int, str], None]
"""Percent done, and what is being done."""


def silent(percent: int, saying: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that a kind reads. One that is `shown_only` stands in our own files and is worked out, never read."""

    column: Column
    is_required: bool = False
    shown_only: bool = False
    read: Callable[[str], Any] | None = None

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def says_nothing(self) -> Any:
        """What an empty cell, or a column that the file does not have, stands for."""
        return "" if self.column.type is Type.TEXT and self.read is None else None


@dataclass(slots=True)
class Row:
    """One line as read: our column → value. What can't be read stands in `refused`: column, cell, what to do."""

    number: int
    values: dict[str, Any]
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file, the columns that it has, and those that were left out by name."""

    rows: list[Row]
    given: frozenset[str]
    ignored: tuple[str, ...]
    notes: tuple[str, ...]
    others_left_out: bool = False

    def copy(self) -> "Rows":
        """The same rows, for a write that may fill them."""
        return replace(
            self, rows=[Row(row.number, dict(row.values), list(row.refused), row.left_out) for row in self.rows]
        )


def read_rows(table: Table, wanted: Sequence[Wanted], mapping: Mapping, *, kind: str = "", say: Say = silent) -> Rows:
    """Every row, typed. Raises UnreadableFile when the columns can't be matched; a bad cell is kept with its row."""
    by_name = {one.name: one for one in wanted}
    required = [one.name for one in wanted if one.is_required]
    readers = {
        name: one.read or reader(one.column.type, dates=mapping.dates)
        for name, one in by_name.items()
        if not one.shown_only
    }
    constants = {name: _constant(name, text, readers) for name, text in mapping.constants.items()}
    places = match(table.header, list(by_name), mapping, required, kind=kind)
    nothing = {name: by_name[name].says_nothing for name in readers}
    read = [
        (place, name, readers[name], translation_of(mapping, name), name in mapping.signed)
        for place, name in places.items()
        if name in readers
    ]
    left_by = [
        (table.header.index(name), name, {one.casefold() for one in values})
        for name, values in mapping.rows_left_out.items()
        if name in table.header
    ]
    spare = [(table.header.index(one), name) for name, one in mapping.otherwise.items() if one in table.header]
    rows = []
    for done, line in enumerate(table.lines):
        if done % PROGRESS_EVERY == 0:
            say(100 * done // len(table.lines), f"reading row {line.number:,}")
        row = Row(line.number, {**nothing, **constants})
        if by := next((name for place, name, values in left_by if line.cells[place].strip().casefold() in values), ""):
            row.left_out = f'{by} is "{line.cells[table.header.index(by)].strip()}".'
            rows.append(row)
            continue
        if label := total_label(line):
            row.left_out = f'A line of totals: it says "{label}" and figures alone.'
            rows.append(row)
            continue
        for place, name, to_value, translation, is_signed in read:
            _take(row, name, line.cells[place], to_value, translation)
            if is_signed:
                _sign(row, name, *mapping.signed[name])
        for place, name in spare:
            if row.values[name] in ("", None):
                _take(row, name, line.cells[place], readers[name], None)
        _keep_words(row, has_note="note" in places.values())
        row.refused = [_without_escape(*one) if one[0] in required else one for one in row.refused]
        for name in () if row.left_out else required:
            if row.values[name] in ("", None) and not any(column == name for column, *_ in row.refused):
                row.refused.append((name, "", NEEDED))
        rows.append(row)
    given = frozenset(places.values()) | frozenset(mapping.constants)
    given |= {signed[0] for signed in mapping.signed.values()}
    shown = tuple(table.header[place] for place, name in places.items() if name not in readers)
    left = tuple(name for name in table.header if name in mapping.ignored)
    return Rows(rows, given, (*left, *shown), table.notes, mapping.others == "left out")


def total_label(line: Line) -> str:
    """What a line of totals is called: its first word, where there are figures alone beside it; else empty."""
    label, *figures = [cell.strip() for cell in line.cells if cell.strip()] or [""]
    is_total = label.rstrip(":").casefold() in TOTALS and figures and all(map(FIGURE.fullmatch, figures))
    return label if is_total and not line.of else ""


def translation_of(mapping: Mapping, name: str) -> Map[str, str] | None:
    """Their words in lower case → ours, for a column of ours; None where nothing is translated."""
    words = mapping.values.get(name)
    return None if words is None else {theirs.strip().casefold(): ours for theirs, ours in words.items()}


def _constant(name: str, text: str, readers: Map[str, Callable[[str], Any]]) -> Any:
    """What is said of all rows. Raises UnreadableFile where the column is none of ours, or can't hold it."""
    if name not in readers:
        near = nearest(name, list(readers))
        meant = f" Did you mean {near}?" if near else ""
        raise UnreadableFile(f"{name} is said of all rows, and is no column that is read.{meant}")
    try:
        return readers[name](text)
    except UnreadableCell as error:
        raise UnreadableFile(f"{name} is said of all rows: {error}") from error


def _take(row: Row, name: str, cell: str, to_value: Callable[[str], Any], translation: Any) -> None:
    if translation is not None:
        cell = translation.get(cell.strip().casefold(), cell)
    try:
        value = to_value(cell)
    except UnreadableCell as error:
        row.refused.append((name, str(cell), str(error)))
    else:
        if value not in ("", None) or name not in row.values:
            row.values[name] = value


def _without_escape(name: str, cell: str, told: str) -> tuple[str, str, str]:
    """What is refused of a column that may not be empty: a mark of the unknown is left out with its row."""
    if mark := MARKS.get(cell.strip().upper(), ""):
        told = f'"{cell.strip()}" means {mark}, and this is needed. Fill it in, or leave out the rows that say so.'
    return name, cell, told


def _keep_words(row: Row, *, has_note: bool) -> None:
    """What a date's words say beyond its interval stands in the note; refused where the file has no such column."""
    for name, value in list(row.values.items()):
        if not isinstance(value, PartialDate) or not value.words:
            continue
        if has_note:
            row.values["note"] = noted(row.values["note"], value.words)
        else:
            told = f'"{value.words}" says more than a year. Write {value}, or add a column note, which keeps the words.'
            row.refused.append((name, value.words, told))


def _sign(row: Row, name: str, decides: str, positive: str, negative: str) -> None:
    amount = row.values[name]
    if amount is None:
        return
    if amount == 0:
        row.left_out = f"{name} is 0: no money moves."
        return
    row.values[decides] = positive if amount > 0 else negative
    row.values[name] = abs(amount)
