"""An answer is kept under a name: the question, what came out, and the bytes of its CSV."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from portfolio.models import KeptRun
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services.recordings import require_open, save


@dataclass(frozen=True, slots=True)
class AnswerToKeep:
    """What came of a report: its rows counted, its totals as text, and its CSV."""

    report: str
    at: AsOf
    rows: int
    content: bytes
    totals: Sequence[Mapping[str, Any]] = ()
    filters: Mapping[str, str] = field(default_factory=dict)


def keep(name: str, answer: AnswerToKeep, *, recording: Recording) -> KeptRun:
    """Keep an answer under a name. Raises ValueError where the recording is closed."""
    require_open(recording)
    return save(
        KeptRun(
            name=name,
            report=answer.report,
            as_of=answer.at.as_of,
            read_serial=answer.at.serial,
            filters=dict(answer.filters),
            rows=answer.rows,
            totals=list(answer.totals),
            sha256=sha256(answer.content).hexdigest(),
            content=gzip.compress(answer.content, mtime=0),
            recording=recording,
        ),
        recording=recording,
    )


def content_of(kept: KeptRun) -> bytes:
    """The CSV that was kept."""
    return gzip.decompress(bytes(kept.content))
