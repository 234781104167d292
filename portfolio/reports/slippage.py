"""Are we getting later? The slip of milestones by agency, mineral and kind, quarter after quarter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio.calculations.fiscal_year import quarter_ends
from portfolio.positions.filters import Filters
from portfolio.positions.milestones import MilestoneAt, milestones_at
from projects.calculations.schedule import Health, Reading, health_of
from record.calculations.as_of import AsOf

from .base import Answer, Column, Definition, Row, Type

QUARTERS = 8
DAYS = {"type": Type.INTEGER, "unit": "days"}

COLUMNS = (
    Column("grouped_by", "By", "What the milestones are grouped by: all, agency, mineral or kind."),
    Column("group", "Group", "The agency, the mineral or the kind; a milestone of two agencies stands under both."),
    Column(
        "on_day", "On", "The end of a quarter, last the day asked for; as known at the moment asked for.", Type.DATE
    ),
    Column("milestones", "Milestones", "Of which something had been said by then.", Type.INTEGER),
    Column("known", "Slip known", "Those with a first promise and a day to compare it with.", Type.INTEGER),
    Column("slip_total_days", "Slip in all", "The sum of these slips.", unknown="no slip is known", **DAYS),
    Column(
        "slip_mean_days",
        "Mean slip",
        "That sum by their number, to the nearest day.",
        unknown="no slip is known",
        **DAYS,
    ),
    Column(
        "change_days",
        "Later by",
        "Mean slip less that of the quarter before; above zero we are getting later.",
        unknown="no mean to compare",
        **DAYS,
    ),
    Column("late", "Late", "More than 90 days behind the first promise and not done.", Type.INTEGER),
    Column("overdue", "Overdue", "Their day has passed and nothing says that they happened.", Type.INTEGER),
    Column("done", "Done", "Happened by then.", Type.INTEGER),
)

FILTERS = ("agency", "program", "company", "project", "mineral", "state", "stage", "site_kind", "officer")


@dataclass(frozen=True, slots=True)
class Slippage:
    """A group of milestones on a day."""

    milestones: int
    slips: tuple[int, ...]
    late: int
    overdue: int
    done: int

    @property
    def mean(self) -> int | None:
        return round(sum(self.slips) / len(self.slips)) if self.slips else None


def answer(at: AsOf, filters: Filters) -> Answer:
    lines = milestones_at(at, filters)
    days = [*quarter_ends(at.as_of - timedelta(days=1), QUARTERS), at.as_of]
    rows: list[Row] = []
    readings = {day: {line.slug: health_of(line.statements, day) for line in lines} for day in days}
    for by, group, of_group in groups(lines):
        before: int | None = None
        for day in days:
            found = slippage(readings[day][line.slug] for line in of_group if stated_by_then(line, day))
            rows.append(row(by, group, day, found, before))
            before = found.mean
    return Answer(rows, notes=("Every day is read with what is known at the moment asked for.",))


def groups(lines: list[MilestoneAt]) -> Iterable[tuple[str, str, list[MilestoneAt]]]:
    """By what, which, and its milestones, in a fixed order."""
    yield "all", "all", lines
    for by, of in (
        ("agency", lambda line: line.agencies),
        ("mineral", lambda line: line.minerals),
        ("kind", lambda line: [line.milestone.kind]),
    ):
        found: dict[str, list[MilestoneAt]] = defaultdict(list)
        for line in lines:
            for name in of(line):
                found[name].append(line)
        for name in sorted(found):
            yield by, name, found[name]


def stated_by_then(line: MilestoneAt, day: date) -> bool:
    return any(statement.counts_from <= day for statement in line.statements)


def slippage(readings: Iterable[Reading]) -> Slippage:
    all_of_them = list(readings)
    counts = {health: sum(1 for one in all_of_them if one.health is health) for health in Health}
    return Slippage(
        len(all_of_them),
        tuple(one.slip_days for one in all_of_them if one.slip_days is not None),
        counts[Health.LATE],
        counts[Health.OVERDUE],
        counts[Health.DONE],
    )


def row(by: str, group: str, day: date, found: Slippage, before: int | None) -> Row:
    return (
        by,
        group,
        day,
        found.milestones,
        len(found.slips),
        sum(found.slips) if found.slips else None,
        found.mean,
        None if found.mean is None or before is None else found.mean - before,
        found.late,
        found.overdue,
        found.done,
    )


DEFINITION = Definition(
    "slippage",
    "Slippage",
    "Are we getting later: by agency, by mineral, by kind of milestone?",
    COLUMNS,
    FILTERS,
    answer,
)
