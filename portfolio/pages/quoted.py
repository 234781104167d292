"""A figure as a sentence or a tile prints it, with the report, the column and the rows that it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.reports.sums import Sum
from record.calculations.formatting import compact


@dataclass(frozen=True, slots=True)
class Quoted:
    """`text` is what is printed; `exact` is the sum of the column, or the cell, as the CSV of `report` has it."""

    text: str
    exact: str
    report: str
    column: str = ""
    narrowed: Mapping[str, str] = field(default_factory=dict)


Sentence = tuple[str | Quoted, ...]


def dollars(amount: Decimal, report: str, column: str, **narrowed: str) -> Quoted:
    """Compact dollars with the exact figure behind them."""
    return Quoted(compact(amount), f"{amount:.2f}", report, column, narrowed)


def counted(number: int, noun: str, report: str, **narrowed: str) -> Quoted:
    """A number of rows of a report with their noun: "3 loans"."""
    return Quoted(f"{number:,} {noun}{'' if number == 1 else 's'}", str(number), report, "", narrowed)


def at_least(found: Sum) -> str:
    """The words before a sum of which a part is not known."""
    return "at least " if found.known < found.of else ""
