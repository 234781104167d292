"""Projects, their milestones and their capacity."""

from typing import Any

from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    ChainStage,
    Company,
    Milestone,
    MilestoneForecast,
    Mineral,
    PhaseStart,
    Project,
    ProjectFunding,
    StatementKind,
)
from projects.reference.chains import stage_slug
from projects.reference.load import FOLDER as REFERENCE
from projects.reference.minerals import mineral_slug
from projects.services import sites
from record.reference.loading import Known, Loading
from record.reference.rows import Row, read
from record.services import facts

from .editions import Files, load_facts, versions
from .terms import AS_STATED


def load_projects(load: Loading, files: Files, companies: dict[str, Company]) -> dict[str, Project]:
    """The sites. Their owners are loaded from the ownership file, which is finer than the column beside the name."""
    columns = (
        "project name operator owner_shares country state latitude longitude site_kind minerals stage risk_stage"
        " risk_stage_reason effective_on note sources"
    )
    rows = files.rows("projects", columns)
    same = ("name", "country", "state", "site_kind", "stage", "risk_stage", "risk_stage_reason", "note")
    projects = load.entities(
        Project,
        {
            row["project"]: {name: row.text(name) for name in same}
            | {
                "operator": companies[row["operator"]] if row["operator"] else None,
                "latitude": row.number("latitude"),
                "longitude": row.number("longitude"),
                "minerals_text": row.text("minerals"),
                "citation": load.cite(row.several("sources")),
            }
            for row in rows
        },
        since={
            steps[-1].row["project"]: steps[-1].own.day("effective_on") for steps in files.history("projects", columns)
        },
    )
    minerals = Known("mineral", {mineral.slug: mineral for mineral in Mineral.objects.all()})
    words = read(REFERENCE / "mineral_aliases.csv", "text mineral note")
    aliases = Known("wording of a mineral", {row["text"]: row["mineral"] for row in words})
    meant = {
        projects[row["project"]]: [
            minerals[mineral_slug(aliases[text])] for text in row.several("minerals") if aliases[text]
        ]
        for row in rows
    }
    missing = sites.unnamed_minerals(meant)
    if missing:
        sites.name_minerals(missing, recording=load.recording)
    return projects


def load_funding(load: Loading, files: Files, projects: dict[str, Project]) -> None:
    """What a project costs in all, and other sums about it."""
    load_facts(
        load,
        files,
        ProjectFunding,
        "project_funding",
        "project measure amount_usd said_on scope note sources",
        lambda row: ProjectFunding(
            project=projects[row["project"]],
            measure=row.text("measure"),
            total=row.number("amount_usd"),
            scope=row.text("scope"),
            effective_on=row.day("said_on"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )


def load_milestones(load: Loading, files: Files, projects: dict[str, Project]) -> dict[str, Milestone]:
    """Milestones and the dated statements about them, which are finer than the summary beside the name."""
    columns = "milestone project name kind baseline_on latest_on actual_on note sources"
    milestones = load.entities(
        Milestone,
        {
            row["milestone"]: {
                "project": projects[row["project"]],
                "name": row.text("name"),
                "kind": row.text("kind"),
                "note": row.text("note"),
                "citation": load.cite(row.several("sources")),
            }
            for row in files.rows("milestones", columns)
        },
    )
    load_facts(
        load,
        files,
        MilestoneForecast,
        "milestone_forecasts",
        "milestone stated_on kind forecast_on note sources",
        lambda row: MilestoneForecast(
            milestone=milestones[row["milestone"]],
            kind=row.text("kind"),
            forecast_on=row.day("forecast_on"),
            effective_on=row.day("stated_on"),
            note=stated_note(row),
            citation=load.cite(row.several("sources")),
        ),
        # A first promise that came after other statements would be asked for its reason.
        order=lambda one: one.kind != StatementKind.BASELINE,
    )
    return milestones


def stated_note(row: Row) -> str:
    """The note of a statement; that something happened on a day that no source gives is said to be so."""
    is_undated = row["kind"] == StatementKind.ACTUAL and not row["forecast_on"]
    return facts.explained(row.text("note"), AS_STATED if is_undated else None)


def load_capacities(load: Loading, files: Files, projects: dict[str, Project]) -> dict[str, CapacityPhase]:
    columns = (
        "phase project product mineral stage_as_reported chain chain_stage unit baseline_tpa baseline_on"
        " nameplate_added_tpa planned_start_on planned_nameplate_on unit_of_account factor_to_unit_of_account"
        " capacity_kind counts_as ramp_up_curve ramp_up_curve_reason phase_stage feed_origin domestic effective_on note"
        " reading_note sources"
    )
    phases = load.entities(
        CapacityPhase,
        {
            row["phase"]: {
                "project": projects[row["project"]],
                "product": row.text("product"),
                "stage_as_stated": row.text("stage_as_reported"),
            }
            for row in files.rows("capacities", columns)
        },
    )
    minerals = Known("mineral", {mineral.slug: mineral for mineral in Mineral.objects.all()})
    stages = Known("chain stage", {stage.slug: stage for stage in ChainStage.objects.all()})
    rows = [row for steps in files.history("capacities", columns) for row in versions("capacities", steps)]
    load.facts(CapacityEstimate, [_estimate(load, row, phases, minerals, stages) for row in rows])
    return phases


def _estimate(
    load: Loading,
    row: Row,
    phases: dict[str, CapacityPhase],
    minerals: dict[str, Mineral],
    stages: dict[str, ChainStage],
) -> CapacityEstimate:
    days: dict[str, Any] = {
        name: row.day(name) for name in ("baseline_on", "planned_start_on", "planned_nameplate_on", "effective_on")
    }
    return CapacityEstimate(
        phase=phases[row["phase"]],
        baseline_output=row.number("baseline_tpa"),
        nameplate_added=row.number("nameplate_added_tpa"),
        unit=row.text("unit"),
        kind=row.text("capacity_kind"),
        mineral=minerals[mineral_slug(row["mineral"])] if row["mineral"] else None,
        chain_stage=stages[stage_slug(row["chain"], row["chain_stage"])] if row["chain"] else None,
        unit_of_account=row.text("unit_of_account"),
        factor_to_unit_of_account=row.number("factor_to_unit_of_account"),
        counts_as=row.text("counts_as"),
        phase_stage=row.text("phase_stage"),
        ramp_curve=row.text("ramp_up_curve"),
        ramp_curve_reason=row.text("ramp_up_curve_reason"),
        feed_origin=row.text("feed_origin"),
        is_domestic=row.flag("domestic"),
        note="\n".join(filter(None, (row.text("note"), row.text("reading_note")))),
        citation=load.cite(row.several("sources")),
        **days,
    )


def load_phase_starts(
    load: Loading, files: Files, phases: dict[str, CapacityPhase], milestones: dict[str, Milestone]
) -> None:
    """Which milestone starts a phase; one that is not named here starts as its estimate says."""
    load_facts(
        load,
        files,
        PhaseStart,
        "phase_starts",
        "phase milestone note sources",
        lambda row: PhaseStart(
            phase=phases[row["phase"]],
            milestone=milestones[row["milestone"]],
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )
