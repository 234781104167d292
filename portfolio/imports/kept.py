"""A file that is kept on its way to the record: its rows read again, and what was shown of each."""

import gzip
import json

from portfolio.models import Import
from portfolio.services.imports import content_of
from record.services.approval_handlers import Payload

from .mapping import Mapping
from .preview import Reading, read
from .row_outcomes import RowOutcome
from .rows import Say, silent

SMALL = 300_000  # bytes


def is_small(one: Import) -> bool:
    """True for a file that is read and written at once, while its sender waits; the worker takes any other."""
    return one.size <= SMALL


def import_of(payload: Payload) -> Import:
    """The file that a proposal is about."""
    return Import.objects.get(pk=payload["import"])


def read_again(one: Import, *, say: Say = silent) -> Reading:
    """The rows of a file as they were sent, but for the cells that were mended since. Raises UnreadableFile."""
    return read(one.kind, content_of(one), Mapping.of(one.mapping), sources=one.sources, mends=one.mended, say=say)


def row_outcomes_of(one: Import) -> list[RowOutcome]:
    """Every row's fate, as it was shown last."""
    if not one.row_outcomes:
        return []
    return [RowOutcome.of(content) for content in json.loads(gzip.decompress(bytes(one.row_outcomes)))]


def compressed(row_outcomes: list[RowOutcome]) -> bytes:
    """As `row_outcomes_of` reads them back."""
    described = [row_outcome.content() for row_outcome in row_outcomes]
    return gzip.compress(json.dumps(described, ensure_ascii=True, separators=(",", ":")).encode(), mtime=0)


def half(say: Say, part: int) -> Say:
    """The progress of the first or the second half."""
    return lambda percent, saying: say(part * 50 + percent // 2, saying)
