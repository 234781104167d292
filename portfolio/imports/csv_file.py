"""CSV as agencies send it: UTF-8 with or without a mark, or Windows-1252; by commas, semicolons, tabs or bars."""

import csv
import io
import re
from collections.abc import Iterable

from .tables import MOST_TITLES, Line, Table, UnreadableFile, checked, filled, headed

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_CELL = 1_000_000
BETWEEN = {";": "semicolons", "\t": "tabs", "|": "bars"}
"""What stands between columns instead of commas."""
THOUSANDS_OR_PLACES = re.compile(r"\D?-?\d{1,3}[.,]\d{3}", re.ASCII)
"""A thousand times more or less, where it is not known whether a comma ends the whole number."""


def read_csv(content: bytes) -> Table:
    """The table in a CSV file. Raises UnreadableFile that says where it can't be read and what to do."""
    text, notes = decode(content)
    if "\0" in text:
        raise UnreadableFile(
            "There are zero bytes in the file: it is no CSV. Save it as CSV (UTF-8) and send it again."
        )
    longest = csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        if other := _mark(lines):
            notes.append(f"The columns are separated by {BETWEEN[other]}.")
        lines = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=other or ",")
        header, rows, titles = headed(list(lines))
    except csv.Error as error:
        raise UnreadableFile(f"Line {lines.line_num}: {error}. Is a quotation mark missing or not doubled?") from error
    finally:
        csv.field_size_limit(longest)
    rows = [line if line.cells else Line(line.number, [""] * len(header)) for line in rows]
    if other:
        _require_one_reading(rows, other)
    return checked(header, rows, [*notes, *titles])


def _mark(lines: Iterable[list[str]]) -> str:
    """What stands between columns where no comma does, by the first line of several cells; empty for commas."""
    for _, cells in zip(range(MOST_TITLES), lines, strict=False):
        if filled(cells) > 1:
            return ""
        if found := next((mark for mark in BETWEEN if any(mark in cell for cell in cells)), ""):
            return found
    return ""


def _require_one_reading(rows: list[Line], mark: str) -> None:
    """Raises UnreadableFile for a number that those who write 1,5 and those who write 1.5 read differently."""
    for line in rows:
        for cell in line.cells:
            if THOUSANDS_OR_PLACES.fullmatch(cell.strip()):
                raise UnreadableFile(
                    f"Row {line.number}: {cell.strip()} may be thousands or decimals, as the columns are separated by "
                    f"{BETWEEN[mark]}. Save the file with commas between them, or write the number without marks."
                )


def decode(content: bytes) -> tuple[str, list[str]]:
    """The text, and what to say of its encoding. Raises UnreadableFile for any other encoding, and for a mixture."""
    if content.startswith(WIDE_MARKS):
        raise UnreadableFile('The file is UTF-16 ("Unicode text"). Save it as CSV (UTF-8) and send it again.')
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
    doubtful = content.decode("utf-8-sig", errors="surrogateescape")
    if any(ord(letter) > 127 and not 0xDC80 <= ord(letter) <= 0xDCFF for letter in doubtful):
        raise UnreadableFile(
            f"Row {row}: the file mixes UTF-8 with another encoding, so its letters can't be trusted. "
            "Save it as CSV (UTF-8) and send it again."
        )
    try:
        return content.decode("cp1252"), ["Read as Windows-1252: look at the names with accents."]
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"Row {row}: a byte is neither UTF-8 nor Windows-1252. Save the file as CSV (UTF-8) and send it again."
        ) from error
