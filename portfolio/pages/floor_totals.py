"""What the quarters asked for would pay in all: with estimates and by facts, discounted and not."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.floor_draws import Spread
from portfolio.calculations.quarters import said_range
from portfolio.reports.base import Column, Type
from portfolio.reports.production.floor_answers import BASES, Assumed, FloorAnswer, factors_of, total
from portfolio.reports.production.floor_liability import percent
from portfolio.reports.tables import Table
from projects.calculations.line_draws import Basis
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

SAID = {Basis.ESTIMATES: "with estimates", Basis.FACTS: "by facts only"}


@dataclass(frozen=True, slots=True)
class TermLine:
    """The sum of quarters within each draw, by one answer; `spread` None where a quarter of them is known by none."""

    basis: Basis
    rate: Decimal | None
    spread: Spread | None
    received: Spread | None
    known: int
    quarters: int


def term_lines(answer: FloorAnswer, quarters: Sequence[int], at: AsOf, assumed: Assumed) -> list[TermLine]:
    """Each answer not discounted, and discounted where a rate is given."""
    found = []
    for basis in BASES:
        known = answer.known(basis, quarters)
        owed, back = answer.owed.get(basis, {}), answer.received.get(basis, {})
        for rate in (None, assumed.rate) if assumed.rate is not None else (None,):
            factors = None if rate is None else factors_of(known, at, rate)
            try:
                spread = total([owed[one] for one in known], factors)
                upside = total([back[one] for one in known], factors) if all(one in back for one in known) else None
            except NotKnown:
                spread = upside = None
            found.append(TermLine(basis, rate, spread, upside, len(known), len(quarters)))
    return found


def measure(name: str, label: str, meaning: str) -> Column:
    return Column(f"term_{name}", label, meaning, Type.USD, "USD", unknown="no quarter of it is known",
                  value=lambda line: getattr(line.spread, name, None))  # fmt: skip


COLUMNS = (
    Column("answer", "Answer", "With estimates, or by facts only.", value=lambda line: SAID[line.basis]),
    Column("discounted", "Discounted", "At the rate given, from the end of each quarter to the day asked.",
           value=lambda line: "no" if line.rate is None else f"at {percent(line.rate)} a year"),
    measure("mean", "Expected", "The mean of the draws."),
    measure("p10", "P10", "One draw in ten is at or below."),
    measure("p50", "P50", "Half of the draws are at or below."),
    measure("p90", "P90", "Nine draws in ten are at or below."),
    Column("term_upside", "Upside", "Expected share of prices above the floor.", Type.USD, "USD",
           unknown="no quarter of it is known, or its share is not on record",
           value=lambda line: getattr(line.received, "mean", None)),
    Column("term_known", "Quarters known", "Of how many.", value=lambda line: f"{line.known} of {line.quarters}"),
)  # fmt: skip


def term_table(lines: Sequence[TermLine], quarters: Sequence[int]) -> Table:
    shown = [one for one in lines if one.known]
    none = [SAID[one.basis] for one in lines if not one.known and one.rate is None]
    notes = ["Sums are of each draw; percentiles are taken of them last."]
    notes += [f"No quarter of these is known {said}: the table of quarters says why." for said in none]
    return Table(
        name="term",
        title=f"What {said_range(quarters)} would pay in all",
        columns=COLUMNS,
        lines=shown,
        empty="No quarter of the term is ahead, or its end is not on record: give the quarters.",
        notes=tuple(notes),
    )
