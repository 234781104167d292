"""A project's milestones as two pictures, each with its words and its table: a Gantt chart, and what was said when.

A picture is a value: the template only draws it.
"""

from dataclasses import dataclass
from datetime import date

from portfolio.positions.filters import Filters
from portfolio.positions.milestones import MilestoneAt, in_time_order, milestones_at
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.listed.milestones import HAPPENS_ON, STATEMENT
from portfolio.reports.milestones import ACTUAL_ON, BASELINE_ON, CARRIED_SLIP, HEALTH, IN_FORCE_ON, SLIP
from portfolio.reports.tables import Table
from projects.calculations.schedule import Health, TrendPoint, trend
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.calculations.timeline import Axis

WIDTH, LEFT, RIGHT = 860, 8, 24
PROMISED_Y, IN_FORCE_Y = 1, 14
"""Where the bars of a row stand: the first promise above what is in force, or what happened."""
TREND_HEIGHT, TREND_LEFT, TREND_TOP = 320, 64, 16
LEAST = 6  # the shortest bar that can still be seen
SHAPES = ("circle", "square", "triangle", "diamond")

NAME = c.NAME.of(lambda line: line.milestone.name, label="Milestone")
GANTT_COLUMNS = (
    NAME,
    BASELINE_ON,
    IN_FORCE_ON,
    ACTUAL_ON,
    SLIP,
    HEALTH,
    CARRIED_SLIP,
)
TREND_COLUMNS = (
    Column("line", "Line", "Its number in the chart.", Type.INTEGER, value=lambda line: line.number),
    NAME.of(lambda line: line.milestone_name),
    c.STATED_ON.of(lambda line: line.point.stated_on),
    HAPPENS_ON.of(lambda line: line.point.happens, label="To happen", unknown="target withdrawn"),
    STATEMENT.of(lambda line: line.point.kind.value, label="Kind"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """What was given as an interval, from its first day to its last."""

    kind: str
    x: float
    y: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class GanttRow:
    name: str
    state: str
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Gantt:
    ticks: list[tuple[float, int]]
    today: float | None
    rows: list[GanttRow]
    summary: str
    table: Table
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class TrendLine:
    number: int
    name: str
    points: list[tuple[float, float, str]]
    shape: str
    dashes: str

    @property
    def path(self) -> str:
        return " ".join(f"{x},{y}" for x, y, _ in self.points)


@dataclass(frozen=True, slots=True)
class StatedPoint:
    """A point of the trend chart, with the line that it is on."""

    number: int
    milestone_name: str
    point: TrendPoint


@dataclass(frozen=True, slots=True)
class Trend:
    said_ticks: list[tuple[float, int]]
    happens_ticks: list[tuple[float, int]]
    diagonal: tuple[float, float, float, float]
    lines: list[TrendLine]
    summary: str
    table: Table
    width: int = WIDTH
    height: int = TREND_HEIGHT + TREND_TOP + 30
    bottom: int = TREND_HEIGHT + TREND_TOP


@dataclass(frozen=True, slots=True)
class Schedule:
    """The two pictures; None where no milestone has a day, or nothing was said on a known day."""

    gantt: Gantt | None
    trend: Trend | None


def schedule(at: AsOf, slug: str) -> Schedule:
    """The pictures of one project at `at`."""
    lines = in_time_order(milestones_at(at, Filters(project=slug)))
    return Schedule(gantt(lines, at.as_of), trend_chart(lines, at.as_of))


def gantt(lines: list[MilestoneAt], today: date) -> Gantt | None:
    """One row a milestone: the first promise above what is in force, or what happened."""
    days = [day for line in lines for _, when in dates_of(line) for day in (when.start, when.end)]
    if not days:
        return None
    axis = Axis.over([*days, today], start=LEFT, length=WIDTH - LEFT - RIGHT)
    rows = []
    for line in lines:
        bars = [bar(kind, when, axis) for kind, when in dates_of(line)]
        rows.append(GanttRow(line.milestone.name, line.reading.health.value.replace("_", " "), bars))
    table = Table(
        name="gantt-table",
        title="First promise, forecast and actual",
        columns=GANTT_COLUMNS,
        lines=lines,
    )
    return Gantt(axis.ticks(), axis.at(today), rows, summary(lines, today), table)


def dates_of(line: MilestoneAt) -> list[tuple[str, PartialDate]]:
    """What is drawn of a milestone: its first promise, then what happened or else what is in force."""
    found = []
    if line.stated.baseline and line.stated.baseline.happens:
        found.append(("baseline", line.stated.baseline.happens))
    if line.stated.done:
        happened = line.stated.done.happens or line.stated.done.stated_on
        if happened:
            found.append(("actual", happened))
    elif line.stated.in_force and line.stated.in_force.happens:
        found.append(("forecast", line.stated.in_force.happens))
    return found


def bar(kind: str, when: PartialDate, axis: Axis) -> Bar:
    begins, ends = axis.at(when.start), axis.at(when.end)
    width = max(LEAST, round(ends - begins, 1))
    return Bar(
        kind, min(begins, WIDTH - RIGHT - width), PROMISED_Y if kind == "baseline" else IN_FORCE_Y, width, str(when)
    )


def summary(lines: list[MilestoneAt], today: date) -> str:
    """The chart in words: how many of each health on the day, and who slips most."""
    counts = {health: sum(1 for line in lines if line.reading.health is health) for health in Health}
    described = ", ".join(f"{count} {health.value.replace('_', ' ')}" for health, count in counts.items() if count)
    slips = [line for line in lines if line.reading.slip_days]
    most = max(slips, key=lambda line: line.reading.slip_days or 0, default=None)
    words = f"On {today}, of {len(lines)} milestone{'s' if len(lines) != 1 else ''}: {described}."
    if most is not None and (most.reading.slip_days or 0) > 0:
        words += f" {most.milestone.name} slips most, by {most.reading.slip_days:,} days."
    return words


def trend_chart(lines: list[MilestoneAt], today: date) -> Trend | None:
    """When it was said, against when it was said to be; a line that rises gets later with each statement."""
    described = [(line, trend(line.statements, today)) for line in lines]
    described = [(line, points) for line, points in described if any(point.happens for point in points)]
    if not described:
        return None
    stated = Axis.over(
        [point.stated_on.end for _, points in described for point in points] + [today],
        start=TREND_LEFT, length=WIDTH - TREND_LEFT - RIGHT,
    )  # fmt: skip
    happens = Axis.over(
        [point.happens.end for _, points in described for point in points if point.happens],
        start=TREND_TOP + TREND_HEIGHT, length=-TREND_HEIGHT,
    )  # fmt: skip
    drawn, stated_points = [], []
    for number, (line, points) in enumerate(described, start=1):
        places = [
            (stated.at(point.stated_on.end), happens.at(point.happens.end), f"said {point.stated_on}: {point.happens}")
            for point in points
            if point.happens
        ]
        dashes = ("", "6 4", "2 3", "10 3 2 3")[(number - 1) // len(SHAPES) % 4]
        drawn.append(TrendLine(number, line.milestone.name, places, SHAPES[(number - 1) % len(SHAPES)], dashes))
        stated_points += [StatedPoint(number, line.milestone.name, one) for one in points]
    later = sum(1 for _, points in described if moved(points) > 0)
    earlier = sum(1 for _, points in described if moved(points) < 0)
    return Trend(
        stated.ticks(),
        happens.ticks(8),
        diagonal(stated, happens),
        drawn,
        f"On {today}, of {len(described)} milestones with dated statements, {later} were last said to be later than "
        f"first said, {earlier} earlier, {len(described) - later - earlier} unchanged.",
        Table(name="trend-table", title="What was said, and when", columns=TREND_COLUMNS, lines=stated_points),
    )


def moved(points: list) -> int:
    """By how many days the last date given is later than the first."""
    dated = [point.happens.end for point in points if point.happens]
    return (dated[-1] - dated[0]).days if dated else 0


def diagonal(stated: Axis, happens: Axis) -> tuple[float, float, float, float]:
    """Where the day of the statement is the day itself: a line that meets it is due."""
    first = date(max(stated.first_year, happens.first_year), 1, 1)
    last = date(min(stated.last_year, happens.last_year), 12, 31)
    if last < first:
        return (0, 0, 0, 0)
    return stated.at(first), happens.at(first), stated.at(last), happens.at(last)
