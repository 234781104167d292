"""What each phase will yield, year by year: promised, forecast, drawn, recorded; and why one has no figures."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.positions.filters import OF_A_FIGURE, Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from portfolio.reports.figure_known import with_figure
from projects.models import ProjectedOutput, ProjectedPhase
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded, three_in

from .by_products import HostCheck, host_limits
from .facts_wanted import FACT_WANTED, OpenPhase, open_phases_at
from .projected import (
    COUNTS,
    FLAG,
    MEASURE_COLUMNS,
    REACH,
    STANDING,
    WHY_NOT_ESTIMATED,
    WHY_UNKNOWN,
    flag_of,
    notes_of,
    of_part,
    passes,
    projected_at,
)

SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class CapacityLine:
    """A phase in one year; `output` None where it has no figures by year."""

    row: ProjectedPhase
    output: ProjectedOutput | None
    host: HostCheck | None
    opened: OpenPhase | None


COLUMNS = (
    c.PHASE.of(lambda line: line.row.phase.slug),
    c.PROJECT.of(lambda line: line.row.phase.project.slug),
    *of_part(lambda line: line.row, c.MINERAL, c.STAGE),
    *of_part(lambda line: line.output, c.YEAR),
    *of_part(lambda line: line.row, STANDING, c.UNIT, REACH, COUNTS),
    *of_part(lambda line: line.output, *MEASURE_COLUMNS),
    FLAG.of(lambda line: flag_of(line.output) if line.output else "unknown"),
    Column("baseline", "Baseline", "Yearly output before.", Type.QUANTITY, is_computed=False,
           value=lambda line: line.row.baseline),
    c.NAMEPLATE_ADDED.of(lambda line: line.row.added),
    Column("promised_on", "Start promised", "First promise.", Type.PARTIAL_DATE, unknown="no dated promise",
           value=lambda line: line.row.promised_on),
    Column("due_on", "Start due", "As said now, or as it happened.", Type.PARTIAL_DATE, unknown="no dated statement",
           value=lambda line: line.row.due_on),
    Column("start_is", "Start is", "planned, recorded or unknown.", value=lambda line: line.row.start_flag),
    Column("risk_stage", "Odds of", "Stage whose odds and slip it has.", unknown="no odds", is_optional=True,
           value=lambda line: line.row.risk_stage or None),
    Column("success_share", "Succeeds", "Judgement, bounded by measured findings.", Type.FRACTION, unknown="no odds",
           value=lambda line: line.row.success_share),
    Column("slip_median_months", "Median slip", "Judgement likewise.", Type.QUANTITY, "months", unknown="no odds",
           value=lambda line: line.row.slip_median_months),
    Column("curve", "Ramp-up", "A reconstruction.", names="curve", unknown="none chosen: drawn by the mixture",
           is_optional=True, value=lambda line: line.row.curve or None),
    Column("curve_reason", "Why that curve", "As chosen.", unknown="none chosen", is_optional=True, is_prose=True,
           value=lambda line: line.row.curve_reason or None),
    Column("override", "Set by an officer", "The reason.", unknown="none", is_optional=True,
           value=lambda line: line.row.override or None),
    Column(
        "host_limit",
        "Host gives",
        "Throughput of the host stream, grade and recovery: a by-product has no more.",
        Type.QUANTITY,
        unknown="no by-product, or no host on record",
        is_optional=True,
        value=lambda line: line.host and rounded(line.host.limit, SIX),
    ),
    Column("host_flag_facts", "Above its host, facts only", "In words; never capped.", unknown="no, or no claim",
           is_optional=True, words=three_in,
           value=lambda line: (line.host and line.host.facts and line.host.facts.flag) or None),
    Column("host_flag_estimated", "Above its host, with estimates", "By the most that is estimated; never capped.",
           unknown="no", is_optional=True, words=three_in,
           value=lambda line: (line.host and line.host.estimated.flag) or None),
    *of_part(lambda line: line.row, WHY_UNKNOWN),
    Column("size_class", "Size class", "A: fixed or at most 1.2 times wide; B: to 1.6; C: wider, rough.",
           unknown="no size", is_optional=True, value=lambda line: line.row.size_class or None),
    Column("start_class", "Start class", "A: stated or happened; B: P10 to P90 under three years; C: wider.",
           unknown="no start", is_optional=True, value=lambda line: line.row.start_class or None),
    Column("estimated_fields", "Estimated", "Each estimated field with its range and its method.",
           unknown="nothing is estimated", is_optional=True, is_prose=True, words=three_in,
           value=lambda line: in_words(line.row) or None),
    WHY_NOT_ESTIMATED.of(lambda line: (line.opened.why if line.opened else "") or None),
    FACT_WANTED.of(lambda line: line.opened.wanted if line.opened else None, unknown="it has one"),
)  # fmt: skip


def in_words(row: ProjectedPhase) -> str:
    """Each estimated field with its range and its method; empty where nothing is estimated."""
    return "; ".join(f"{one['field']}: {one['range']} ({one['method']})" for one in row.estimate.get("words", ()))


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    limits = host_limits(at, found)
    opened = {one.row.pk: one for one in open_phases_at(at, found)}
    lines = [
        CapacityLine(phase, output, limits.get(phase.phase_id), opened.get(phase.pk))
        for phase in found.phases
        if passes(phase, filters, phase.phase.project.slug)
        for output in found.by_phase[phase.pk] or [None]
        if output is None or filters.year in (None, output.year)
    ]
    return Answer(with_figure(COLUMNS, lines, filters), notes=notes_of(found.run))


DEFINITION = Definition(
    "capacity", "Capacity", "What will each phase yield, when, and how sure is that?", COLUMNS,
    ("mineral", "stage", "project", "year", *OF_A_FIGURE), answer,
    is_projected=True, chosen=(),
)  # fmt: skip
