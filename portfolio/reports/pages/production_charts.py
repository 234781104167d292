"""The pictures of what will be produced: a picture is a value, the template only draws it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports.base import Column, Row, Type
from portfolio.reports.production.chains import Balance, exact
from portfolio.reports.production.projected import MEASURE_COLUMNS, UNIT, YEAR, measures
from projects.models import ProjectedOutput

from .sections import Table

PAD_LEFT, PAD_TOP, PAD_BOTTOM, PAD_RIGHT = 64, 14, 26, 14
BAR, BAR_LEFT, BAR_WIDTH = 34, 150, 520
DRIVEN = 3

FLOW_COLUMNS = (
    Column("stage", "Stage", "From mine to final product."),
    Column("output", "Output", "In the stage's unit.", Type.QUANTITY, unknown="nothing is known to be made there"),
    UNIT,
    Column("supports", "Would carry", "Of the final product.", Type.QUANTITY, unknown="output or yield unknown"),
    Column("surplus", "Surplus", "In the stage's unit.", Type.QUANTITY, unknown="output or yield unknown"),
    Column("imported_feed", "Imported feed", "In the unit of the stage before.", Type.QUANTITY,
           unknown="output or yield unknown"),
    Column("binds", "Narrowest", "Of the stages known.", Type.BOOLEAN),
)  # fmt: skip


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
class FlowBar:
    name: str
    y: int
    width: float
    text: str
    is_narrowest: bool
    is_known: bool

    @property
    def end(self) -> float:
        """Where its words begin."""
        return BAR_LEFT + self.width + 8


@dataclass(frozen=True, slots=True)
class Flow:
    """A chain in one year: what each stage would carry of the final product."""

    title: str
    bars: list[FlowBar]
    height: int
    summary: str
    table: Table
    width: int = BAR_LEFT + BAR_WIDTH + 200
    left: int = BAR_LEFT


@dataclass(frozen=True, slots=True)
class Spread:
    """Which projects make the spread of a line; negative shares move against it and are drawn from the same zero."""

    title: str
    bars: list[FlowBar]
    height: int
    summary: str
    width: int = BAR_LEFT + BAR_WIDTH + 200
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
        table=Table(
            name=name, title=f"{title} by year", columns=(YEAR, UNIT, *MEASURE_COLUMNS), rows=list(map(fan_row, rows))
        ),
    )


def fan_row(row: ProjectedOutput) -> Row:
    return (row.year, row.unit, *measures(row))


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


def flow(balance: Balance) -> Flow:
    """The flow of a chain with its narrowest stage."""
    most = max((stage.supports for stage in balance.result.stages if stage.supports is not None), default=Decimal(0))
    bars, rows = [], []
    for number, (link, stage) in enumerate(zip(balance.links, balance.result.stages, strict=True)):
        binds = stage.stage in balance.result.narrowest
        known = stage.supports is not None
        text = f"{stage.supports:,.0f} t" if known else "unknown"
        share = float(stage.supports / most) if known and most else 0.0
        bars.append(FlowBar(link.stage, number * BAR + 6, round(max(2.0, share * BAR_WIDTH), 1), text, binds, known))
        rows.append(
            (link.stage, exact(stage.stage.output), stage.stage.unit, exact(stage.supports), exact(stage.surplus),
             exact(stage.imported_feed), binds)
        )  # fmt: skip
    binding, result = balance.result.binding, balance.result
    words = f"In {balance.year}, {binding.name} is the narrowest stage" if binding else "No stage is known"
    if binding and result.final_output is not None:
        words += f": it carries {result.final_output:,.0f} of the final product"
    if result.unknown:
        words += f"; not known, so perhaps narrower: {', '.join(result.unknown)}"
    title = balance.chain.replace("-", " ").capitalize()
    table = Table(
        name=f"flow-{balance.chain}-table", title=f"{title} in {balance.year}", columns=FLOW_COLUMNS, rows=rows
    )
    return Flow(title, bars, len(bars) * BAR + 8, f"{words}.", table)


def spread(title: str, rows: Sequence[Row]) -> Spread:
    """The bars of the drivers of one line, given as rows of the drivers' report."""
    projects = [row for row in rows if row[5] == "project"]
    milestones = sorted((row for row in rows if row[5] == "milestone"), key=lambda row: row[9], reverse=True)
    bars = [
        FlowBar(
            row[6],
            number * BAR + 6,
            round(max(2.0, float(row[8] or 0) * BAR_WIDTH), 1),
            "does not vary" if row[8] is None else f"{float(row[8]):.0%} of the spread",
            number == 0,
            row[8] is not None,
        )
        for number, row in enumerate(projects)
    ]
    named = ", ".join(row[6] for row in projects[:DRIVEN])
    words = f"In {rows[0][2]}, most of the spread comes from {named}."
    if milestones:
        words += f" The milestone {milestones[0][6]} carries most of the P50: {milestones[0][9]:,.0f} {rows[0][4]}."
    return Spread(title, bars, len(bars) * BAR + 8, words)
