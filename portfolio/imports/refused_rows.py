"""The refused rows of a file: one line for one cause with its count, and the rows alone as a file to mend."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from .mapping import WHAT_IS_WRONG
from .row_outcomes import Becomes, RowOutcome
from .tables import Table

MOST_ROWS = 12


@dataclass(slots=True)
class Cause:
    """Why rows are refused: in which column, what to do, and which rows, each with the cell of the first."""

    column: str
    cell: str
    what: str
    rows: list[int] = field(default_factory=list)

    @property
    def numbers(self) -> str:
        """The numbers of the first rows, in words."""
        told = ", ".join(f"{one:,}" for one in self.rows[:MOST_ROWS])
        more = len(self.rows) - MOST_ROWS
        return f"{told} and {more:,} more" if more > 0 else told


def causes(outcomes: Iterable[RowOutcome]) -> list[Cause]:
    """The most frequent first. Alike are sentences about one column that differ in the cell alone."""
    found: dict[tuple[str, str], Cause] = {}
    for outcome in outcomes:
        if outcome.becomes is not Becomes.REFUSED:
            continue
        for column, cell, what in outcome.changes or [("", "", outcome.why)]:
            alike = column, what.replace(cell, "") if cell else what
            cause = found.setdefault(alike, Cause(column, cell, what))
            if outcome.row not in cause.rows[-1:]:
                cause.rows.append(outcome.row)
    return sorted(found.values(), key=lambda one: -len(one.rows))


def refused_file(table: Table, outcomes: Iterable[RowOutcome]) -> bytes:
    """CSV of the lines with a refused row, as the file has them, each with what is wrong in a last column."""
    wrong: dict[int, list[str]] = {}
    for outcome in outcomes:
        if outcome.becomes is Becomes.REFUSED:
            told = [f"{column}: {what}" if column else what for column, _, what in outcome.changes] or [outcome.why]
            wrong.setdefault(outcome.row, []).extend(one for one in told if one not in wrong.get(outcome.row, ()))
    kept = [place for place, name in enumerate(table.header) if name != WHAT_IS_WRONG]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*(table.header[place] for place in kept), WHAT_IS_WRONG])
    for line in table.lines:
        if line.number in wrong:
            writer.writerow([*(line.cells[place] for place in kept), " ".join(wrong[line.number])])
    return text.getvalue().encode()
