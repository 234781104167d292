"""An exported ledger, verified from its file alone: no database is asked."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portfolio.calculations.entry_chain import CONTENT, first_break
from portfolio.exports.text import unguarded
from portfolio.reports import transactions
from portfolio.reports.base import Type
from record.calculations.hash_chain import GENESIS

from .tables import UnreadableFile

NEEDED = (*CONTENT, "previous_hash", "hash")
TEXT = {column.name for column in transactions.COLUMNS if column.type is Type.TEXT}


@dataclass(slots=True)
class LedgerFile:
    """A file of the report `transactions`. After `problem` was asked: how many entries it has, and its head."""

    path: Path
    entries: int = 0
    head: str = GENESIS

    def problem(self) -> str | None:
        """What is wrong with the first entry that does not stand as it was recorded, or None.

        Raises UnreadableFile for a file that is no exported ledger. Entries that are missing at the end can't be seen
        from the file: compare its head with one that was kept.
        """
        try:
            return first_break(self._rows())
        except (csv.Error, UnicodeDecodeError) as error:
            raise UnreadableFile(f"{self.path.name} is no CSV in UTF-8: {error}.") from error

    def _rows(self) -> Iterator[dict[str, str]]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, strict=True)
            header = next(lines, [])
            if absent := [name for name in NEEDED if name not in header]:
                raise UnreadableFile(
                    f"{self.path.name} has no column {absent[0]}. Verify the whole CSV of the report transactions."
                )
            places = [(name, header.index(name), name in TEXT) for name in NEEDED]
            for cells in lines:
                if len(cells) != len(header):
                    raise UnreadableFile(
                        f"{self.path.name}, line {lines.line_num}: {len(cells)} cells under {len(header)} headings; "
                        "the file broke off or was altered."
                    )
                row = {name: unguarded(cells[place]) if is_text else cells[place] for name, place, is_text in places}
                yield row
                self.entries += 1
                self.head = row["hash"]
