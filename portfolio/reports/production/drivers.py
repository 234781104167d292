"""What makes the spread: which projects and which milestones a mineral's P50 hangs on."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.drivers import drivers
from projects.models import ProjectedPhase
from projects.models.projectable import as_phase, drawing_of, line_of
from record.calculations.as_of import AsOf

from .projected import COUNTED, STANDING, notes_of, passes, projected_at, year_asked

MILLION = 10**6


@dataclass(frozen=True, slots=True)
class DriverLine:
    """A project or a milestone beside the line whose spread it makes."""

    mineral: str
    stage: str
    year: int
    standing: str
    unit: str
    kind: str
    driver: str
    rank: int
    spread_share: Decimal | None
    p50_carried: Decimal


COLUMNS = (
    c.MINERAL,
    c.STAGE,
    c.YEAR,
    STANDING,
    c.UNIT,
    Column("driver_kind", "Driver is", "project, or milestone.", value=lambda line: line.kind),
    Column(
        "driver",
        "Driver",
        "The project, or the milestone with which phases start.",
        names="unknown",
        value=lambda line: line.driver,
    ),
    Column("rank", "Rank", "Those that make most of the spread first.", Type.INTEGER, value=lambda line: line.rank),
    Column(
        "spread_share",
        "Share of spread",
        "Covariance with the line over the line's variance; over all of a line these sum to 1.",
        Type.FRACTION,
        unknown="the line does not vary",
        value=lambda line: line.spread_share,
    ),
    Column(
        "p50_carried",
        "P50 carried",
        "The line's median less its median without it.",
        Type.QUANTITY,
        value=lambda line: line.p50_carried,
    ),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    run = found.run
    drawing = drawing_of(run)
    year = year_asked(at, filters)
    period = min(max(year - run.parameters["first_year"], 0), drawing.horizon.count - 1)
    members: dict[tuple[str, ...], list[ProjectedPhase]] = defaultdict(list)
    for phase in found.phases:
        if not phase.why and phase.reach == COUNTED and passes(phase, filters):
            members[line_of(phase)].append(phase)
    lines: list[DriverLine] = []
    for (mineral, stage, unit, standing, _), phases in sorted(members.items()):
        values = [as_phase(phase, drawing.curves) for phase in phases]
        projects = {phase.phase.slug: phase.phase.project.slug for phase in phases}
        for by, name in (
            ("project", lambda one, projects=projects: projects[one.slug]),
            ("milestone", lambda one: one.start.slug),
        ):
            for rank, one in enumerate(drivers(values, drawing.horizon, drawing.draws, period, by=name), start=1):
                share = None if one.spread_share is None else Decimal(f"{one.spread_share:.6f}")
                carried = Decimal(one.p50_carried) / MILLION
                lines.append(
                    DriverLine(mineral, stage, run.parameters["first_year"] + period, standing, unit, by, one.name,
                               rank, share, carried)
                )  # fmt: skip
    return Answer(lines, notes=notes_of(run, "Drawn anew with the run's own seed, so it is of the very draws kept."))


DEFINITION = Definition(
    "capacity-drivers", "What drives the spread",
    "By facts alone: which projects make the spread, and which milestone carries most of the P50?",
    COLUMNS, ("mineral", "year"), answer,
    is_projected=True,
)  # fmt: skip
