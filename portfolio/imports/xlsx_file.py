"""XLSX: one sheet, each cell as the text that a CSV would hold."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from portfolio.exports.text import guarded

from .tables import Formula, Table, UnreadableFile, checked, headed

SIGNATURE = b"PK\x03\x04"
LARGEST = 2**30  # bytes, unpacked
OUR_MEANINGS = "Columns"
DAMAGED = "The file is no workbook that can be opened. Save it anew as XLSX, or as CSV."
# How a workbook spells a character that its XML would not keep, a carriage return among them.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read_xlsx(content: bytes, sheet: str = "") -> Table:
    """The table on the sheet of that name, on the first where none is given.

    Raises UnreadableFile for what is no workbook, is too large to be opened safely, or has no such sheet.
    """
    book = opened(content)
    sheets = sheets_of(book)
    chosen = sheet or book.worksheets[0].title
    if chosen not in sheets:
        raise UnreadableFile(f"The workbook has no sheet {chosen}. It has {', '.join(sheets)}.")
    try:
        read = book[chosen]
        read.reset_dimensions()
        rows = [[text_of(cell) for cell in row] for row in read.iter_rows()]
    except Exception as error:  # a damaged workbook fails in a hundred ways inside the library
        raise UnreadableFile(DAMAGED) from error
    ignored = [one for one in sheets if one != chosen]
    notes = [f'Only the sheet "{chosen}" was read, not {", ".join(ignored)}.'] if ignored else []
    header, lines, titles = headed(rows)
    while header and header[-1] == "":
        header.pop()
    even = [replace(line, cells=_even(line.cells, len(header))) for line in lines]
    return replace(checked(header, even, [*notes, *titles]), sheets=sheets)


def sheet_names(content: bytes) -> tuple[str, ...]:
    """The names of the sheets of a workbook, without the one that says what our own columns mean; none of a CSV."""
    return sheets_of(opened(content)) if content.startswith(SIGNATURE) else ()


def sheets_of(book: Any) -> tuple[str, ...]:
    first, *others = [one.title for one in book.worksheets]
    return first, *(one for one in others if one != OUR_MEANINGS)


def opened(content: bytes) -> Any:
    """The workbook. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > LARGEST:
            raise UnreadableFile(f"The workbook unpacks to {size:,} bytes, more than {LARGEST:,}. Send it as CSV.")
        return load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged workbook fails in a hundred ways inside the library
        raise UnreadableFile(DAMAGED) from error


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
