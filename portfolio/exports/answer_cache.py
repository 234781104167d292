"""Answers at a serial, kept for a while: the rows of a page or a file as bytes, under a key of all that they depend on.

What is on record up to a recording never changes, so an answer is never thrown away: a new recording, another day or
another version of the program has another key. Nothing is kept of a recording that is still open,
nor of a projected report while the run of its day does not stand.
"""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from json import dumps
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.core.cache import caches

from portfolio.positions.filters import Filters
from portfolio.reports.base import Definition, Report
from projects.models.projectable import run_of
from record.calculations.as_of import AsOf
from record.models import Recording

LARGEST = 4_000_000
"""Bytes; a larger answer is written anew each time."""
SECONDS = 3600
"""How long an answer is kept."""

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ("config/**/*.py", "record/**/*.py", "projects/**/*.py", "portfolio/**/*.py", "templates/**/*")
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


def pieces(question: Question, spelling: str, write: Callable[[Report], Iterable[bytes]]) -> Iterable[bytes]:
    """The answer as `write` spells it, from the cache where it is kept.

    `spelling` names what the bytes depend on besides the question. What `question.answer` raises comes at once; what
    `write` raises as it goes on comes with its piece, and such an answer is not kept.
    """
    key = key_of(question, spelling)
    kept = read(key)
    return [kept] if kept is not None else keeping(key, write(question.answer()))


def file(question: Question, spelling: str, write: Callable[[Report, BinaryIO], None]) -> BinaryIO:
    """The same of a file that is written whole: open, at its beginning. The caller closes it."""
    key = key_of(question, spelling)
    kept = read(key)
    if kept is not None:
        return BytesIO(kept)
    written = TemporaryFile()  # noqa: SIM115 the caller closes it
    try:
        write(question.answer(), written)
        if key and written.tell() <= LARGEST:
            written.seek(0)
            keep(key, written.read())
    except BaseException:
        written.close()
        raise
    written.seek(0)
    return written


def keeping(key: str, made: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces; when the last is read, and all were few enough, they are kept."""
    gathered: list[bytes] = []
    size = 0
    for piece in made:
        size += len(piece)
        if size <= LARGEST:
            gathered.append(piece)
        else:
            gathered.clear()
        yield piece
    if key and size <= LARGEST:
        keep(key, b"".join(gathered))


def text(question: Question, spelling: str, write: Callable[[], str]) -> str:
    """A text that rests on the same: a part of a page, say. It is written anew only where it is not kept."""
    key = key_of(question, spelling)
    kept = read(key)
    if kept is not None:
        return kept.decode()
    written = write()
    if key and len(written) <= LARGEST:
        keep(key, written.encode())
    return written


def read(key: str) -> bytes | None:
    kept = caches["answers"].get(key) if key else None
    if kept is None:
        return None
    try:
        return zlib.decompress(kept)
    except zlib.error:  # another program wrote there: a miss, and overwritten
        return None


def keep(key: str, content: bytes) -> None:
    caches["answers"].set(key, zlib.compress(content, 1), SECONDS)


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
