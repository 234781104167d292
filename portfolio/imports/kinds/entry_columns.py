"""The columns by which a row says which entry it is, and which version of it: key, day, correction or deletion."""

import re
from datetime import date

from portfolio.imports.cells import UnreadableCell, partial_date
from portfolio.imports.rows import Wanted
from portfolio.reports.base import Column, Type
from record.calculations.partial_dates import PartialDate

from .listed import REASON

ANOTHER = "another"
OLDER, NEWER = "older", "newer"
DELETES, CORRECTS = "D", "C"
STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ][0-9:.+Z-]+", re.ASCII)


def version_day(cell: str) -> PartialDate | None:
    """The day of a day or a moment. Raises UnreadableCell."""
    stamp = STAMP.fullmatch(cell.strip())
    return partial_date(stamp[1] if stamp else cell)


def version_date(cell: str) -> date | None:
    """The same as a day. Raises UnreadableCell."""
    found = version_day(cell)
    return None if found is None else found.end


def change_code(cell: str) -> str:
    """C, D or nothing. Raises UnreadableCell for anything else."""
    code = cell.strip().upper()
    if code not in ("", CORRECTS, DELETES):
        raise UnreadableCell(f'"{cell}" is none of: C for a correction, D for a deletion, or nothing.')
    return code


SAME_AS = Column(
    "same_as",
    "Same as",
    'Answers what is asked about a row: the reference or identifier of what it is, or "another"; of two versions of '
    'one key "older" or "newer".',
    is_optional=True,
)
CHANGE_CODE = Wanted(
    Column("change_code", "Correction or deletion", "C or D, as the source says.", is_optional=True), read=change_code
)
WANTED = (
    Wanted(Column("source_key", "Source's key", "The entry's own key in the source: the same key is the same entry.")),
    Wanted(
        Column(
            "source_version_on", "Source's version", "The day on which the source last changed it.", Type.PARTIAL_DATE
        ),
        read=version_day,
    ),
    CHANGE_CODE,
    Wanted(SAME_AS),
    REASON,
)
