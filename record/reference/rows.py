"""How a committed CSV file is read: every cell as text, in a spelling that a person can check."""

import csv
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path

from record.calculations.partial_dates import PartialDate

# A cell of text that a spreadsheet would run as a formula is written with one apostrophe in front.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")

FLAGS = {"true": True, "false": False, "": None}


class UnreadableFile(ValueError):
    """A data file that can't be loaded; the sentence names the file, the line and what to do."""


class Row(dict[str, str]):
    """One line of a file. Its readers raise UnreadableFile naming the file and the line."""

    def __init__(self, where: str, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self.where = where

    def text(self, column: str) -> str:
        """The cell, without the apostrophe that guards a formula."""
        cell = self[column]
        return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell

    def number(self, column: str) -> Decimal | None:
        """The figure, or None where it is unknown."""
        if self[column] == "":
            return None
        try:
            return Decimal(self[column])
        except InvalidOperation as error:
            raise UnreadableFile(f'{self.where}: {column} "{self[column]}" is no number.') from error

    def day(self, column: str) -> PartialDate | None:
        """The partial date, or None where it is unknown."""
        if self[column] == "":
            return None
        try:
            return PartialDate.parse(self[column])
        except ValueError as error:
            raise UnreadableFile(f"{self.where}: {column}: {error}") from error

    def flag(self, column: str) -> bool | None:
        """True, False, or None where it is unknown."""
        if self[column] not in FLAGS:
            raise UnreadableFile(f'{self.where}: {column} "{self[column]}" is neither true nor false.')
        return FLAGS[self[column]]

    def several(self, column: str) -> list[str]:
        """The parts of a cell that holds several, separated by semicolons."""
        return [part for part in self[column].split(";") if part]


def read(path: Path, columns: str, *, needed: str | None = None) -> list[Row]:
    """The lines of a file that must have exactly these columns, named in one text with spaces between.

    With `needed`, those may be left out that it does not name: their cells are blank. Raises UnreadableFile when a
    column is unknown (naming the nearest) or missing, or a line has too few or many cells.
    """
    return list(_read(path, columns.split(), (columns if needed is None else needed).split()))


def _read(path: Path, columns: list[str], needed: list[str]) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, strict=True)
        header = next(lines, [])
        for name in header:
            if name not in columns:
                nearest = get_close_matches(name, columns, 1)
                meant = f" Did you mean {nearest[0]}?" if nearest else ""
                raise UnreadableFile(f"{path.name}: the column {name} is unknown.{meant}")
        if missing := [name for name in needed if name not in header]:
            raise UnreadableFile(f"{path.name}: the column {missing[0]} is missing.")
        for line in lines:
            where = f"{path.name}, line {lines.line_num}"
            if len(line) != len(header):
                raise UnreadableFile(f"{where}: {len(line)} cells under {len(header)} headings. Is a comma unquoted?")
            yield Row(where, dict.fromkeys(columns, "") | dict(zip(header, line, strict=True)))
