"""The template of a kind of file: its headings with an example row, and what each column means."""

import csv
import io
from dataclasses import replace
from functools import cache
from pathlib import Path

from portfolio.reports.base import Type

from .kinds import KINDS
from .rows import Wanted
from .tables import Table

IN_WORDS = {
    Type.PARTIAL_DATE: "day, month, quarter or year",
    Type.DATE: "day",
    Type.BOOLEAN: "true or false",
    Type.INTEGER: "whole number",
    Type.FRACTION: "share of 1",
    Type.FACTOR: "number",
    Type.QUANTITY: "number",
    Type.PRICE: "price",
}
"""What a cell of a type holds, where the type's own name does not say it."""
EXAMPLES = Path(__file__).parent / "examples.csv"
"""Column → what its cell may look like, for every kind that has it."""


@cache
def examples() -> dict[tuple[str, str], str]:
    """(kind, column) → the example; kind is empty where the example is that of all kinds."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["column"]): row["example"] for row in csv.DictReader(file)}


def columns_of(kind: str) -> list[Wanted]:
    """The columns that a file of the kind may have, those that are needed first. Raises KeyError for no kind."""
    read = [one for one in KINDS[kind].wanted if not one.shown_only]
    return sorted(read, key=lambda one: not one.is_required)


def example_of(kind: str, column: str) -> str:
    """What a cell of the column may look like; empty where the example row leaves it empty."""
    return examples().get((kind, column), examples().get(("", column), ""))


def unit_of(wanted: Wanted) -> str:
    """The unit of a column, else what its cells hold, in words."""
    return wanted.column.unit or IN_WORDS.get(wanted.column.type, wanted.column.type.value)


def template(kind: str) -> bytes:
    """CSV of the headings and the example row."""
    names = [one.name for one in columns_of(kind)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([names, [example_of(kind, name) for name in names]])
    return text.getvalue().encode()


def without_example(kind: str, table: Table) -> Table:
    """The table without the example row, where a file that was made from the template still has it."""
    wanted = {one.name: example_of(kind, one.name) for one in columns_of(kind)}
    if not set(wanted) <= set(table.header):
        return table
    own = [wanted.get(name, "") for name in table.header]
    lines = [line for line in table.lines if line.cells != own]
    if len(lines) == len(table.lines):
        return table
    return replace(table, lines=lines, notes=(*table.notes, "The example row of the template was left out."))
