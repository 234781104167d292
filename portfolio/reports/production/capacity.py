"""What each phase will yield, year by year: promised, forecast, drawn, recorded; and why one has no figures."""

from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.reports.base import Answer, Column, Definition, Row, Type
from projects.calculations.by_products import HostLimit
from projects.models import ProjectedOutput, ProjectedPhase
from record.calculations.as_of import AsOf

from .by_products import host_limits
from .projected import (
    COUNTED,
    COUNTS,
    FLAG,
    MEASURE_COLUMNS,
    MEASURES,
    MINERAL,
    REACH,
    STAGE,
    STANDING,
    UNIT,
    YEAR,
    flag_of,
    measures,
    notes_of,
    passes,
    projected_at,
)

SIX = Decimal("0.000001")
COLUMNS = (
    Column("phase", "Phase", "One facility, one product, one stage."),
    Column("project", "Project", "The site.", page="project"),
    MINERAL,
    STAGE,
    YEAR,
    STANDING,
    UNIT,
    REACH,
    COUNTS,
    *MEASURE_COLUMNS,
    FLAG,
    Column("baseline", "Baseline", "Yearly output before.", Type.QUANTITY, unknown="no source states it"),
    Column("nameplate_added", "Nameplate added", "Designed yearly capacity.", Type.QUANTITY, unknown="not known"),
    Column("promised_on", "Start promised", "First promise.", Type.PARTIAL_DATE, unknown="no dated promise"),
    Column("due_on", "Start due", "As said now, or as it happened.", Type.PARTIAL_DATE, unknown="no dated statement"),
    Column("start_is", "Start is", "planned, recorded or unknown."),
    Column("risk_stage", "Odds of", "Stage whose odds and slip it has.", unknown="no odds", is_optional=True),
    Column("success_share", "Succeeds", "Judgement, bounded by measured findings.", Type.FRACTION, unknown="no odds"),
    Column("slip_median_months", "Median slip", "Judgement likewise.", Type.QUANTITY, "months", unknown="no odds"),
    Column("curve", "Ramp-up", "A reconstruction.", unknown="none chosen: drawn by the mixture", is_optional=True),
    Column("curve_reason", "Why that curve", "As chosen.", unknown="none chosen", is_optional=True, is_prose=True),
    Column("override", "Set by an officer", "The reason.", unknown="none", is_optional=True),
    Column(
        "host_limit",
        "Host gives",
        "Throughput of the host stream, grade and recovery: a by-product has no more.",
        Type.QUANTITY,
        unknown="no by-product, or no host on record",
        is_optional=True,
    ),
    Column("host_flag", "Above its host", "In words; never capped.", unknown="no", is_optional=True),
    Column("why", "Why no figures", "Empty where it is drawn.", unknown="it is drawn", is_optional=True, is_prose=True),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    limits = host_limits(at, found)
    rows: list[Row] = []
    for phase in found.phases:
        if passes(phase, filters, phase.phase.project.slug):
            limit = limits.get(phase.phase_id)
            rows += [row(phase, output, limit) for output in found.by_phase[phase.pk] or [None]]
    return Answer(rows, notes=notes_of(found.run))


def row(phase: ProjectedPhase, output: ProjectedOutput | None, limit: HostLimit | None) -> Row:
    return (
        phase.phase.slug,
        phase.phase.project.slug,
        phase.mineral or None,
        phase.stage,
        output and output.year,
        phase.standing,
        phase.unit,
        phase.reach,
        phase.reach == COUNTED,
        *(measures(output) if output else (None,) * len(MEASURES)),
        flag_of(output) if output else "unknown",
        phase.baseline,
        phase.added,
        phase.promised_on,
        phase.due_on,
        phase.start_flag,
        phase.risk_stage or None,
        phase.success_share,
        phase.slip_median_months,
        phase.curve or None,
        phase.curve_reason or None,
        phase.override or None,
        limit and limit.limit.quantize(SIX),
        (limit and limit.flag) or None,
        phase.why or None,
    )


DEFINITION = Definition(
    "capacity", "Capacity", "What will each phase yield, when, and how sure is that?", COLUMNS,
    ("mineral", "project"), answer,
)  # fmt: skip
