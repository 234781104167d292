"""What becomes of each row of a file, said before anything is written."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from .effect import Effect

NO_SOURCE = "It names no source."


class Becomes(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left out"
    REFUSED = "refused"


@dataclass(slots=True)
class RowOutcome:
    """One row: its number in the file, what becomes of it, of what it speaks.

    `changes` are (column, before, after); of a refused row (column, the cell, what to do).
    """

    row: int
    becomes: Becomes
    subject: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    why: str = ""

    def content(self) -> list[Any]:
        """As it is kept, hashed and shown."""
        return [self.row, self.becomes.value, self.subject, [list(change) for change in self.changes], self.why]

    @classmethod
    def of(cls, content: list[Any]) -> "RowOutcome":
        row, becomes, subject, changes, why = content
        return cls(row, Becomes(becomes), subject, [tuple(change) for change in changes], why)


def first_unlike(shown: list[RowOutcome], now: list[RowOutcome]) -> str:
    """The first row of which something else was shown, in a sentence; empty when all are alike."""
    for then, one in zip(shown, now, strict=False):
        if then.content() == one.content():
            continue
        if then.becomes is not one.becomes:
            return f"Row {one.row} was shown as {then.becomes} and is {one.becomes} now{_first(one)}."
        return f"Row {one.row} was shown as {then.becomes}{_first(then)}, and is {one.becomes}{_first(one)} now."
    return "" if len(shown) == len(now) else f"{len(shown):,} rows were shown, and the file has {len(now):,}."


def _first(one: RowOutcome) -> str:
    """The first thing that is told of a row."""
    if one.becomes is Becomes.REFUSED:
        return "".join(f": {what}".rstrip(".") for _, _, what in one.changes[:1])
    told = [f" ({column}: {before or 'nothing'} to {after or 'nothing'})" for column, before, after in one.changes[:1]]
    return "".join(told) or (f" ({one.why.rstrip('.')})" if one.why else "")


def unsourced(row_outcomes: Sequence[RowOutcome]) -> tuple[str, ...]:
    """How many rows would stand without a source, in a sentence with the next step; nothing where none would."""
    count = sum(1 for one in row_outcomes if one.why.endswith(NO_SOURCE))
    if not count:
        return ()
    rows = f"{count:,} rows name" if count > 1 else "1 row names"
    step = "Which one states it? Write its identifier in the column sources, or name it for the whole file."
    return (f"{rows} no source. {step}",)


def not_read(columns: Sequence[str]) -> str:
    """That columns of a file are left out, by name, in a sentence."""
    many = f"{len(columns)} columns are" if len(columns) > 1 else "1 column is"
    return f"{many} not read: {', '.join(columns)}."


@dataclass(slots=True)
class Plan:
    """Every row's fate, in the order of the file, and what was said of the file as a whole."""

    kind: str
    row_outcomes: list[RowOutcome]
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    effect: Effect = field(default_factory=Effect)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row_outcome.becomes for row_outcome in self.row_outcomes)
        return {one.value: found[one] for one in Becomes}

    @property
    def refused(self) -> list[RowOutcome]:
        return [row_outcome for row_outcome in self.row_outcomes if row_outcome.becomes is Becomes.REFUSED]

    @property
    def writes(self) -> bool:
        """True when there is something to write."""
        return any(row_outcome.becomes in (Becomes.NEW, Becomes.CHANGED) for row_outcome in self.row_outcomes)

    def hash(self, content_hash: str) -> str:
        """What is confirmed: the file's bytes and each row's fate, as they were shown."""
        digest = sha256(f"{content_hash}\n{self.kind}\n".encode())
        for row_outcome in self.row_outcomes:
            digest.update(json.dumps(row_outcome.content(), ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
        return digest.hexdigest()

    def summary(self) -> str:
        """In words, as in: 3 new, 1 changed, 96 same."""
        stated = [f"{count:,} {name}" for name, count in self.counts.items() if count]
        return ", ".join(stated) or "nothing"
