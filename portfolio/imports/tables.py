"""A file as it was read: a header and lines of text cells, whatever it was spelt in."""

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
