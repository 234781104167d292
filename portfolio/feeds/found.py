"""What a feed brings: rows for an import, and candidates for an officer to look at."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portfolio.exports.text import guarded
from record.calculations.as_of import AsOf

from .answers import Answer
from .fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that are proposed together. `part` tells the batches of one feed apart, run after run.

    `title` names the publication that is cited. `content` is the CSV that the import reads under `mapping`.
    """

    part: str
    title: str
    kind: str
    mapping: str
    content: bytes
    answers: Sequence[Answer]
    constants: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something new at a source that may belong on record. `key` is the source's own; `content` what is compared.

    `name` is the recipient, or the company that filed; `number` the award's number, or the company's CIK.
    """

    key: str
    kind: str
    title: str
    name: str
    number: str
    address: str
    on: date | None
    content: dict[str, str]
    answers: Sequence[Answer]

    @property
    def lines(self) -> str:
        """The content, a line for each label."""
        return "\n".join(f"{label}: {text}" for label, text in self.content.items())


@dataclass(slots=True)
class Found:
    """What one run brings. `notes` are sentences about what it could not ask for."""

    batches: list[Batch] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: whether it is on, and how it asks. `schedule` groups the feeds that are fetched together."""

    name: str
    label: str
    publisher: str
    schedule: str
    switch: str
    """The setting that turns it on."""
    is_on: Callable[[], bool]
    ask: Callable[[Fetcher, AsOf], Found]


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as a CSV that an import reads: an unknown is an empty cell, text runs in no spreadsheet."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return file.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(" ".join(value.split()))
    return format(value, "f") if hasattr(value, "as_tuple") else str(value)
