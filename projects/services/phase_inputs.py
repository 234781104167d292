"""What is known of every capacity phase at an AsOf, as a projection takes it: estimate, start, odds, curve, record.

A phase that cannot be drawn is left out with its reason, so that one bad row never takes the others with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from projects.calculations.capacity_figures import CapacityFigure
from projects.calculations.recorded_months import by_month
from projects.calculations.schedule import Stated, stated_by
from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    ChainStage,
    Country,
    CountryStanding,
    CountsAs,
    Milestone,
    MilestoneForecast,
    Mineral,
    PhaseStart,
    ProductionRecord,
    ProjectedPhase,
    ProjectionOverride,
    RampUpCurve,
    StageRisk,
)
from projects.models.national_figures import NationalProduction
from projects.models.odds_in_force import OddsInForce, odds_in_force
from projects.models.projectable import CURVE
from projects.models.sites import Project
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded
from record.calculations.partial_dates import PartialDate

from .phase_estimates import estimates_at, set_estimate

SIX = Decimal("0.000001")
HOME = "US"
NO_AWARD = "no award"


@dataclass(frozen=True, slots=True)
class Edge:
    """What only the investors' side knows, by the project's id: how it is reached, and whom it shares its luck with."""

    reaches: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)


def curves_at(at: AsOf) -> list[dict[str, str]]:
    """The curves on record, by series, exact as text; `mixture_share` is empty for one that is never drawn."""
    rows = RampUpCurve.objects.at(at).latest_by("series")
    return [
        {"series": series, **{name: str(getattr(row, name)) for name in CURVE}}
        | {"mixture_share": "" if row.mixture_share is None else str(row.mixture_share)}
        for series, row in sorted(rows.items())
    ]


def phases_at(at: AsOf, edge: Edge) -> list[ProjectedPhase]:
    """Every phase with an estimate at `at`, unsaved, by identifier. The same few questions however many there are."""
    phases = CapacityPhase.objects.at(at)
    projects = Project.objects.at(at)
    minerals, stages = Mineral.objects.at(at), ChainStage.objects.at(at)
    estimates = CapacityEstimate.objects.at(at).latest_by("phase_id")
    starts = PhaseStart.objects.at(at).latest_by("phase_id")
    milestones = Milestone.objects.at(at)
    stated = MilestoneForecast.objects.statements(at) if starts else {}
    odds = StageRisk.objects.at(at).latest_by("stage")
    overrides = ProjectionOverride.objects.at(at).select_related("citation").latest_by("project_id")
    standings = standings_at(at)
    own, national = estimates_at(at), NationalProduction.at(at)
    records: dict[int, dict[PartialDate, ProductionRecord]] = defaultdict(dict)
    for record in ProductionRecord.objects.at(at):
        records[record.phase_id][record.effective_on] = record
    found = []
    for phase_id, estimate in estimates.items():
        phase = phases[phase_id]
        phase.project = projects[phase.project_id]
        stage, mineral = stages.get(estimate.chain_stage_id), minerals.get(estimate.mineral_id)
        kind = kind_of(estimate)
        factor = estimate.factor_to_unit_of_account if kind is not CapacityFigure.NOT_CONVERTIBLE else None
        row = ProjectedPhase(
            phase=phase,
            mineral=mineral.slug if mineral else "",
            stage=stage.slug if stage else phase.stage_as_stated,
            unit=estimate.unit_of_account or estimate.unit,
            standing=standings.get(phase.project.country, "other") if phase.project.country else "unknown",
            kind=kind.value,
            reach=edge.reaches.get(phase.project_id, NO_AWARD),
            shared_group=edge.groups.get(phase.project_id, ""),
            baseline=times(estimate.baseline_output, factor),
            baseline_on=estimate.baseline_on,
            added=times(increment_of(estimate), factor) if kind is CapacityFigure.INCREMENT else None,
        )
        start = starts.get(phase_id)
        milestone = milestones.get(start.milestone_id) if start else None
        set_start(row, estimate, milestone, stated_by(stated.get(milestone.pk, ()), at.as_of) if milestone else None)
        set_odds(row, estimate, odds, overrides.get(phase.project_id))
        row.recorded_months = recorded_months(row, estimate, records[phase_id].values())
        row.why = why_not(row, kind)
        cut = national.of(row.stage, row.unit, row.mineral) if is_at_home(row) else None
        set_estimate(row, estimate, own.get(phase_id, {}), records[phase_id].values(), at, cut)
        found.append(row)
    return sorted(found, key=lambda one: one.phase.slug)


def is_at_home(row: ProjectedPhase) -> bool:
    return row.standing == "domestic"


def standings_at(at: AsOf) -> dict[str, str]:
    """Country code → domestic, partner, other or of concern; the facility's country, never its owner's."""
    countries = Country.objects.at(at)
    rows = CountryStanding.objects.at(at).latest_by("country_id")
    return {countries[pk].code: row.standing for pk, row in rows.items()} | {HOME: "domestic"}


def kind_of(estimate: CapacityEstimate) -> CapacityFigure:
    """What the figure is; only an increment of one convertible product is a gain.

    A total of which the baseline is known is an increment as well: it is what the total adds to the baseline.
    """
    is_increment = estimate.kind == "increment" or (estimate.kind == "total" and increment_of(estimate) is not None)
    if is_increment and estimate.counts_as == CountsAs.MIXED_PRODUCTS:
        return CapacityFigure.MIXED_PRODUCTS
    if not is_increment:
        return CapacityFigure[estimate.kind.upper()]
    return (
        CapacityFigure.INCREMENT if estimate.factor_to_unit_of_account is not None else CapacityFigure.NOT_CONVERTIBLE
    )


def increment_of(estimate: CapacityEstimate) -> Decimal | None:
    """What is added a year, as stated, or a total less its baseline; None where unknown, or less than nothing."""
    if estimate.kind != "total":
        return estimate.nameplate_added
    if estimate.nameplate_added is None or estimate.baseline_output is None:
        return None
    added = estimate.nameplate_added - estimate.baseline_output
    return added if added >= 0 else None


def times(amount: Decimal | None, factor: Decimal | None) -> Decimal | None:
    """An amount in units of account, to six places; None where it or the factor is unknown."""
    return None if amount is None or factor is None else rounded(amount * factor, SIX)


def set_start(
    row: ProjectedPhase, estimate: CapacityEstimate, milestone: Milestone | None, stated: Stated | None
) -> None:
    """When it was first promised and is due, by its milestone, else by the estimate."""
    row.start = milestone.slug if milestone else row.phase.slug
    row.promised_on = row.due_on = estimate.planned_start_on
    row.start_flag = "planned" if row.due_on else "unknown"
    if stated is None:
        return
    if stated.baseline and stated.baseline.happens:
        row.promised_on = stated.baseline.happens
    if stated.done:
        row.due_on, row.start_flag = stated.done.happens or stated.done.stated_on, "recorded"
    elif stated.in_force:
        row.due_on = stated.in_force.happens
        row.start_flag = "planned" if row.due_on else "unknown"


def set_odds(
    row: ProjectedPhase, estimate: CapacityEstimate, odds: Mapping[str, StageRisk], override: ProjectionOverride | None
) -> None:
    """The prior of the phase's own stage, and over it what an officer set for the project."""
    found = odds_in_force(estimate, odds, override)
    for name in OddsInForce.__dataclass_fields__:
        setattr(row, name, getattr(found, name))


