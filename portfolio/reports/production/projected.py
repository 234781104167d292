"""The stored run that counts at an AsOf, its phases and answers, and the columns that its reports share."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from portfolio.calculations.support import Support
from portfolio.positions.filters import Filters
from portfolio.reports.base import Column, Line, Type
from projects.calculations.distributions import SizeClass
from projects.calculations.months import projected_years
from projects.models import ProjectedOutput, ProjectedPhase, ProjectionRun
from projects.models.flawed_phases import set_aside
from projects.models.projectable import newest_run, years_of
from record.calculations.as_of import AsOf
from record.calculations.once import once
from record.models.entities_at import EntitiesAt

COUNTED = Support.COUNTED.value
AHEAD = 5
"""Years from the day asked to the year about which a page or a report of one year is, as near as may be."""
HEADLINE_YEARS = (2028, 2030, 2035)
"""What a manager is asked about."""
RECONSTRUCTION = "Ramp-up curves are a reconstruction, about 10 points either way between 6 and 36 months."
JUDGEMENT = "Odds and slips are judgement, bounded by measured findings; an override gives its reason and source."
NO_RUN = "No projection is on record for that day and what was known then. One runs every night and after a change."

NOT_KNOWN = "not known; the row says why"
STANDING = Column(
    "standing",
    "Standing",
    "Where the plant stands: domestic, partner from the day of signing, other, of concern, or unknown.",
    value=lambda line: line.standing,
)
REACH = Column(
    "reach",
    "Reached by",
    "The strongest award: counted, or conditional, letters, announced only, none.",
    value=lambda line: line.reach,
)
COUNTS = Column(
    "counts",
    "Counts",
    "Only what a committed or later award reaches is in a gain.",
    Type.BOOLEAN,
    value=lambda line: line.reach == COUNTED,
)
WIDE = "only sizes of class C are rough"


def quantity(name: str, label: str, meaning: str, unknown: str, of: str = "", **more: Any) -> Column:
    """A measure of an output by the name of its field, `of` where the column is called otherwise."""
    return Column(name, label, meaning, Type.QUANTITY, unknown=unknown, value=attrgetter(of or name), **more)


PROMISED = quantity("promised", "Promised", "If started as first promised; no chance in it.", NOT_KNOWN)
MEASURE_COLUMNS = (
    PROMISED,
    quantity("forecast", "Forecast", "If started as said now; no chance in it.", NOT_KNOWN),
    quantity("p10_facts", "P10, facts only", "One draw in ten is at or below.", NOT_KNOWN, "p10"),
    quantity("p50_facts", "P50, facts only", "Half of the draws are at or below.", NOT_KNOWN, "p50"),
    quantity("p90_facts", "P90, facts only", "Nine draws in ten are at or below.", NOT_KNOWN, "p90"),
    quantity("mean_facts", "Mean, facts only", "The mean of the draws; alone among these it adds up.", NOT_KNOWN,
             "mean"),
    quantity("recorded", "Recorded", "What was recorded above the baseline.", "nothing recorded"),
    quantity("p10_estimated", "P10, with estimates", "One draw in ten is at or below.", NOT_KNOWN),
    quantity("p50_estimated", "P50, with estimates", "Half of the draws are at or below.", NOT_KNOWN),
    quantity("p90_estimated", "P90, with estimates", "Nine draws in ten are at or below.", NOT_KNOWN),
    quantity("mean_estimated", "Mean, with estimates", "The mean of the draws with estimates.", NOT_KNOWN),
    quantity("p10_rough", "P10, rough", "With sizes of class C as well: a range without a middle.", WIDE,
             is_optional=True),
    quantity("p90_rough", "P90, rough", "With sizes of class C as well: a range without a middle.", WIDE,
             is_optional=True),
)  # fmt: skip
MEASURES = (
    "promised", "forecast", "p10", "p50", "p90", "mean", "recorded", "p10_estimated", "p50_estimated", "p90_estimated",
    "mean_estimated", "p10_rough", "p90_rough",
)  # fmt: skip
FLAG = Column(
    "figures",
    "Figures are",
    "planned (promise and forecast only), estimated (drawn), recorded (some of the year is on record), or unknown.",
    value=lambda line: flag_of(line),
)
PHASES = Column(
    "phases", "Phases", "Capacity phases that the line is about.", Type.INTEGER, value=lambda line: line.phases
)
PHASES_KNOWN = Column(
    "phases_known",
    "Phases known",
    "Of these phases, those of which the figures are known; the others are unknown, not zero.",
    Type.INTEGER,
    value=lambda line: line.known,
)
WHY_UNKNOWN = Column(
    "why_unknown",
    "Why unknown",
    "Why a figure of the line is not known, in words.",
    unknown="all is known",
    is_optional=True,
    is_prose=True,
    value=lambda line: line.why or None,
)
HAS_ESTIMATE = Column(
    "has_estimate",
    "Rests on an estimate",
    "A field of the plant is estimated.",
    Type.BOOLEAN,
    value=lambda line: line.is_estimated,
)
WHY_NOT_ESTIMATED = Column(
    "why_not_estimated",
    "Why no estimate",
    "Why it has no firm figure with estimates either.",
    unknown="it has one, or facts suffice",
    is_optional=True,
)
GAIN_AS = Column(
    "gain_as",
    "Gain as",
    "How the gain is told: p50, or forecast.",
    value=lambda line: line.basis,
)


def of_part(part: Callable[[Line], Line | None], *columns: Column) -> tuple[Column, ...]:
    """The columns, each with its value for a part of the line; empty where the line has no such part."""
    return tuple(column.of(partial(value_of_part, column, part)) for column in columns)


def value_of_part(column: Column, part: Callable[[Line], Line | None], line: Line) -> Any:
    found = part(line)
    return None if found is None or column.value is None else column.value(found)


@dataclass(frozen=True, slots=True)
class ProjectedPhases:
    """One run, and its phases by identifier: enough for what is drawn anew."""

    run: ProjectionRun
    phases: list[ProjectedPhase]


@dataclass(frozen=True, slots=True)
class Projected(ProjectedPhases):
    """The same with the answers of its phases by year, and those of its lines."""

    by_phase: dict[int, list[ProjectedOutput]]
    lines: list[ProjectedOutput]


@once
def projected_at(at: AsOf) -> Projected | None:
    """The run that counts at `at`, in three questions; None where there is none."""
    run = newest_run(at)
    return None if run is None else projected(run, at)


def projected_phases_at(at: AsOf) -> ProjectedPhases | None:
    """The phases of the run that counts at `at`, without their stored answers; None where there is none."""
    run = newest_run(at)
    return None if run is None else ProjectedPhases(run, phases_of(run, at))


def phases_of(run: ProjectionRun, at: AsOf) -> list[ProjectedPhase]:
    """The phases of a run and their projects as they were labelled at `at`."""
    phases = EntitiesAt(at).fill(run.projected_phases.order_by("phase__slug"))
    set_aside(phases, run.parameters, run.draws)
    return phases


def projected(run: ProjectionRun, at: AsOf) -> Projected:
    """A run with its phases and their projects as they were labelled at `at`."""
    phases = phases_of(run, at)
    by_phase: dict[int, list[ProjectedOutput]] = defaultdict(list)
    lines = []
    for row in run.outputs.order_by("mineral", "stage", "unit", "standing", "reach", "year", "pk"):
        if row.projected_phase_id is None:
            lines.append(row)
        else:
            by_phase[row.projected_phase_id].append(row)
    return Projected(run, phases, by_phase, lines)


def flag_of(row: ProjectedOutput) -> str:
    if row.recorded is not None:
        return "recorded"
    if row.p50 is not None:
        return "estimated"
    return "planned" if row.forecast is not None or row.promised is not None else "unknown"


def why_without_a_middle(phase: ProjectedPhase) -> str:
    """Why a phase is not in the answer with estimates; empty where it is."""
    if not phase.why:
        return ""
    return phase.why_estimated or ("only a rough size is known" if phase.size_class == SizeClass.C else "")


def year_asked(at: AsOf, asked: int | None, run: ProjectionRun | None) -> int:
    """The year that was asked for, else the headline year of the run that is nearest to five years on."""
    ahead = year_of_day(at, run) + AHEAD
    offered = years_of(run) if run else projected_years(at.as_of)
    near = [year for year in HEADLINE_YEARS if year in offered]
    return asked or min(near, key=lambda year: abs(year - ahead), default=ahead)


def year_of_day(at: AsOf, run: ProjectionRun | None) -> int:
    """The year of the day; of a day of which the run does not reach five years on, that of the run."""
    if run is None or at.as_of.year + AHEAD in years_of(run):
        return at.as_of.year
    return run.counts_from.year


def passes(row: Any, filters: Filters, project: str = "") -> bool:
    """True when a row is of the mineral, the stage and the project that were asked for."""
    if filters.stage not in ("", row.stage):
        return False
    return filters.mineral in ("", row.mineral) and filters.project in ("", project)


def notes_of(run: ProjectionRun | None, *more: str) -> tuple[str, ...]:
    """Which run answers, and on what it rests."""
    if run is None:
        return (NO_RUN,)
    asked = f"Run of {run.effective_on}, recording {run.read_serial} read, seed {run.seed}, {run.draws:,} draws."
    years = years_of(run)
    ends = f"It answers for {years[0]} to {years[-1]}."
    hashes = f"Inputs {run.inputs_hash[:12]}, answer {run.answer_hash[:12]}."
    return (f"{asked} {ends} {hashes}", RECONSTRUCTION, JUDGEMENT, *more)
