"""A file as it was read: a header and lines of text cells, whatever it was spelt in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from record.reference.rows import UnreadableFile

__all__ = ["Formula", "Line", "Table", "UnreadableFile"]


class Formula(str):
    """What a cell of a workbook holds when it is no value but a formula."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the number that a spreadsheet shows beside it, and its cells.

    `of`: of a line that is one cell of a wide file, the heading of that cell.
    """

    number: int
    cells: list[str]
    of: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The header and lines of a file, and what deserves to be said of how it was read."""

    header: list[str]
    lines: list[Line]
    notes: tuple[str, ...] = field(default=())
    sheets: tuple[str, ...] = field(default=())
    """Of a workbook: the names of its sheets."""


FIGURE = re.compile(r"[-(]?\$? ?[\d,.]+\)?%?", re.ASCII)
YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
MOST_TITLES = 20
"""Of so many lines at the head of a file each may be a title."""


def filled(cells: Sequence[str]) -> int:
    """How many cells say something."""
    return sum(1 for cell in cells if cell.strip())


def headed(rows: Sequence[list[str]]) -> tuple[list[str], list[Line], list[str]]:
    """The headings, the lines below them, and what to say of the titles above them.

    A title is a line with one filled cell at most, above a line of several words; a file of one column has none, nor
    has one whose first line of several cells holds a figure: that is no line of headings.
    """
    place = next((place for place, cells in enumerate(rows[:MOST_TITLES]) if filled(cells) > 1), 0)
    header = rows[place] if rows else []
    if any(FIGURE.fullmatch(cell.strip()) and not YEAR.fullmatch(cell.strip()) for cell in header):
        place = 0
    titles = [next(cell.strip() for cell in cells if cell.strip()) for cells in rows[:place] if filled(cells)]
    said = f'Above the headings, in row {place + 1}, stood: "{"; ".join(titles)}". It was left out.'
    header, *lines = rows[place:] or [[]]
    numbered = [Line(number, cells) for number, cells in enumerate(lines, start=place + 2)]
    return header, numbered, [said] if titles else []


def checked(header: list[str], lines: list[Line], notes: list[str]) -> Table:
    """The table, without empty lines and unnamed empty columns at its right edge.

    Raises UnreadableFile for a header that is missing, repeats itself or leaves a column unnamed, and for a line with
    more or fewer cells than the header.
    """
    header = [name.strip() for name in header]
    while header and header[-1] == "" and all(len(line.cells) < len(header) or line.cells[-1] == "" for line in lines):
        header.pop()
        lines = [Line(line.number, line.cells[: len(header)]) for line in lines]
    if not any(header):
        raise UnreadableFile("The file has no header. Its first line names the columns.")
    for place, name in enumerate(header):
        if name == "":
            raise UnreadableFile(f"Column {place + 1} has no name. Name it in the first line, or take it out.")
        if name in header[:place]:
            first = header.index(name) + 1
            raise UnreadableFile(
                f"Two columns are called {name}: {first} and {place + 1}. Rename one, or take it out of the file."
            )
    full = [line for line in lines if any(line.cells)]
    if len(full) < len(lines):
        empty = len(lines) - len(full)
        notes.append(f"{empty:,} empty lines were left out." if empty > 1 else "1 empty line was left out.")
    for line in full:
        if len(line.cells) == 1 < len(header) and line.cells[0].startswith("INCOMPLETE: "):
            raise UnreadableFile(f"Row {line.number}: the file broke off as it was written. Ask for it again.")
        if len(line.cells) != len(header):
            raise UnreadableFile(
                f"Row {line.number}: {len(line.cells)} cells under {len(header)} headings. Is a comma unquoted, or a "
                "cell missing?"
            )
    return Table(header, full, tuple(notes))
