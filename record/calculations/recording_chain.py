"""The hash of a recording: over the one before it, who wrote it and why, and every row that was written under it.

Nothing but the standard library. A value is hashed as the table holds it: scaled integers, ISO dates, floats by their
shortest text, moments in UTC, bytes by their SHA-256. So both databases give the same hash.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from json import JSONEncoder
from typing import Any

from .hash_chain import canonical

HASH_VERSION = 1
"""By which rule a recording is hashed; raised when the rule changes."""

MARK = 8
"""So many first digits of a row's SHA-256 are kept, to name the row that does not stand."""


def as_text(value: Any) -> str:
    """What JSON has no word for."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return sha256(value).hexdigest()
    raise TypeError(f"A {type(value).__name__} cannot be hashed: {value!r}")


format_row = JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=as_text).encode


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The rows of one table under one recording: how many, the SHA-256 of them all, and a mark of each."""

    rows: int
    sha256: str
    marks: str


def digest(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> TableDigest:
    """Of rows in the order of their keys; `columns` names what each holds."""
    whole, marks = sha256(format_row(list(columns)).encode()), []
    for row in rows:
        line = format_row(list(row)).encode()
        whole.update(b"\n" + line)
        marks.append(sha256(line).hexdigest()[:MARK])
    return TableDigest(len(marks), whole.hexdigest(), "".join(marks))


def recording_hash(content: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, over the canonical JSON of what a recording says, the hash before it, and its tables."""
    return sha256(canonical(content)).hexdigest()
