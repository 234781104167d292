"""Walks the whole record: recordings, rows, labels, citations, triggers. Says what is not as it was recorded."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from record.calculations.formatting import moment
from record.calculations.hash_chain import GENESIS
from record.calculations.recording_chain import MARK, digest
from record.models import Citation, CitedSource, Entity, LabelChange, RecordedTable, Recording
from record.models.labels import label
from record.models.recorded_tables import hash_of
from record.models.refusals import guarded
from record.models.triggers import missing

from .recorded_rows import Written, written

LONGEST = 600
"""So many characters of a row are told."""
UNREADABLE = (ValidationError, ValueError, ArithmeticError, TypeError)
"""What reading a row raises that holds no value of its column."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is off, and with which row, recording or trigger."""

    reference: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.reference}: {self.sentence}"


@dataclass(slots=True)
class RecordCheck:
    """One walk up to the recording `to`; counts and head are known when `problems` has come to its end."""

    to: int
    recordings: int = 0
    rows: int = 0
    head: str = GENESIS
    last_moment: datetime | None = None

    def problems(self) -> Iterator[Problem]:
        """Everything that is off, in a fixed order; reads row by row. Others may write meanwhile."""
        for name in missing(connection):
            yield Problem(name, "this trigger is missing from the database or altered. Run: manage.py migrate")
        yield from self._recordings()
        for one in written():
            yield from self._rows(one)
        yield from self._labels()
        yield from self._citations()

    def _recordings(self) -> Iterator[Problem]:
        """Numbering, moments, links, and the hash of each by what it says and what its tables are said to hold."""
        tables = RecordedTable.objects.filter(recording_id__lte=self.to).defer("marks").order_by("recording_id")
        groups = groupby(tables.iterator(10_000), attrgetter("recording_id"))
        group = next(groups, None)
        for one in Recording.objects.filter(serial__lte=self.to).order_by("serial").iterator(10_000):
            self.recordings += 1
            name = str(one)
            if one.serial != self.recordings:
                yield Problem(name, f"it should be number {self.recordings}; a recording is missing.")
                self.recordings = one.serial
            if self.last_moment and one.moment < self.last_moment:
                yield Problem(name, f"its moment {moment(one.moment)} is before that of the recording before it.")
            if not one.is_closed:
                yield Problem(name, "it was never closed.")
            held: list[RecordedTable] = []
            while group and group[0] <= one.serial:
                held = list(group[1]) if group[0] == one.serial else held
                group = next(groups, None)
            if one.previous_hash != self.head:
                yield Problem(name, "it does not follow the recording before it; one is missing, added or changed.")
            elif one.hash != hash_of(one, held):
                yield Problem(name, "what it says of itself, or of the tables written under it, is not as recorded.")
            self.head, self.last_moment = one.hash, one.moment

    def _rows(self, one: Written) -> Iterator[Problem]:
        """What a table holds, beside what each recording says that it holds."""
        kept = RecordedTable.objects.filter(table=one.table, recording_id__lte=self.to).order_by("recording_id")
        recorded = {row.recording_id: row for row in kept.iterator(10_000)}
        try:
            for serial, rows in one.rows():
                if serial > self.to:
                    break
                self.rows += len(rows)
                yield from _compared(one, serial, recorded.pop(serial, None), rows)
        except UNREADABLE as error:
            yield Problem(one.table, f"{unreadable(one)} of it cannot be read: {error}")
            return
        for serial, row in recorded.items():
            yield Problem(
                f"Recording {serial}", f"{_rows(row.rows)} of {one.noun} written under it: none is there now."
            )

    def _labels(self) -> Iterator[Problem]:
        """The label that an entity bears is the one that its last change gave it."""
        for model in (one for one in guarded() if issubclass(one, Entity)):
            changes = LabelChange.objects.filter(table=model._meta.db_table, recording_id__lte=self.to)
            last = {(one.entity_id, one.field): one for one in changes.order_by("recording_id", "pk").iterator()}
            entities: dict[int, Any] = model._default_manager.in_bulk({pk for pk, _ in last})
            for (pk, name), change in last.items():
                entity = entities.get(pk)
                if entity is None or entity.recording_id > self.to:
                    continue  # a deleted one is told with its recording; one that was changed since waits
                if label(entity, name) != change.after:
                    sentence = f"its {name} is not what recording {change.recording_id} made it: {change.after!r}."
                    yield Problem(f"{model._meta.verbose_name} {entity.slug}", sentence)

    def _citations(self) -> Iterator[Problem]:
        """A citation names its sources in its text, and is of them."""
        cited: dict[int, set[str]] = {}
        for pk, slug in CitedSource.objects.values_list("citation_id", "source__slug"):
            cited.setdefault(pk, set()).add(slug)
        for pk, text in Citation.objects.order_by("pk").values_list("pk", "text"):
            if set(text.split(";")) != cited.get(pk, set()):
                yield Problem(f"citation {text}", f"it is of the sources {', '.join(sorted(cited.get(pk, ())))}.")


def unreadable(one: Written) -> str:
    """The rows of a table that no program can read, by number, each tried for itself: row 7, 9."""
    rows: Any = one.model._base_manager
    wrong = []
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        try:
            rows.get(pk=pk)
        except UNREADABLE:
            wrong.append(str(pk))
    return f"row {', '.join(wrong)}" if wrong else "a row"


def _compared(one: Written, serial: int, recorded: RecordedTable | None, rows: list[list[Any]]) -> Iterator[Problem]:
    name = f"Recording {serial}"
    if recorded is None:
        for row in rows:
            yield Problem(f"{one.noun} {row[0]}", f"it was not written under recording {serial}. {_told(one, row)}")
        return
    columns = recorded.columns.split(";")
    if gone := [column for column in columns if column not in one.columns]:
        yield Problem(name, f"{one.noun} was hashed with {', '.join(gone)}, which its table does not have any more.")
        return
    if columns != list(one.columns):
        places = [one.columns.index(column) for column in columns]
        rows = [[row[place] for place in places] for row in rows]
    found = digest(columns, rows)
    if (found.rows, found.sha256) == (recorded.rows, recorded.sha256):
        return
    if found.rows != recorded.rows:
        yield Problem(name, f"{_rows(recorded.rows)} of {one.noun} written under it: there now, {found.rows:,}.")
    left, told = Counter(_marks(recorded.marks)), 0
    for row, mark in zip(rows, _marks(found.marks), strict=True):
        if left[mark]:
            left[mark] -= 1
        else:
            told += 1
            yield Problem(
                f"{one.noun} {row[0]}", f"it is not what recording {serial} wrote. {_told(one, row, columns)}"
            )
    if not told and found.rows == recorded.rows:
        yield Problem(name, f"the rows of {one.noun} are not those that were written, or stand in another order.")


def _marks(text: str) -> Iterable[str]:
    return (text[place : place + MARK] for place in range(0, len(text), MARK))


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _told(one: Written, row: list[Any], columns: Iterable[str] = ()) -> str:
    """What a row holds now: what an auditor compares with a paper or a backup."""
    named = zip(columns or one.columns, row, strict=True)
    text = ", ".join(
        f"{name.removesuffix('_id')} {value}" for name, value in named if name != "id" and value not in (None, "")
    )
    return f"It holds now: {text[:LONGEST]}"
