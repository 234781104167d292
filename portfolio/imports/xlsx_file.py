"""XLSX: the first sheet, each cell as the text that a CSV would hold."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from portfolio.exports.text import guarded

from .tables import Formula, Line, Table, UnreadableFile, checked

SIGNATURE = b"PK\x03\x04"
LARGEST = 2**30  # bytes, unpacked
OUR_MEANINGS = "Columns"
# How a workbook spells a character that its XML would not keep, a carriage return among them.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read_xlsx(content: bytes) -> Table:
    """The table on the first sheet. Raises UnreadableFile for what is no workbook, or too large to be opened safely."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > LARGEST:
            raise UnreadableFile(f"The workbook unpacks to {size:,} bytes, more than {LARGEST:,}. Send it as CSV.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet, *others = book.worksheets
        sheet.reset_dimensions()
        rows = [[text_of(cell) for cell in row] for row in sheet.iter_rows()]
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged workbook fails in a hundred ways inside the library
        raise UnreadableFile("The file is no workbook that can be opened. Save it anew as XLSX, or as CSV.") from error
    ignored = [other.title for other in others if other.title != OUR_MEANINGS]
    notes = [f'Only the sheet "{sheet.title}" was read, not {", ".join(ignored)}.'] if ignored else []
    header, *lines = rows or [[]]
    while header and header[-1] == "":
        header.pop()
    width = len(header)
    even = [Line(number, _even(cells, width)) for number, cells in enumerate(lines, start=2)]
    return checked(header, even, notes)


def _even(cells: list[str], width: int) -> list[str]:
    """A workbook leaves out the empty cells at the end of a row, or goes on with empty ones."""
    while len(cells) > width and cells[-1] == "":
        cells.pop()
    return cells + [""] * (width - len(cells))


def text_of(cell: Any) -> str:
    """A cell as a CSV spells it: text that looks like a formula guarded, a real formula as Formula."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(value if isinstance(value, str) else "=")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return guarded(ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value)))
