"""The pictures of what will be produced: a picture is a value, the template only draws it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports import columns as c
from portfolio.reports.production.drivers import DriverLine
from portfolio.reports.production.projected import MEASURE_COLUMNS
from portfolio.reports.tables import Table
from projects.models import ProjectedOutput

from .bars import BAR, BAR_LEFT, BAR_WIDTH, Bar, bar

PAD_LEFT, PAD_TOP, PAD_BOTTOM, PAD_RIGHT = 64, 14, 26, 14
DRIVEN = 3


@dataclass(frozen=True, slots=True)
class Fan:
    """P10 to P90 of a line by year, with the median, the promise and the forecast; `band` empty where undrawn."""

    title: str
    mineral: str
    unit: str
    width: int
    height: int
    band: str
    median: str
    promised: str
    forecast: str
    years: list[tuple[float, int]]
    levels: list[tuple[float, str]]
    summary: str
    table: Table

    @property
    def right(self) -> int:
        return self.width - PAD_RIGHT


@dataclass(frozen=True, slots=True)
class Spread:
    """Which projects make the spread of a line; negative shares move against it and are drawn from the same zero."""

    title: str
    bars: list[Bar]
    height: int
    summary: str
    width: int = BAR_LEFT + BAR_WIDTH + 320
    left: int = BAR_LEFT


def fan(name: str, title: str, rows: Sequence[ProjectedOutput], *, width: int, height: int) -> Fan:
    """The fan of a line's rows, in the order of their years."""
    first, last = rows[0].year, rows[-1].year
    known = [value for row in rows for value in (row.p90, row.promised, row.forecast) if value is not None]
    top = float(max(known, default=Decimal(0))) or 1.0
    floor = height - PAD_BOTTOM

    def x(year: int) -> float:
        return round(PAD_LEFT + (year - first) / max(1, last - first) * (width - PAD_LEFT - PAD_RIGHT), 1)

    def y(value: Decimal) -> float:
        return round(floor - float(value) / top * (floor - PAD_TOP), 1)

    def path(measure: Callable[[ProjectedOutput], Decimal | None]) -> str:
        return " ".join(f"{x(row.year)},{y(value)}" for row in rows if (value := measure(row)) is not None)

    drawn = [row for row in rows if row.p90 is not None]
    above = [f"{x(row.year)},{y(row.p90)}" for row in drawn]
    below = [f"{x(row.year)},{y(row.p10)}" for row in reversed(drawn)]
    step = 5 if width > 400 else 10
    return Fan(
        title=title,
        mineral=rows[0].mineral,
        unit=rows[0].unit,
        width=width,
        height=height,
        band=" ".join([*above, *below]),
        median=path(lambda row: row.p50),
        promised=path(lambda row: row.promised),
        forecast=path(lambda row: row.forecast),
        years=[(x(year), year) for year in range(first + 1, last + 1) if year % step == 0],
        levels=[(y(Decimal(top * part)), f"{top * part:,.0f}") for part in (0, 0.5, 1)],
        summary=fan_summary(rows, first, last),
        table=Table(name=name, title=f"{title} by year", columns=(c.YEAR, c.UNIT, *MEASURE_COLUMNS), lines=rows),
    )


def fan_summary(rows: Sequence[ProjectedOutput], first: int, last: int) -> str:
    """The fan in words, at the middle of its years."""
    row = next(one for one in rows if one.year == min(last, first + 11))
    if row.p50 is None:
        return f"No phase of it can be drawn: {row.known} of {row.phases} known."
    promise = "unknown" if row.promised is None else f"{row.promised:,.0f}"
    return (
        f"In {row.year}: half of the draws give {row.p50:,.0f} {row.unit} or less, one in ten {row.p10:,.0f} or less, "
        f"nine in ten {row.p90:,.0f} or less; promised {promise}. Known for {row.known} of {row.phases} phases."
    )


def spread(title: str, lines: Sequence[DriverLine]) -> Spread:
    """The bars of the drivers of one line, by the drivers' report."""
    projects = [line for line in lines if line.kind == "project"]
    milestones = [line for line in lines if line.kind == "milestone"]
    bars = [
        bar(
            line.driver,
            number,
            float(line.spread_share or 0),
            "does not vary" if line.spread_share is None else f"{float(line.spread_share):.0%} of the spread",
            is_narrowest=number == 0,
            is_known=line.spread_share is not None,
        )
        for number, line in enumerate(projects)
    ]
    named = ", ".join(line.driver for line in projects[:DRIVEN])
    words = f"In {lines[0].year}, most of the spread comes from {named}."
    if milestones:
        most = max(milestones, key=lambda line: line.p50_carried)
        words += f" The milestone {most.driver} carries most of the P50: {most.p50_carried:,.0f} {lines[0].unit}."
    return Spread(title, bars, len(bars) * BAR + 8, words)
