"""What the answer of a page rests on: tables that fold, and a line for each of which nothing is on record."""

from dataclasses import dataclass

from portfolio.reports.tables import Table


@dataclass(frozen=True, slots=True)
class Details:
    """The tables in their order."""

    tables: tuple[Table, ...]

    @property
    def folded(self) -> list[Table]:
        return [table for table in self.tables if table.rows]

    @property
    def nothing(self) -> list[tuple[str, str]]:
        """Of each table without a row, its title and what that means."""
        return [(table.title, table.empty) for table in self.tables if not table.rows]
