"""Baseline statistics as an edition prints them: `W`, `>95`, `50–300`, `Less than ½ unit` keep what they say."""

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
BOUND = re.compile(r"(?P<mark>[<>≤≥]|less than|more than|greater than)\s*(?P<figure>[\d.,]+)", re.ASCII | re.IGNORECASE)
SIGNS = {"less than": "<", "more than": ">", "greater than": ">"}
RANGE = re.compile(r"(?P<low>[\d.,]+)\s*(?:[-–—]|to)\s*(?P<high>[\d.,]+)", re.ASCII | re.IGNORECASE)
HALF = re.compile(r"(?:less than|<)\s*(?:(?:½|1/2|one-half)(?:\s+(?:of\s+a\s+)?units?)?|0?\.5\s+units?)", re.IGNORECASE)
SIZES = ("small", "large")
PERCENT = re.compile(r"\s*%$")
OF_PERCENT = re.compile(r"%|\bpct\b|percent", re.IGNORECASE)
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
    is_percent: bool = False


def printed(cell: str) -> Printed | None:
    """What a cell says; None for an empty one. Raises UnreadableCell for what no edition prints."""
    raw = cell.strip()
    places = Type.QUANTITY.places or 0
    if not raw:
        return None
    if raw.upper() in MARKS:
        return Printed(None, raw.upper(), raw.upper(), is_withheld=raw.upper() == "W")
    if raw.lower() in SIZES:
        return Printed(None, raw, raw.lower())
    if HALF.fullmatch(raw):
        return Printed(None, raw, "<½")
    if PERCENT.search(raw):
        stated = printed(PERCENT.sub("", raw))
        if stated is None or stated.raw in MARKS or stated.qualifier in SIZES:
            raise UnreadableCell(f'"{raw}" is no percentage. Write digits before the sign.')
        return replace(stated, raw=raw, is_percent=True)
    if raw in DASHES:
        raise UnreadableCell(f'"{raw}" may mean zero or not known. Write 0 for zero, or leave the cell empty.')
    if bound := BOUND.fullmatch(raw):
        mark = bound["mark"].lower()
        return Printed(number(bound["figure"], places=places), raw, SIGNS.get(mark, mark))
    if span := RANGE.fullmatch(raw):
        low, high = (number(span[end], places=places) for end in ("low", "high"))
        if low is None or high is None or low >= high:
            raise UnreadableCell(f'"{raw}" is no range: it runs from the smaller figure to the larger. Correct it.')
        return Printed(None, raw, "range")
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
    if stated.is_percent and not OF_PERCENT.search(row["unit"]):
        unit = f"the unit is {row['unit']}" if row["unit"] else "no unit is given"
        row.refused.append(("statistic_value", stated.raw, f"The cell is a percentage, and {unit}. Correct one."))
    if stated.qualifier and row["qualifier"] != stated.qualifier:
        what = f"The value is printed with {stated.qualifier}, and its qualifier is {row['qualifier']}. Correct one."
        row.refused.append(("qualifier", row["qualifier"], what))
