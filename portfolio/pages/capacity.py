"""A project's capacity, phase by phase. Phases are never added here."""

from portfolio.positions import rivals
from portfolio.positions.rivals import Rivals
from portfolio.reports.base import Column, Type
from portfolio.reports.tables import NOTE, SOURCES, Table, cited
from portfolio.reports.words import words, words_of
from projects.models import CapacityEstimate, CapacityKind, CapacityPhase, Project, ProjectionOverride, StageRisk
from projects.models.odds_in_force import odds_in_force
from record.calculations.as_of import AsOf
from record.models import Claim

COLUMNS = (
    Column("product", "Product", "What is made."),
    Column("stage_as_stated", "Stage", "Of the supply chain, as stated.", unknown="not stated"),
    Column("baseline_output", "Baseline", "Output before the phase.", Type.SHARES),
    Column("nameplate_added", "Nameplate", "Designed yearly capacity: added or total, see its kind.", Type.SHARES),
    Column("unit", "Unit", "Of both figures."),
    Column(
        "capacity_kind",
        "Kind",
        "What the figure is. A gain comes only from nameplate added.",
        words=words_of(CapacityKind.choices),
    ),
    Column("planned_start_on", "Planned start", "As promised.", Type.PARTIAL_DATE),
    Column("planned_nameplate_on", "Planned nameplate", "As promised.", Type.PARTIAL_DATE),
    Column(
        "phase_stage",
        "Stage of the phase",
        "How far the phase is; the site may be further.",
        unknown="not stated",
        words=words,
    ),
    Column(
        "feed", "Feed", "Where its feed comes from, seen from the plant's country.", unknown="not stated", words=words
    ),
    Column("success_share", "Succeeds", "Judgement, bounded by measured findings.", Type.FRACTION, unknown="no odds"),
    Column("slip_median_months", "Median slip", "Judgement likewise.", Type.QUANTITY, "months", unknown="no odds"),
    Column("curve", "Ramp-up curve", "A reconstruction, chosen by judgement.", unknown="none chosen: by the mixture"),
    Column("curve_reason", "Why this curve", "Judgement.", unknown="no reason is noted", is_prose=True),
    Column("override", "Set by an officer", "In place of what, why, from which source.", unknown="nothing"),
    NOTE,
    SOURCES,
)

NOTES = (
    "Planned dates are promises. Phases of different products or stages are never added.",
    "Ramp-up curves are a reconstruction. Odds and slips are judgement, bounded by measured findings.",
)


def phases_table(at: AsOf, project: Project) -> tuple[Table, list[Rivals]]:
    """The phases with what is known of each at `at`, and what sources give differently of them."""
    phases = CapacityPhase.objects.filter(project=project).at(at)
    asked = CapacityEstimate.objects.at(at).filter(phase__project=project).select_related("citation")
    estimates = asked.latest_by("phase_id")
    priors = StageRisk.objects.at(at).latest_by("stage") if estimates else {}
    set_by_officer = ProjectionOverride.objects.at(at).filter(project=project).select_related("citation").last()
    rows = []
    for phase in sorted(phases.values(), key=lambda one: one.slug):
        known = estimates.get(phase.pk)
        if known is None:
            rows.append((phase.product, phase.stage_as_stated or None, *[None] * (len(COLUMNS) - 2)))
            continue
        odds = odds_in_force(known, priors, set_by_officer)
        rows.append(
            (
                phase.product,
                phase.stage_as_stated or None,
                known.baseline_output,
                known.nameplate_added,
                known.unit,
                known.kind,
                known.planned_start_on,
                known.planned_nameplate_on,
                known.phase_stage or None,
                known.feed_origin or None,
                odds.success_share,
                odds.slip_median_months,
                odds.curve or None,
                odds.curve_reason or None,
                odds.override or None,
                known.note or None,
                cited(known.citation) or None,
            )
        )
    table = Table(
        name="phases",
        title="Capacity",
        columns=COLUMNS,
        lines=rows,
        empty="No capacity is on record.",
        notes=NOTES if rows else (),
    )
    claimed = (
        Claim.objects.at(at)
        .filter(table=CapacityPhase._meta.db_table, entity_id__in=phases)
        .values_list("entity_id", flat=True)
    )
    found = [one for key in sorted(set(claimed)) for one in rivals.rivals(at, of=phases[key])]
    return table, found
