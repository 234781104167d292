"""The rows of one file that are new entries: two that are alike are asked about, where nothing tells them apart."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

from portfolio.calculations.kinds import Kind
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused
from portfolio.services import ledger
from portfolio.services.identity import on_one_day
from record.calculations.partial_dates import PartialDate

from .entry_book import content, year_of
from .entry_columns import ANOTHER

NAMES = ("source_key", "transaction")
"""Columns by which two rows of one file are told apart: the source's key of each, a reference of each."""


@dataclass(slots=True)
class NewRows:
    """Each row with its day, by all that makes another one like it, and by the same without the day."""

    rows: dict[Hashable, list[tuple[Row, PartialDate | None]]] = field(default_factory=lambda: defaultdict(list))

    def require_first(self, row: Row, draft: ledger.Draft) -> None:
        """Raises RowRefused for a row like one above, unless a key or a reference of each tells the two apart, or its
        sender says that it is another entry.
        """
        if draft.kind is Kind.REVERSAL or draft.is_derived:
            return
        alike, day = content(draft), draft.effective_on
        near = year_of(alike)
        is_exact = day is not None and day.is_day
        # Of an exact day no row of another exact day is looked at: files have thousands of payments of one amount.
        above = [*self.rows[alike], *self.rows["coarse", near]] if is_exact else self.rows["all", near]
        for before, other in above if row["same_as"] != ANOTHER else ():
            is_another = any(row[name] and before[name] and row[name] != before[name] for name in NAMES)
            if not is_another and on_one_day(day, other):
                raise RowRefused(
                    "same_as",
                    row["same_as"],
                    f"Row {before.number} has the same award, kind and amount, on {other}. Are they one entry, or two? "
                    f'Leave one of them out, or write "{ANOTHER}" in the column same_as.',
                )
        self.rows["all", near].append((row, day))
        if is_exact:
            self.rows[alike].append((row, day))
        else:
            self.rows["coarse", near].append((row, day))
