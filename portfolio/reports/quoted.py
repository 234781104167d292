"""A figure as a sentence or a tile prints it, with the report, the column and the rows that it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.calculations.row_states import YesNo
from record.calculations.formatting import compact

from .sums import Sum


@dataclass(frozen=True, slots=True)
class Quoted:
    """`text` is what is printed; `exact` is the sum of the column, or the cell, as the CSV of `report` has it.

    Without a column it is the number of the rows.
    """

    text: str
    exact: str
    report: str
    column: str = ""
    narrowed: Mapping[str, str] = field(default_factory=dict)
    is_of_missing: bool = False
    """True where it says how many are known and leads to those that are not: `exact` is their number."""

    @property
    def hint(self) -> str:
        return f"{self.exact} missing" if self.is_of_missing else self.exact


Sentence = tuple[str | Quoted, ...]


def plain(sentence: Sentence) -> str:
    """The words of a sentence without their rows."""
    return "".join(part if isinstance(part, str) else part.text for part in sentence)


def dollars(amount: Decimal, report: str, column: str, **narrowed: str) -> Quoted:
    """Compact dollars with the exact figure behind them."""
    return Quoted(compact(amount), f"{amount:.2f}", report, column, narrowed)


def summed(amount: Decimal, report: str, column: str, **narrowed: str) -> Quoted:
    """The same of a sum: it leads to the rows in which the figure is known."""
    return dollars(amount, report, column, **known(column), **narrowed)


def known(column: str) -> dict[str, str]:
    """How a report is narrowed to the rows in which a figure is known."""
    return {"figure": column, "known": YesNo.YES.value}


def unknown(column: str) -> dict[str, str]:
    """How a report is narrowed to the rows in which a figure is not known."""
    return {"figure": column, "known": YesNo.NO.value}


def missing(text: str, number: int, report: str, **narrowed: str) -> str | Quoted:
    """What is said of how many are known: it leads to the `number` of rows that are missing; words where none is."""
    return Quoted(text, str(number), report, "", narrowed, is_of_missing=True) if number else text


def counted(number: int, noun: str, report: str, **narrowed: str) -> Quoted:
    """A number of rows of a report with their noun: "3 loans"."""
    return Quoted(f"{number:,} {noun}{'' if number == 1 else 's'}", str(number), report, "", narrowed)


def at_least(found: Sum) -> str:
    """The words before a sum of which a part is not known."""
    return "at least " if found.known < found.of else ""
