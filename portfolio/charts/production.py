"""The pictures of what will be produced: a picture is a value, the template only draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.tables import Table, filled, stated_in_any
from projects.models import ProjectedOutput
from record.calculations.formatting import likely, three_digits

from .axes import PAD_BOTTOM, Axes, Point

UNKNOWN = "not known in that year"


@dataclass(frozen=True, slots=True)
class Fan:
    """P10 to P90 of a line by year, by facts and with estimates, with the middle, the promise and the forecast.

    `band` and `facts` are of facts only; `estimated` is the band with estimates, empty where no plant has an estimated
    field. `median` is with estimates, `median_facts` is drawn beside where it is another. Each is empty where undrawn.
    """

    title: str
    mineral: str
    unit: str
    width: int
    height: int
    hatch: str
    band: str
    estimated: str
    median: str
    median_facts: str
    promised: str
    forecast: str
    years: list[tuple[float, int]]
    levels: list[tuple[float, str]]
    summary: str
    table: Table

    @property
    def is_drawn(self) -> bool:
        return bool(self.band or self.estimated or self.promised or self.forecast)


def with_estimates(row: ProjectedOutput) -> str | None:
    """The middle and likely range with estimates; marked where estimates change them."""
    ends: Any = (row.p10_estimated, row.p50_estimated, row.p90_estimated)
    return likely(*ends, is_estimated=rests_on_estimates(row))


def facts_only(row: ProjectedOutput) -> str | None:
    ends: Any = (row.p10, row.p50, row.p90)
    return likely(*ends, is_estimated=False)


def rough_range(row: ProjectedOutput) -> str | None:
    """The ends of a rough figure; None where the middle is known, or nothing is."""
    if row.p50_estimated is not None or row.p10_rough is None or row.p90_rough is None:
        return None
    return f"{three_digits(row.p10_rough)} to {three_digits(row.p90_rough)}"


def measure(name: str, label: str, meaning: str) -> Column:
    return Column(name, label, meaning, Type.QUANTITY, unknown=UNKNOWN,
                  value=lambda row: getattr(row, name))  # fmt: skip


PROMISED = measure("promised", "Promised", "If started as first promised; no chance in it.")
FORECAST = measure("forecast", "Forecast", "If started as said now; no chance in it.")
WITH_ESTIMATES = Column("with_estimates", "With estimates", "Middle and likely range, P10 to P90, with estimates.",
                        unknown=UNKNOWN, value=with_estimates)  # fmt: skip
FACTS_ONLY = Column("facts_only", "Facts only", "Middle and likely range, P10 to P90, by what sources state alone.",
                    unknown=UNKNOWN, value=facts_only)  # fmt: skip
RECORDED = measure("recorded", "Recorded", "What was recorded above the baseline.")
BY_YEAR = (
    c.YEAR, PROMISED, FORECAST, WITH_ESTIMATES, measure("mean_estimated", "Mean, with estimates", "Mean of the draws."),
    FACTS_ONLY, measure("mean", "Mean, facts only", "Mean of the draws; alone among these it adds up."), RECORDED,
)  # fmt: skip
ROUGH = Column("rough", "Rough", "A range without a middle.", unknown="no rough figure", is_optional=True,
               value=rough_range)  # fmt: skip


def by_year(name: str, title: str, rows: Sequence[ProjectedOutput], *, with_rough: bool) -> Table:
    """The table of a fan, to three digits; a column of which nothing is known in any year is named below it.

    Rough figures stand in it only where they were asked for.
    """
    asked = (*BY_YEAR, ROUGH) if with_rough else BY_YEAR
    columns = stated_in_any(filled(asked, rows), rows)
    left_out = ", ".join(one.label for one in BY_YEAR if one not in columns).lower()
    notes = (f"Not known in any year, so left out: {left_out}.",) if left_out else ()
    return Table(name=name, title=f"{title} by year, {rows[0].unit}", columns=columns, lines=rows, notes=notes)


def fan(
    name: str, title: str, rows: Sequence[ProjectedOutput], year: int, *, with_rough: bool, width: int, height: int
) -> Fan:
    """The fan of a line's rows, in the order of their years, told in words at `year`."""
    first, last = rows[0].year, rows[-1].year
    named = ("p90", "p90_estimated", "promised", "forecast")
    known = [value for row in rows for one in named if (value := getattr(row, one)) is not None]
    axes = Axes(first, last, max(known, default=Decimal(0)) or Decimal(1), width, height - PAD_BOTTOM)

    def line(measure: str) -> list[Point]:
        return [(row.year, value) for row in rows if (value := getattr(row, measure)) is not None]

    is_estimated = any(rests_on_estimates(row) for row in rows)
    return Fan(
        title=title,
        mineral=rows[0].mineral,
        unit=rows[0].unit,
        width=width,
        height=height,
        hatch=f"{name}-hatch",
        band=axes.band(line("p10"), line("p90")),
        estimated=axes.band(line("p10_estimated"), line("p90_estimated")) if is_estimated else "",
        median=axes.path(line("p50_estimated")),
        median_facts=axes.path(line("p50")) if is_estimated else "",
        promised=axes.path(line("promised")),
        forecast=axes.path(line("forecast")),
        years=axes.years,
        levels=axes.levels,
        summary=fan_summary(rows, min(max(year, first), last)),
        table=by_year(name, title, rows, with_rough=with_rough),
    )


def rests_on_estimates(row: ProjectedOutput) -> bool:
    """True where estimates change the answer of a year."""
    return (row.p10_estimated, row.p50_estimated, row.p90_estimated) != (row.p10, row.p50, row.p90)


def fan_summary(rows: Sequence[ProjectedOutput], year: int) -> str:
    """The fan in words, at one of its years: with estimates first, by facts only beside."""
    row = next(one for one in rows if one.year == year)
    promised = "unknown" if row.promised is None else three_digits(row.promised)
    if row.p50_estimated is None or row.p10_estimated is None or row.p90_estimated is None:
        if row.p10_rough is not None:
            return f"No firm figure: only a rough one. Promised in {row.year}: {promised}."
        return f"No phase of it can be drawn: {row.known_estimated} of {row.phases} known."
    is_estimated = rests_on_estimates(row)
    low, middle, high = map(three_digits, (row.p10_estimated, row.p50_estimated, row.p90_estimated))
    known = f"Known for {row.known_estimated} of {row.phases} phases."
    opens = f"In {row.year}{', with estimates,' if is_estimated else ''} plants with signed federal money"
    if row.p50_estimated:
        words = (
            f"{opens} should make {middle} {row.unit} a year more than before: eight chances in ten that it is between "
            f"{low} and {high}; promised {promised}. {known}"
        )
    else:
        words = (
            f"{opens} may add nothing: half of the draws give none of it, nine in ten {high} {row.unit} a year or "
            f"less; promised {promised}. {known}"
        )
    return f"{words} {by_facts(row)}" if is_estimated else words


def by_facts(row: ProjectedOutput) -> str:
    """What facts alone give of a year, in words."""
    if row.p50 is None:
        return "By facts only nothing is known."
    return f"By facts only: {facts_only(row)}, known for {row.known}."
