"""Answers at a serial, kept for a while: the rows of a page or a file as bytes, under a key of all that they depend on.

What is on record up to a recording never changes, so an answer is never thrown away: a new recording, another day or
another version of the program has another key. Nothing is kept of a recording that is still open,
nor of a projected report while the run of its day does not stand.
"""

import sys
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from io import BytesIO
from json import dumps
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.core.cache import caches

from portfolio.positions.filters import Filters
from portfolio.reports.base import Definition, Line, Lines, Report
from portfolio.reports.queried import Queried, Queryable
from projects.models.projectable import run_of
from record.calculations.as_of import AsOf
from record.models import Recording

LARGEST = 4_000_000
"""Bytes; a larger answer is written anew each time."""
SECONDS = 3600
"""How long an answer is kept."""

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = (
    "config/**/*.py",
    "record/**/*.py",
    "projects/**/*.py",
    "portfolio/**/*.py",
    "portfolio/**/*.typ",
    "templates/**/*",
)
LOCKS = "requirements/*.lock"


@dataclass(frozen=True, slots=True)
class Question:
    """A report as a reader asks it: its two times, what narrows it, and what the reader may see (the roles)."""

    definition: Definition
    at: AsOf
    filters: Filters
    scope: tuple[str, ...] = ()

    def answer(self) -> Report:
        return self.definition.report(at=self.at, filters=self.filters)


class Counting:
    """The lines of an answer, counted as they are read; each pass counts anew."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.read: int | None = None

    def queried(self) -> Queried | None:
        """The query that gives them, whose rows are counted as well."""
        found = self.lines.queried() if isinstance(self.lines, Queryable) else None
        return found and replace(found, count=partial(setattr, self, "read"))

    def __iter__(self) -> Iterator[Line]:
        self.read = 0
        for line in self.lines:
            self.read += 1
            yield line

    def __getitem__(self, part: Any) -> Any:
        return self.lines[part]

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(slots=True)
class Spelled:
    """An answer in pieces of bytes; `rows`, once all are read: how many rows it has, None where they are not read."""

    made: Iterable[bytes]
    rows: int | None = None

    def __iter__(self) -> Iterator[bytes]:
        yield from self.made

    def close(self) -> None:
        """No more is read: a reader who goes away leaves no query of the database open."""
        if isinstance(self.made, Generator):
            self.made.close()


@dataclass(frozen=True, slots=True)
class File:
    """An answer as a file that is written whole: open, at its beginning, and how many rows it has."""

    stream: BinaryIO
    rows: int | None


def pieces(
    question: Question, spelling: str, write: Callable[[Report], Iterable[bytes]], *, is_file: bool = True
) -> Spelled:
    """The answer as `write` spells it, from the cache where it is kept.

    `spelling` names what the bytes depend on besides the question; the rows of a file are counted, those of a page not.
    What `question.answer` raises comes at once; what `write` raises as it goes on comes with its piece, and such an
    answer is not kept.
    """
    key = key_of(question, spelling)
    kept = read(key)
    if kept is not None:
        return Spelled([kept[1]], kept[0])
    answer = question.answer()
    report, lines = counted(answer) if is_file else (answer, Counting(()))
    spelled = Spelled(())
    spelled.made = keeping(key, write(report), lines, spelled)
    return spelled


def counted(report: Report) -> tuple[Report, Counting]:
    """The same answer, its lines counted as they are read."""
    lines = Counting(report.lines)
    return replace(report, lines=lines), lines


def file(question: Question, spelling: str, write: Callable[[Report, BinaryIO], None]) -> File:
    """The same of a file that is written whole. The caller closes it."""
    key = key_of(question, spelling)
    kept = read(key)
    if kept is not None:
        return File(BytesIO(kept[1]), kept[0])
    written = TemporaryFile()  # noqa: SIM115 the caller closes it
    try:
        report, lines = counted(question.answer())
        write(report, written)
        if key and written.tell() <= LARGEST:
            written.seek(0)
            keep(key, written.read(), lines.read)
    except BaseException:
        written.close()
        raise
    written.seek(0)
    return File(written, lines.read)


def keeping(key: str, made: Iterable[bytes], lines: Counting, spelled: Spelled) -> Iterator[bytes]:
    """The same pieces, their rows told; when the last is read, and all were few enough, they are kept."""
    gathered: list[bytes] = []
    size = 0
    for piece in made:
        size += len(piece)
        if size <= LARGEST:
            gathered.append(piece)
        else:
            gathered.clear()
        spelled.rows = lines.read
        yield piece
    spelled.rows = lines.read
    if key and size <= LARGEST:
        keep(key, b"".join(gathered), lines.read)


def content(question: Question, spelling: str, write: Callable[[], bytes]) -> bytes:
    """What rests on the same: a document, say. It is written anew only where it is not kept."""
    key = key_of(question, spelling)
    kept = read(key)
    if kept is not None:
        return kept[1]
    written = write()
    if key and len(written) <= LARGEST:
        keep(key, written)
    return written


def text(question: Question, spelling: str, write: Callable[[], str]) -> str:
    """The same of a text: a part of a page, say."""
    return content(question, spelling, lambda: write().encode()).decode()


def read(key: str) -> tuple[int | None, bytes] | None:
    """How many rows an answer has, and its bytes; None where it is not kept."""
    kept = caches["answers"].get(key) if key else None
    if kept is None:
        return None
    try:
        rows, _, content = zlib.decompress(kept).partition(b" ")
        return (int(rows) if rows else None), content
    except (zlib.error, ValueError):  # another program wrote there: a miss, and overwritten
        return None


def keep(key: str, content: bytes, rows: int | None = None) -> None:
    """Keep the bytes of an answer, with how many rows it has where they were counted."""
    head = b"" if rows is None else b"%d" % rows
    caches["answers"].set(key, zlib.compress(head + b" " + content, 1), SECONDS)


def key_of(question: Question, spelling: str) -> str:
    """SHA-256 over all that an answer depends on; empty for an answer that may not be kept.

    The recording stands in it with its moment, its author and its reason: the same serial in another database, or in
    this one after an older backup was restored, is another recording. The moment that was asked is not in it: what was
    known then is what the serial says.
    """
    at = question.at
    told = Recording.objects.filter(serial=at.serial, is_closed=True)
    recording = told.values_list("moment", "by_name", "why", "hash").first()
    if recording is None or (question.definition.is_projected and run_of(at) is None):
        return ""  # an earlier run answers until the day's own stands
    parts = [
        question.definition.name,
        [column.name for column in question.definition.columns],
        at.as_of.isoformat(),
        at.serial,
        [str(part) for part in recording],
        question.filters.asked(),
        question.scope,
        spelling,
        program_version(),
    ]
    return sha256(dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def program_version() -> str:
    """SHA-256 over the program that runs here: its source, migrations and templates, its locked libraries, Python."""
    digest = sha256(sys.version.encode())
    for pattern in (*CODE, LOCKS):
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(f"{path.relative_to(ROOT)}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
