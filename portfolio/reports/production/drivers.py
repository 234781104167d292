"""What makes the spread: on which projects and milestones the middle of a line hangs, by facts and with estimates."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.drivers import Driver, drivers
from projects.calculations.line_draws import Basis
from projects.calculations.phases import Phase
from projects.models import ProjectedPhase
from record.calculations.as_of import AsOf

from .drawn_lines import DrawnLines, Line
from .projected import COUNTED, HAS_ESTIMATE, STANDING, notes_of, passes, projected_at, year_asked

MILLION = 10**6
PROJECT, MILESTONE = "project", "milestone"


@dataclass(frozen=True, slots=True)
class DriverLine:
    """A project or a milestone beside the line whose spread it makes; None where a basis draws nothing of it."""

    line: Line
    year: int
    kind: str
    name: str
    rank: int
    facts: Driver | None
    estimated: Driver | None
    is_estimated: bool
    """True where a field of a plant of it is estimated."""

    @property
    def mineral(self) -> str:
        return self.line[0]

    @property
    def stage(self) -> str:
        return self.line[1]

    @property
    def unit(self) -> str:
        return self.line[2]

    @property
    def standing(self) -> str:
        return self.line[3]


def share(driver: Driver | None) -> Decimal | None:
    """Its share of the spread, to six places; None where the line does not vary, or nothing is drawn."""
    return None if driver is None or driver.spread_share is None else Decimal(f"{driver.spread_share:.6f}")


def carried(driver: Driver | None) -> Decimal | None:
    """What the middle of the line would lose without it, in the unit of the line."""
    return None if driver is None else Decimal(driver.p50_carried) / MILLION


def both(of: Callable[[DriverLine], Driver | None], kind: str, words: str) -> Iterator[Column]:
    """The columns of one basis."""
    yield Column(
        f"spread_share_{kind}",
        f"Share of spread, {words}",
        "Covariance with the line over the line's variance; over all of a line these sum to 1.",
        Type.FRACTION,
        unknown="the line does not vary, or is not drawn",
        value=lambda line: share(of(line)),
    )
    yield Column(
        f"p50_carried_{kind}",
        f"P50 carried, {words}",
        "The line's median less its median without it.",
        Type.QUANTITY,
        unknown="not drawn",
        value=lambda line: carried(of(line)),
    )


COLUMNS = (
    c.MINERAL,
    c.STAGE,
    c.YEAR,
    STANDING,
    c.UNIT,
    Column("driver_kind", "Driver is", "project, or milestone.", value=lambda line: line.kind),
    Column("driver", "Driver", "The project, or the milestone with which phases start.", names="unknown",
           value=lambda line: line.name),
    Column("rank", "Rank", "Those that make most of the spread with estimates first.", Type.INTEGER,
           value=lambda line: line.rank),
    *both(lambda line: line.estimated, "estimated", "with estimates"),
    *both(lambda line: line.facts, "facts", "facts only"),
    HAS_ESTIMATE,
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """The drivers of every line that counts, in the year asked for or the nearest of the run."""
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    drawn = DrawnLines(found)
    lines = lines_of(drawn, year_asked(at, filters.year, found.run), filters)
    note = "Drawn anew with the run's own seed, so it is of the very draws kept."
    return Answer(lines, notes=notes_of(found.run, note))


def lines_of(drawn: DrawnLines, year: int, filters: Filters) -> list[DriverLine]:
    """The projects, then the milestones of each line that passes; those that make most of its spread first."""
    period = min(max(year - drawn.first_year, 0), drawn.horizon.count - 1)
    found: list[DriverLine] = []
    for line, rows in sorted(drawn.members.items()):
        own = [row for row in rows if row.reach == COUNTED and passes(row, filters)]
        if own:
            found += of_line(drawn, line, own, period)
    return found


def of_line(drawn: DrawnLines, line: Line, rows: list[ProjectedPhase], period: int) -> list[DriverLine]:
    projects = {row.phase.slug: row.phase.project.slug for row in rows}
    found: list[DriverLine] = []
    for kind in (PROJECT, MILESTONE):

        def name_of(phase: Phase, kind: str = kind) -> str:
            return projects[phase.slug] if kind == PROJECT else phase.start.slug

        estimated, facts = (
            {one.name: one for one in drivers(drawn.of(line, basis), period, by=name_of)}
            for basis in (Basis.ESTIMATES, Basis.FACTS)
        )
        guessed = {name_of(phase) for phase in drawn.of(line, Basis.ESTIMATES).phases.values() if phase.estimate}
        found += [
            DriverLine(line, drawn.first_year + period, kind, name, rank, facts.get(name), estimated.get(name),
                       name in guessed)
            for rank, name in enumerate(dict.fromkeys((*estimated, *facts)), start=1)
        ]  # fmt: skip
    return found


DEFINITION = Definition(
    "capacity-drivers", "What drives the spread",
    "Which projects make the spread, and which milestone carries most of the P50?",
    COLUMNS, ("mineral", "stage", "year"), answer,
    is_projected=True,
)  # fmt: skip
