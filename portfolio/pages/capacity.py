"""A project's capacity, phase by phase. Phases are never added here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portfolio.positions import rivals
from portfolio.positions.rivals import Rivals
from portfolio.reports.base import Column, Type
from portfolio.reports.production.capacity import in_words
from portfolio.reports.tables import NOTE, SOURCES, Table, filled
from portfolio.reports.words import words, words_of
from projects.models import (
    CapacityEstimate,
    CapacityKind,
    CapacityPhase,
    Project,
    ProjectedPhase,
    ProjectionOverride,
    StageRisk,
)
from projects.models.odds_in_force import OddsInForce, odds_in_force
from projects.models.projectable import newest_run
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_in
from record.models import Claim


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase with what is newest known of it, and the odds in force for it; both None while nothing is known."""

    phase: CapacityPhase
    estimate: CapacityEstimate | None = None
    odds: OddsInForce | None = None
    drawn: ProjectedPhase | None = None
    """As the run in force knew it."""


def of_estimate(value: Callable[[CapacityEstimate], Any]) -> Callable[[PhaseLine], Any]:
    return lambda line: None if line.estimate is None else value(line.estimate)


def of_odds(value: Callable[[OddsInForce], Any]) -> Callable[[PhaseLine], Any]:
    return lambda line: None if line.odds is None else value(line.odds)


ESTIMATED = Column(
    "estimated_fields",
    "Estimated",
    "What stands where no source states a field: its range, by which method.",
    unknown="nothing is estimated",
    is_optional=True,
    is_prose=True,
    words=three_in,
    value=lambda line: (line.drawn and in_words(line.drawn)) or None,
)
COLUMNS = (
    Column("product", "Product", "What is made.", value=lambda line: line.phase.product),
    Column(
        "stage_as_stated",
        "Stage",
        "Of the supply chain, as stated.",
        unknown="not stated",
        value=lambda line: line.phase.stage_as_stated or None,
    ),
    Column(
        "baseline_output",
        "Baseline",
        "Output before the phase.",
        Type.SHARES,
        value=of_estimate(lambda estimate: estimate.baseline_output),
    ),
    Column(
        "baseline_on",
        "Period of the baseline",
        "In which the baseline was made.",
        Type.PARTIAL_DATE,
        unknown="no source says",
        value=of_estimate(lambda estimate: estimate.baseline_on),
    ),
    Column(
        "nameplate_added",
        "Nameplate",
        "Designed yearly capacity: added or total, see its kind.",
        Type.SHARES,
        value=of_estimate(lambda estimate: estimate.nameplate_added),
    ),
    Column("unit", "Unit", "Of both figures.", value=of_estimate(lambda estimate: estimate.unit)),
    Column(
        "capacity_kind",
        "Kind",
        "What the figure is. A gain comes only from nameplate added.",
        words=words_of(CapacityKind.choices),
        value=of_estimate(lambda estimate: estimate.kind),
    ),
    ESTIMATED,
    Column(
        "planned_start_on",
        "Planned start",
        "As promised.",
        Type.PARTIAL_DATE,
        value=of_estimate(lambda estimate: estimate.planned_start_on),
    ),
    Column(
        "planned_nameplate_on",
        "Planned nameplate",
        "As promised.",
        Type.PARTIAL_DATE,
        value=of_estimate(lambda estimate: estimate.planned_nameplate_on),
    ),
    Column(
        "phase_stage",
        "Stage of the phase",
        "How far the phase is; the site may be further.",
        unknown="not stated",
        words=words,
        value=of_estimate(lambda estimate: estimate.phase_stage or None),
    ),
    Column(
        "feed",
        "Feed",
        "Where its feed comes from, seen from the plant's country.",
        unknown="not stated",
        words=words,
        value=of_estimate(lambda estimate: estimate.feed_origin or None),
    ),
    Column(
        "success_share",
        "Succeeds",
        "Judgement, bounded by measured findings.",
        Type.FRACTION,
        unknown="no odds",
        value=of_odds(lambda odds: odds.success_share),
    ),
    Column(
        "slip_median_months",
        "Median slip",
        "Judgement likewise.",
        Type.QUANTITY,
        "months",
        unknown="no odds",
        value=of_odds(lambda odds: odds.slip_median_months),
    ),
    Column(
        "curve",
        "Ramp-up curve",
        "A reconstruction, chosen by judgement.",
        names="curve",
        unknown="none chosen: by the mixture",
        value=of_odds(lambda odds: odds.curve or None),
    ),
    Column(
        "curve_reason",
        "Why this curve",
        "Judgement.",
        unknown="no reason is noted",
        is_prose=True,
        value=of_odds(lambda odds: odds.curve_reason or None),
    ),
    Column(
        "override",
        "Set by an officer",
        "In place of what, why, from which source.",
        unknown="nothing",
        value=of_odds(lambda odds: odds.override or None),
    ),
    NOTE.of(of_estimate(NOTE.value)),
    SOURCES.of(of_estimate(SOURCES.value)),
)

NOTES = (
    "Planned dates are promises. Phases of different products or stages are never added.",
    "Ramp-up curves are a reconstruction. Odds and slips are judgement, bounded by measured findings.",
)


def phases_table(at: AsOf, project: Project) -> tuple[Table, list[Rivals]]:
    """The phases with what is known of each at `at`, and what sources give differently of them."""
    phases = CapacityPhase.objects.bearing(at, project=project)
    asked = CapacityEstimate.objects.at(at).filter(phase__in=phases).select_related("citation")
    estimates = asked.latest_by("phase_id")
    priors = StageRisk.objects.at(at).latest_by("stage") if estimates else {}
    set_by_officer = ProjectionOverride.objects.at(at).about(project=project).select_related("citation").last()
    run = newest_run(at) if estimates else None
    projected = run.projected_phases.filter(phase__in=phases) if run else ()
    drawn = {one.phase_id: one for one in projected}
    lines = []
    for phase in sorted(phases.values(), key=lambda one: one.slug):
        known = estimates.get(phase.pk)
        odds = None if known is None else odds_in_force(known, priors, set_by_officer)
        lines.append(PhaseLine(phase, known, odds, drawn.get(phase.pk)))
    table = Table(
        name="phases",
        title="Capacity",
        columns=filled(COLUMNS, lines) if lines else COLUMNS,
        lines=lines,
        empty="No capacity is on record.",
        notes=NOTES if lines else (),
    )
    claimed = (
        Claim.objects.at(at)
        .filter(table=CapacityPhase._meta.db_table, entity_id__in=phases)
        .values_list("entity_id", flat=True)
    )
    found = [one for key in sorted(set(claimed)) for one in rivals.rivals(at, of=phases[key])]
    return table, found
