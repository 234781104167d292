"""The tables of what will be produced by year: columns of a gain, and the table of a picture of output."""

from collections.abc import Sequence

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.production.output import OutputLine
from portfolio.reports.tables import Table, filled, stated_in_any

from .fan_words import facts_only, rough_range, with_estimates

UNKNOWN = "no source says how much, or when"


def measure(name: str, label: str, meaning: str) -> Column:
    return Column(name, label, meaning, Type.QUANTITY, unknown=UNKNOWN,
                  value=lambda row: getattr(row, name))  # fmt: skip


PROMISED = measure("promised", "Promised", "If started as first promised; no chance in it.")
FORECAST = measure("forecast", "Forecast", "If started as said now; no chance in it.")
WITH_ESTIMATES = Column("with_estimates", "With estimates", "Middle and likely range, P10 to P90, with estimates.",
                        unknown="no plant of it can be drawn, even with estimates", value=with_estimates)  # fmt: skip
FACTS_ONLY = Column("facts_only", "Facts only", "Middle and likely range, P10 to P90, by what sources state alone.",
                    unknown="of no plant do sources state both size and start", value=facts_only)  # fmt: skip
RECORDED = measure("recorded", "Recorded", "What was recorded above the baseline.")
OUTPUT_RECORDED = Column("output_recorded", "Recorded output", "Of the whole year, with what was made before.",
                         Type.QUANTITY, unknown="no whole year is recorded",
                         value=lambda row: row.recorded)  # fmt: skip
BASE = Column("base_output", "Made before", "Yearly output before, of the plants of which it is known.", Type.QUANTITY,
              unknown="of no plant is it known", value=lambda row: row.base.amount)  # fmt: skip
BY_YEAR = (c.YEAR, BASE, OUTPUT_RECORDED, PROMISED, FORECAST, WITH_ESTIMATES, FACTS_ONLY)
ROUGH = Column("rough", "Rough", "A range without a middle.", unknown="no rough figure", is_optional=True,
               value=rough_range)  # fmt: skip


def by_year(name: str, title: str, rows: Sequence[OutputLine], *, with_rough: bool) -> Table:
    """The table of a picture, to three digits; a column of which nothing is known in any year is named below it.

    Rough figures stand in it only where they were asked for, and the base only beside an output.
    """
    asked = (*BY_YEAR, ROUGH) if with_rough else BY_YEAR
    columns = stated_in_any(filled(asked, rows), rows)
    left_out = ", ".join(one.label for one in BY_YEAR if one not in columns).lower()
    if set(columns) <= {c.YEAR, BASE}:
        columns = (c.YEAR,)
    notes = (f"Not known in any year, so left out: {left_out}.",) if left_out else ()
    return Table(name=name, title=f"{title}, output by year, {rows[0].unit}", columns=columns, lines=rows, notes=notes)
