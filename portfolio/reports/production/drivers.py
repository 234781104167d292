"""What makes the spread: which projects and which milestones a mineral's P50 hangs on."""

from collections import defaultdict
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.reports.base import Answer, Column, Definition, Row, Type
from projects.calculations.draws import Draws
from projects.calculations.drivers import drivers
from projects.calculations.months import Horizon
from projects.models import ProjectedPhase
from projects.models.projectable import as_phase, curves_of, line_of, mixture_of
from record.calculations.as_of import AsOf

from .projected import COUNTED, MINERAL, STAGE, STANDING, UNIT, YEAR, notes_of, passes, projected_at

AHEAD = 5
MILLION = 10**6
COLUMNS = (
    MINERAL,
    STAGE,
    YEAR,
    STANDING,
    UNIT,
    Column("by", "By", "project, or milestone."),
    Column("driver", "Driver", "The project, or the milestone with which phases start."),
    Column("rank", "Rank", "Those that make most of the spread first.", Type.INTEGER),
    Column(
        "spread_share",
        "Share of spread",
        "Covariance with the line over the line's variance; over all of a line these sum to 1.",
        Type.FRACTION,
        unknown="the line does not vary",
    ),
    Column("p50_carried", "P50 carried", "The line's median less its median without it.", Type.QUANTITY),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    run = found.run
    horizon = Horizon.years(run.parameters["first_year"], run.parameters["years"], run.effective_on.end)
    curves = curves_of(run.parameters)
    draws = Draws(run.seed, run.draws, run.parameters["correlation"], mixture_of(run.parameters))
    year = at.as_of.year + AHEAD
    period = min(max(year - run.parameters["first_year"], 0), horizon.count - 1)
    members: dict[tuple[str, ...], list[ProjectedPhase]] = defaultdict(list)
    for phase in found.phases:
        if not phase.why and phase.reach == COUNTED and passes(phase, filters):
            members[line_of(phase)].append(phase)
    rows: list[Row] = []
    for (mineral, stage, unit, standing, _), phases in sorted(members.items()):
        values = [as_phase(phase, curves) for phase in phases]
        projects = {phase.phase.slug: phase.phase.project.slug for phase in phases}
        for by, name in (
            ("project", lambda one, projects=projects: projects[one.slug]),
            ("milestone", lambda one: one.start.slug),
        ):
            for rank, one in enumerate(drivers(values, horizon, draws, period, by=name), start=1):
                share = None if one.spread_share is None else Decimal(f"{one.spread_share:.6f}")
                carried = Decimal(one.p50_carried) / MILLION
                rows.append(
                    (mineral, stage, run.parameters["first_year"] + period, standing, unit, by, one.name, rank, share,
                     carried)
                )  # fmt: skip
    return Answer(rows, notes=notes_of(run, "Drawn anew with the run's own seed, so it is of the very draws kept."))


DEFINITION = Definition(
    "capacity-drivers", "What drives the spread",
    "Which projects make the spread, and which milestone carries most of the P50?", COLUMNS, ("mineral",), answer,
)  # fmt: skip
