"""Two answers of one report beside each other, each difference with the recordings that made it."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.calculations.differences import Changed, Difference, Row, difference
from portfolio.exports.csv import pieces
from portfolio.exports.text import guarded
from portfolio.models import KeptRun
from portfolio.positions.filters import Filters
from portfolio.reports.audit_trail import Trail, every_stream
from portfolio.reports.base import Column, Definition, Report, Type
from record.calculations.as_of import AsOf
from record.models import Recording

SUBJECTS = ("investment", "project", "company", "deal")
"""What a recording may be about, the most telling first; columns of reports bear these names."""
SHOWN = 200
"""So many rows stand on the page; the file has them all."""
MOST_NAMED = 4
"""So many recordings are named beside a row, the newest first."""
HEADINGS = ("change", "row", "column", "before", "after", "recordings", "recorded_why")


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the two answers: its rows as their file has them, what it is called, and its times."""

    title: str
    as_of: str
    serial: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that was restated, as its file has it before and now."""

    column: Column
    before: str
    after: str

    @property
    def shown(self) -> str:
        """In a sentence: "Disbursed: $3,000,000.00 → $3,500,000.00"."""
        return f"{self.column.label}: {spoken(self.column, self.before)} → {spoken(self.column, self.after)}"


def spoken(column: Column, text: str) -> str:
    """A text of a file as a person reads it: dollars with their sign, numbers with separators."""
    if not text:
        return "unknown"
    if not column.type.is_number or column.type is Type.INTEGER:
        return text
    number = Decimal(text)
    sign, digits = "-" if number < 0 else "", f"{abs(number):,f}"
    return f"{sign}${digits}" if column.type is Type.USD else f"{sign}{digits}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row that differs, its cells, and the recordings between the two answers that are about it."""

    changed: Changed
    cells: list[Cell]
    recordings: list[Recording] = field(default_factory=list)
    further: int = 0

    @property
    def name(self) -> str:
        return " / ".join(self.changed.key)


@dataclass(frozen=True, slots=True)
class Page:
    before: Asked
    after: Asked
    difference: Difference
    lines: list[Line]
    between: int
    """How many recordings lie between the two answers."""

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What became of the rows, in words and numbers; what did not occur is left out."""
        told = [(one, self.difference.count(one)) for one in ("restated", "added", "gone")]
        return [(word, count) for word, count in [*told, ("the same", self.difference.same)] if count]

    @property
    def hidden(self) -> int:
        return max(0, len(self.lines) - SHOWN)

    @property
    def shown(self) -> list[Line]:
        return self.lines[:SHOWN]


def of_report(report: Report) -> Asked:
    """An answer that is asked now."""
    title = f"as of {report.at.as_of}, up to recording {report.at.serial}"
    return Asked(title, report.at.as_of.isoformat(), report.at.serial, read(b"".join(pieces(report))))


def of_kept(kept: KeptRun) -> Asked:
    """An answer that was kept: its own bytes."""
    title = f"{kept.name}, as of {kept.as_of}, up to recording {kept.read_serial}"
    return Asked(title, kept.as_of.isoformat(), kept.read_serial, read(kept.csv))


def read(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def page(definition: Definition, before: Asked, after: Asked, at: AsOf) -> Page:
    """The two beside each other. `at` reads the recordings that lie between them."""
    texts = [one.name for one in definition.columns if one.type is Type.TEXT and not one.is_prose]
    numbers = [one.name for one in definition.columns if one.type is Type.INTEGER and not one.is_grouped]
    naming = [*texts[:1], *numbers, *texts[1:]]
    found = difference(before.rows, after.rows, naming=naming)
    first, last = sorted((before.serial, after.serial))
    about = recordings_about(found.changed, first, last, at) if found.changed and first < last else {}
    columns = {one.name: one for one in definition.columns}
    lines = []
    for changed in found.changed:
        serials = next((about[key] for key in subjects_of(changed) if key in about), [])
        lines.append(Line(changed, list(cells_of(changed, columns)), serials[:MOST_NAMED], len(serials[MOST_NAMED:])))
    return Page(before, after, found, lines, last - first)


def cells_of(changed: Changed, columns: dict[str, Column]) -> Iterator[Cell]:
    """Each cell that was restated; none of a row that was added or is gone."""
    if changed.before is not None and changed.after is not None:
        for name in changed.cells:
            yield Cell(columns[name], changed.before[name], changed.after[name])


def subjects_of(changed: Changed) -> list[tuple[str, str]]:
    return [(name, changed.row[name]) for name in SUBJECTS if changed.row.get(name)]


def recordings_about(
    changed: Sequence[Changed], first: int, last: int, at: AsOf
) -> dict[tuple[str, str], list[Recording]]:
    """(kind, identifier) of what a changed row names → the recordings after `first`, to `last`, that are about it."""
    wanted = {key for one in changed for key in subjects_of(one)}
    serials: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in Trail(every_stream(at, Filters())).merged(first + 1, last):
        for name in SUBJECTS:
            key = (name, getattr(line, name) or "")
            if key in wanted and line.recording and line.recording not in serials[key][-1:]:
                serials[key].append(line.recording)
    numbers = {serial for found in serials.values() for serial in found}
    recordings = Recording.objects.in_bulk(numbers)
    return {key: [recordings[one] for one in found] for key, found in serials.items() if found}


def file(page: Page) -> str:
    """Every difference as CSV: one line a cell that was restated, one a row that was added or is gone."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for line in page.lines:
        recorded = [";".join(str(one.serial) for one in line.recordings), "; ".join(one.why for one in line.recordings)]
        cells = [(cell.column.name, cell.before, cell.after) for cell in line.cells]
        for cell in cells or [("", "", "")]:
            told = [line.changed.change, line.name, *cell, *recorded]
            writer.writerow([guarded(one) for one in told])
    return text.getvalue()