def recorded_months(
    row: ProjectedPhase, estimate: CapacityEstimate, records: Iterable[ProductionRecord]
) -> dict[str, str]:
    """Recorded output above the baseline by month, in units of account; nothing where the baseline is unknown.

    A longer period gives its remaining months what the finer records inside it leave, in equal parts.
    """
    if row.baseline is None:
        return {}
    factors = {row.unit: Decimal(1), estimate.unit: estimate.factor_to_unit_of_account}
    factors = {unit.removesuffix("/yr"): factor for unit, factor in factors.items()}
    converted = {
        one.effective_on: one.output * factor
        for one in records
        if (factor := factors.get(one.unit.removesuffix("/yr"))) is not None
    }
    known = {month: output for month, (output, _) in by_month(converted).items()}
    return {str(month): str(rounded(output - row.baseline / 12, SIX)) for month, output in sorted(known.items())}


def why_not(row: ProjectedPhase, kind: CapacityFigure) -> str:
    """Why the phase is not drawn, empty where it is."""
    if kind is not CapacityFigure.INCREMENT:
        return kind.value
    if not row.mineral:
        return "no mineral is named"
    if row.added is None:
        return "nameplate added is unknown"
    if row.due_on is None:
        return "start is unknown"
    return "" if row.success_share is not None else "no odds for its stage"
