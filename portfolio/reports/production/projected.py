"""The stored run that counts at an AsOf, its phases and answers, and the columns that its reports share."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.calculations.support import Support
from portfolio.positions.filters import Filters
from portfolio.reports.base import Column, Type
from portfolio.reports.words import words
from projects.models import ProjectedOutput, ProjectedPhase, ProjectionRun
from projects.models.projectable import newest_run
from record.calculations.as_of import AsOf

MEASURES = ("promised", "forecast", "p10", "p50", "p90", "mean", "recorded")
COUNTED = Support.COUNTED.value
RECONSTRUCTION = "Ramp-up curves are a reconstruction, about 10 points either way between 6 and 36 months."
JUDGEMENT = "Odds and slips are judgement, bounded by measured findings; an override gives its reason and source."
NO_RUN = "No projection is on record for that day and what was known then. One runs every night and after a change."

UNKNOWN = {"unknown": "not known; the row says why"}
MINERAL = Column(
    "mineral", "Mineral", "Identifier of the mineral or product group.", unknown="no mineral is named", names="mineral"
)
STAGE = Column(
    "stage",
    "Stage",
    "Identifier of the chain's stage; as stated where the mineral has no chain.",
    words=words,
    names="stage",
)
YEAR = Column(
    "year", "Year", "Calendar year.", Type.INTEGER, unknown="no figures by year", is_optional=True, is_grouped=False
)
STANDING = Column(
    "standing",
    "Standing",
    "Where the plant stands: domestic, partner from the day of signing, other, of concern, or unknown.",
)
UNIT = Column("unit", "Unit", "Unit of account of the stage; the measures are in it, a year.")
REACH = Column("reach", "Reached by", "The strongest award: counted, or conditional, letters, announced only, none.")
COUNTS = Column("counts", "Counts", "Only what a committed or later award reaches is in a gain.", Type.BOOLEAN)
MEASURE_COLUMNS = (
    Column("promised", "Promised", "If started as first promised; no chance in it.", Type.QUANTITY, **UNKNOWN),
    Column("forecast", "Forecast", "If started as said now; no chance in it.", Type.QUANTITY, **UNKNOWN),
    Column("p10", "P10", "One draw in ten is at or below.", Type.QUANTITY, **UNKNOWN),
    Column("p50", "P50", "Half of the draws are at or below.", Type.QUANTITY, **UNKNOWN),
    Column("p90", "P90", "Nine draws in ten are at or below.", Type.QUANTITY, **UNKNOWN),
    Column("mean", "Mean", "The mean of the draws; alone among these it adds up.", Type.QUANTITY, **UNKNOWN),
    Column("recorded", "Recorded", "What was recorded above the baseline.", Type.QUANTITY, unknown="nothing recorded"),
)
FLAG = Column(
    "figures",
    "Figures are",
    "planned (promise and forecast only), estimated (drawn), recorded (some of the year is on record), or unknown.",
)


@dataclass(frozen=True, slots=True)
class Projected:
    """One run: its phases by identifier, their answers by year, and those of its lines."""

    run: ProjectionRun
    phases: list[ProjectedPhase]
    by_phase: dict[int, list[ProjectedOutput]]
    lines: list[ProjectedOutput]


def projected_at(at: AsOf) -> Projected | None:
    """The run that counts at `at`, in three questions; None where there is none."""
    run = newest_run(at)
    return None if run is None else projected(run)


def projected(run: ProjectionRun) -> Projected:
    phases = list(run.projected_phases.select_related("phase__project").order_by("phase__slug"))
    by_phase: dict[int, list[ProjectedOutput]] = defaultdict(list)
    lines = []
    for row in run.outputs.order_by("mineral", "stage", "unit", "standing", "reach", "year", "pk"):
        if row.projected_phase_id is None:
            lines.append(row)
        else:
            by_phase[row.projected_phase_id].append(row)
    return Projected(run, phases, by_phase, lines)


def measures(row: ProjectedOutput) -> tuple[Decimal | None, ...]:
    return tuple(getattr(row, name) for name in MEASURES)


def flag_of(row: ProjectedOutput) -> str:
    if row.recorded is not None:
        return "recorded"
    if row.p50 is not None:
        return "estimated"
    return "planned" if row.forecast is not None or row.promised is not None else "unknown"


def passes(row: Any, filters: Filters, project: str = "") -> bool:
    """True when a row is of the mineral and the project that was asked for."""
    return filters.mineral in ("", row.mineral) and filters.project in ("", project)


def notes_of(run: ProjectionRun | None, *more: str) -> tuple[str, ...]:
    """Which run answers, and on what it rests."""
    if run is None:
        return (NO_RUN,)
    asked = f"Run of {run.effective_on}, recording {run.read_serial} read, seed {run.seed}, {run.draws:,} draws."
    return (f"{asked} Inputs {run.inputs_hash[:12]}, answer {run.answer_hash[:12]}.", RECONSTRUCTION, JUDGEMENT, *more)


def names_of(phases: Iterable[ProjectedPhase]) -> str:
    return ", ".join(sorted({row.phase.project.slug for row in phases}))
