"""What plants put out today, as recorded: of a project, of a mineral, and at each stage of a chain."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from portfolio.positions.recorded_output import PhaseToday, outputs_today
from portfolio.reports.base import Type
from portfolio.reports.production.projected import ProjectedPhases
from portfolio.reports.tables import Figure, marks_of
from projects.models import CapacityPhase, Project
from record.calculations.as_of import AsOf

HOME = "domestic"
MEANING = "The newest twelve months that recorded periods cover exactly. A newer part stands beside it, by itself."


def figures_today(at: AsOf, project: Project) -> list[Figure]:
    """A figure for each phase of the project of which twelve months are recorded, with its period and sources."""
    phases = CapacityPhase.objects.bearing(at, project=project)
    today = outputs_today(at, phases.keys()) if phases else {}
    named = sorted((phases[key].product, one) for key, one in today.items())
    return [
        Figure(
            label=f"Output today, {product}",
            name="output_today",
            value=one.amount,
            type=Type.QUANTITY,
            unit=one.unit,
            meaning=MEANING,
            sources=sources_of(one),
            marks=(f"recorded {one.period}", *filter(None, [since(one)]), *marks_of(sources=sources_of(one))),
            is_computed=False,
        )
        for product, one in named
    ]


def sources_of(one: PhaseToday) -> str:
    return ";".join(dict.fromkeys(slug for cited in one.citations for slug in cited.text.split(";")))


def since(one: PhaseToday) -> str:
    return f"newer: {one.newer}" if one.newer else ""


@dataclass(frozen=True, slots=True)
class MadeToday:
    """Output today of plants at home, in words, by stage and by mineral."""

    by_stage: Mapping[str, list[str]]
    by_mineral: Mapping[str, list[str]]


def made_today(at: AsOf, found: ProjectedPhases, projects: Mapping[str, str]) -> MadeToday:
    """Each plant with its output and period: "Mountain Pass 2,599 t (2025)"; `projects` are their names."""
    today = outputs_today(at)
    by_stage: dict[str, list[str]] = defaultdict(list)
    by_mineral: dict[str, list[str]] = defaultdict(list)
    for row in found.phases:
        one = today.get(row.phase_id)
        if one is not None and row.standing == HOME:
            plant = projects.get(row.phase.project.slug, row.phase.project.slug)
            said = ", ".join(filter(None, [f"{plant} {one.words}", since(one)]))
            by_stage[row.stage].append(said)
            by_mineral[row.mineral].append(said)
    return MadeToday(dict(by_stage), dict(by_mineral))
