"""Are we getting later? The slip of milestones by agency, mineral and kind, quarter after quarter."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portfolio.calculations.fiscal_year import quarter_ends
from portfolio.positions.filters import Filters
from portfolio.positions.milestones import MilestoneAt, milestones_at
from projects.calculations.schedule import Health, Reading, health_of
from record.calculations.as_of import AsOf

from .base import Answer, Column, Definition, Type

QUARTERS = 8
DAYS: dict[str, Any] = {"type": Type.INTEGER, "unit": "days"}

COLUMNS = (
    Column(
        "grouped_by",
        "By",
        "What the milestones are grouped by: all, agency, mineral or kind.",
        value=lambda line: line.grouped_by,
    ),
    Column(
        "group",
        "Group",
        "The agency, the mineral or the kind; a milestone of two agencies stands under both.",
        value=lambda line: line.group,
    ),
    Column(
        "on_day",
        "On",
        "The end of a quarter, last the day asked for; as known at the moment asked for.",
        Type.DATE,
        value=lambda line: line.on_day,
    ),
    Column(
        "milestones",
        "Milestones",
        "Of which something had been said by then.",
        Type.INTEGER,
        value=lambda line: line.milestones,
    ),
    Column(
        "slips_known",
        "Slip known",
        "Those with a first promise and a day to compare it with.",
        Type.INTEGER,
        value=lambda line: len(line.slips),
    ),
    Column(
        "slip_total_days",
        "Slip in all",
        "The sum of these slips.",
        unknown="no slip is known",
        value=lambda line: sum(line.slips) if line.slips else None,
        **DAYS,
    ),
    Column(
        "slip_mean_days",
        "Mean slip",
        "That sum by their number, to the nearest day.",
        unknown="no slip is known",
        value=lambda line: line.mean,
        **DAYS,
    ),
    Column(
        "change_days",
        "Later by",
        "Mean slip less that of the quarter before; above zero we are getting later.",
        unknown="no mean to compare",
        value=lambda line: line.change,
        **DAYS,
    ),
    Column(
        "late",
        "Late",
        "More than 90 days behind the first promise and not done.",
        Type.INTEGER,
        value=lambda line: line.late,
    ),
    Column(
        "overdue",
        "Overdue",
        "Their day has passed and nothing says that they happened.",
        Type.INTEGER,
        value=lambda line: line.overdue,
    ),
    Column("done", "Done", "Happened by then.", Type.INTEGER, value=lambda line: line.done),
)

FILTERS = ("agency", "program", "company", "project", "mineral", "state", "stage", "site_kind", "officer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slippage:
    """A group of milestones on a day. `mean_before` is the mean slip on the day before it, where there is one."""

    grouped_by: str
    group: str
    on_day: date
    milestones: int
    slips: tuple[int, ...]
    late: int
    overdue: int
    done: int
    mean_before: int | None

    @property
    def mean(self) -> int | None:
        return round(sum(self.slips) / len(self.slips)) if self.slips else None

    @property
    def change(self) -> int | None:
        """By how many days the mean is later than that of the quarter before."""
        return None if self.mean is None or self.mean_before is None else self.mean - self.mean_before


def answer(at: AsOf, filters: Filters) -> Answer:
    milestones = milestones_at(at, filters)
    ended = [day for day in quarter_ends(at.as_of, QUARTERS + 1) if day < at.as_of]
    days = [*ended[-QUARTERS:], at.as_of]
    readings = {day: {line.slug: health_of(line.statements, day) for line in milestones} for day in days}
    lines: list[Slippage] = []
    for by, group, of_group in groups(milestones):
        before: int | None = None
        for day in days:
            stated = [readings[day][line.slug] for line in of_group if stated_by_then(line, day)]
            lines.append(slippage(by, group, day, stated, before))
            before = lines[-1].mean
    return Answer(lines, notes=("Every day is read with what is known at the moment asked for.",))


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


def slippage(by: str, group: str, day: date, readings: Sequence[Reading], mean_before: int | None) -> Slippage:
    counts = {health: sum(1 for one in readings if one.health is health) for health in Health}
    return Slippage(
        grouped_by=by,
        group=group,
        on_day=day,
        milestones=len(readings),
        slips=tuple(one.slip_days for one in readings if one.slip_days is not None),
        late=counts[Health.LATE],
        overdue=counts[Health.OVERDUE],
        done=counts[Health.DONE],
        mean_before=mean_before,
    )


DEFINITION = Definition(
    "slippage",
    "Slippage",
    "Are we getting later: by agency, by mineral, by kind of milestone?",
    COLUMNS,
    FILTERS,
    answer,
)
