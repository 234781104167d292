"""An answer is kept under a name: the question, what came out, and the bytes of its CSV."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError

from portfolio.formulas import raised
from portfolio.models import KeptRun
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services.recordings import require_open, save

MOST_BYTES = 50_000_000
LONGEST = 200


@dataclass(frozen=True, slots=True)
class AnswerToKeep:
    """What came of a report: its rows counted, its totals as text, and its CSV."""

    report: str
    version: int
    at: AsOf
    rows: int
    content: bytes
    totals: Sequence[Mapping[str, Any]] = ()
    filters: Mapping[str, str] = field(default_factory=dict)


def keep(name: str, answer: AnswerToKeep, *, recording: Recording) -> KeptRun:
    """Keep an answer under a name.

    Raises ValueError where the recording is closed, ValidationError where the name is none, or names an answer of that
    report at that recording, or where the answer is too large to be kept.
    """
    require_open(recording)
    require_name(name, answer)
    return save(
        KeptRun(
            name=name,
            report=answer.report,
            as_of=answer.at.as_of,
            read_serial=answer.at.serial,
            filters=dict(answer.filters),
            schema_version=answer.version,
            formulas=raised(),
            rows=answer.rows,
            totals=list(answer.totals),
            sha256=sha256(answer.content).hexdigest(),
            content=gzip.compress(answer.content, mtime=0),
            recording=recording,
        ),
        recording=recording,
    )


def require_name(name: str, answer: AnswerToKeep) -> None:
    """Raises ValidationError, as `keep` does."""
    if not name.strip():
        raise ValidationError({"name": "Give the answer a name: October briefing."})
    if len(name) > LONGEST:
        raise ValidationError({"name": f"The name has {len(name)} characters; {LONGEST} are the most."})
    same = KeptRun.objects.filter(name=name, report=answer.report, read_serial=answer.at.serial).first()
    if same:
        raise ValidationError(
            {"name": f"{name} is kept already: as of {same.as_of}, recording {same.read_serial}. Give another name."}
        )
    if len(answer.content) > MOST_BYTES:
        raise ValidationError(
            f"The answer has {len(answer.content):,} bytes, and {MOST_BYTES:,} are the most that are kept. Narrow it."
        )
