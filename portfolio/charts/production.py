"""The pictures of what will be produced: a picture is a value, the template only draws it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports.base import Column, Row, Type
from portfolio.reports.production.chains import Balance
from portfolio.reports.production.projected import MEASURE_COLUMNS, UNIT, YEAR, measures
from portfolio.reports.tables import Table
from portfolio.reports.words import words
from projects.models import ProjectedOutput

PAD_LEFT, PAD_TOP, PAD_BOTTOM, PAD_RIGHT = 64, 14, 26, 14
CHAIN_NAMES = {
    "rare-earths-magnet-chain": "Mine to magnet",
    "lithium": "Clay or spodumene to carbonate",
    "graphite": "Flake to anode",
}
BAR, BAR_LEFT, BAR_WIDTH = 34, 150, 520
DRIVEN = 3

FLOW_COLUMNS = (
    Column("stage", "Stage", "From mine to final product.", words=words, names="stage"),
    Column("supports", "Would carry", "Of the final product.", Type.QUANTITY, unknown="output or yield"),
    Column("binds", "Narrowest", "Of the stages known.", Type.BOOLEAN),
    Column("output", "Output", "At least, where plants are left out.", Type.QUANTITY, unknown="output or yield"),
    UNIT,
    Column("surplus", "Surplus", "In the stage's unit.", Type.QUANTITY, unknown="output or yield"),
    Column(
        "imported_feed",
        "Imported feed",
        "In the unit of the stage that feeds it.",
        Type.QUANTITY,
        unknown="output or yield",
    ),
    Column(
        "left_out",
        "Left out",
        "Plants of unknown output, or of several products.",
        unknown="none",
        is_optional=True,
        is_prose=True,
    ),
    Column(
        "statistics",
        "National production",
        "As printed.",
        unknown="none is published of it",
        is_optional=True,
        is_prose=True,
    ),
)
BINDING_COLUMNS = (
    YEAR,
    Column("p50", "Narrowest by P50", "Half of the draws.", unknown="no stage is known"),
    Column("p50_output", "Final product", "At most.", Type.QUANTITY, unknown="no stage is known"),
    Column("forecast", "Narrowest by forecast", "As said now.", unknown="no stage is known"),
    Column("forecast_output", "Final product", "At most.", Type.QUANTITY, unknown="no stage is known"),
    Column(
        "imbalance",
        "Imbalance by P50",
        "In words; never capped.",
        unknown="none, or not known",
        is_optional=True,
        is_prose=True,
    ),
)
TENTH = Decimal("0.1")


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

    chain: str
    title: str
    bars: list[FlowBar]
    height: int
    summary: str
    table: Table
    width: int = BAR_LEFT + BAR_WIDTH + 320
    left: int = BAR_LEFT


@dataclass(frozen=True, slots=True)
class Spread:
    """Which projects make the spread of a line; negative shares move against it and are drawn from the same zero."""

    title: str
    bars: list[FlowBar]
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
        table=Table(
            name=name, title=f"{title} by year", columns=(YEAR, UNIT, *MEASURE_COLUMNS), lines=list(map(fan_row, rows))
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
    unit = balance.final_unit
    for number, (link, output, stage) in enumerate(
        zip(balance.links, balance.outputs, balance.result.stages, strict=True)
    ):
        binds = stage.stage in balance.result.narrowest
        known = stage.supports is not None
        text = f"{'at least ' if output.is_partial else ''}{stage.supports:,.0f} {unit}" if known else "unknown"
        share = float(stage.supports / most) if known and most else 0.0
        bars.append(FlowBar(link.stage, number * BAR + 6, round(max(2.0, share * BAR_WIDTH), 1), text, binds, known))
        rows.append(
            (link.stage, tenth(stage.supports), binds, tenth(stage.stage.output), stage.stage.unit,
             tenth(stage.surplus), tenth(stage.imported_feed), ", ".join(output.left_out) or None,
             output.national.described if output.national else None)
        )  # fmt: skip
    title = CHAIN_NAMES.get(balance.chain, balance.chain.replace("-", " ").capitalize())
    table = Table(
        name=f"flow-{balance.chain}-table", title=f"{title} in {balance.year}", columns=FLOW_COLUMNS, lines=rows
    )
    return Flow(balance.chain, title, bars, len(bars) * BAR + 8, " ".join(flow_words(balance)), table)


def flow_words(balance: Balance) -> list[str]:
    """A chain in one year, in sentences: what binds, what is not known, what would have to be imported."""
    result, unit = balance.result, balance.final_unit
    if not result.narrowest or result.final_output is None:
        return [f"In {balance.year} the narrowest stage is unknown: of no stage are both output and yield known."]
    are = "are the narrowest stages: together they carry" if len(result.narrowest) > 1 else "is the narrowest stage: it"
    verb = "" if len(result.narrowest) > 1 else " carries"
    words = [f"In {balance.year}, {balance.binding} {are}{verb} {result.final_output:,.0f} {unit}."]
    if balance.is_partial:
        words.append("Not all of its plants are known, so it may be wider.")
    if result.unknown:
        words.append(f"Not known, so perhaps narrower: {', '.join(result.unknown)}.")
    words += [f"{stage.flag[0].upper()}{stage.flag[1:]}." for stage in result.stages if stage.flag]
    return words


def binding_table(balances: Sequence[Balance]) -> Table:
    """The narrowest stage of one chain, year by year, by P50 and by the forecast."""
    years: dict[int, dict[str, Balance]] = {}
    for one in balances:
        years.setdefault(one.year, {})[one.basis] = one
    rows: list[Row] = []
    for year, both in sorted(years.items()):
        p50, forecast = both["p50"], both["forecast"]
        flags = "; ".join(stage.flag for stage in p50.result.stages if stage.flag)
        rows.append(
            (year, p50.binding or None, tenth(p50.result.final_output), forecast.binding or None,
             tenth(forecast.result.final_output), flags or None)
        )  # fmt: skip
    chain = balances[0].chain
    title = CHAIN_NAMES.get(chain, chain.replace("-", " ").capitalize())
    return Table(
        name=f"binding-{chain}-table",
        title=f"{title}: the narrowest stage by year",
        columns=BINDING_COLUMNS,
        lines=rows,
    )


def tenth(value: Decimal | None) -> Decimal | None:
    """To a tenth, for a page; the report has all places."""
    return None if value is None else value.quantize(TENTH)


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
