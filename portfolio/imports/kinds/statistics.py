"""Baseline statistics as an edition prints them: `W`, `NA`, `E`, `XX` and `>95` keep what they say."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.imports.cells import UnreadableCell, number
from portfolio.imports.row_outcomes import RowOutcome
from portfolio.imports.rows import Row, Rows
from portfolio.imports.write import Writing
from portfolio.reports.base import Type

from .listed import ListedKind

MARKS = ("W", "NA", "E", "XX")
BOUND = re.compile(r"(?P<mark>[<>])\s*(?P<figure>[\d.,]+)", re.ASCII)
ESTIMATED = re.compile(r"e\s*(?P<figure>[\d.,]+)|(?P<figure_before>[\d.,]+)\s*e", re.ASCII)
DASHES = ("-", "--", "—", "–")


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell as an edition prints it."""

    value: Decimal | None
    raw: str
    qualifier: str = ""
    is_withheld: bool = False
    is_estimated: bool = False


def printed(cell: str) -> Printed | None:
    """What a cell says; None for an empty one. Raises UnreadableCell for what no edition prints."""
    raw = cell.strip()
    places = Type.QUANTITY.places or 0
    if not raw:
        return None
    if raw.upper() in MARKS:
        return Printed(None, raw.upper(), raw.upper(), is_withheld=raw.upper() == "W")
    if raw in DASHES:
        raise UnreadableCell(f'"{raw}" may mean zero or not known. Write 0 for zero, or leave the cell empty.')
    if bound := BOUND.fullmatch(raw):
        return Printed(number(bound["figure"], places=places), raw, bound["mark"])
    if estimated := ESTIMATED.fullmatch(raw):
        figure = estimated["figure"] or estimated["figure_before"]
        return Printed(number(figure, places=places), raw, is_estimated=True)
    return Printed(number(cell, places=places), raw)


@dataclass(frozen=True)
class StatisticsKind(ListedKind):
    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]:
        for row in rows.rows:
            _spread(row, is_raw_given="raw" in rows.given)
        given = rows.given | (
            {"qualifier", "raw", "withheld", "estimated"} if "statistic_value" in rows.given else set()
        )
        return super().apply(replace(rows, given=frozenset(given)), writing)


def _spread(row: Row, *, is_raw_given: bool) -> None:
    """Put what the cell of the value says into the columns that say it apart. What these say themselves stays."""
    stated = row.values["statistic_value"]
    row.values["withheld"] = bool(row["withheld"])
    row.values["estimated"] = bool(row["estimated"])
    if not isinstance(stated, Printed):
        return
    row.values["statistic_value"] = stated.value
    if stated.qualifier or not is_raw_given:
        row.values["raw"] = row["raw"] or stated.raw
    row.values["qualifier"] = row["qualifier"] or stated.qualifier
    row.values["withheld"] = row["withheld"] or stated.is_withheld
    row.values["estimated"] = row["estimated"] or stated.is_estimated
    if stated.qualifier and row["qualifier"] != stated.qualifier:
        what = f"The value is printed with {stated.qualifier}, and its qualifier is {row['qualifier']}. Correct one."
        row.refused.append(("qualifier", row["qualifier"], what))
