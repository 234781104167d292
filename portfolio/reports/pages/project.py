"""What the page of a project shows."""

from dataclasses import dataclass

from portfolio.reports import rivals
from portfolio.reports.base import Type
from portfolio.reports.filters import Filters
from portfolio.reports.investments_at import investments_at
from portfolio.reports.support import Support, support_by_project
from projects.calculations.as_of import AsOf
from projects.models import Company, Mineral, Project

from .awards import awards_table
from .capacity import phases_table
from .found import found
from .milestones import MilestoneStory, milestones
from .ownership import owners_table
from .sections import Figure, Table, cited


@dataclass(frozen=True, slots=True)
class ProjectPage:
    project: Project
    support: Support
    figures: list[Figure]
    owners: Table
    awards: Table
    milestones: list[MilestoneStory]
    phases: Table
    rivals: Table


def page(at: AsOf, slug: str) -> ProjectPage:
    """Everything on record of one project at `at`. Raises NotOnRecord."""
    project = found(Project, slug, at)
    companies = Company.objects.at(at)
    lines = investments_at(at, Filters(project=slug))
    phases, phase_rivals = phases_table(at, project)
    return ProjectPage(
        project=project,
        support=support_by_project(lines).get(project.pk, Support.NONE),
        figures=labels(at, project, companies),
        owners=owners_table(at, project, companies),
        awards=awards_table(lines, title="Awards that reach it", empty="No award reached it by then."),
        milestones=milestones(at, project),
        phases=phases,
        rivals=rivals.table([*rivals.rivals(at, of=project), *phase_rivals]),
    )


def labels(at: AsOf, project: Project, companies: dict[int, Company]) -> list[Figure]:
    sources = cited(project.citation)
    operator = companies.get(project.operator_id)
    links = project.minerals.through.objects.filter(project=project, recording_id__lte=at.serial)
    minerals = Mineral.objects.filter(pk__in=links.values("mineral")).order_by("slug")
    latitude, longitude = project.latitude, project.longitude
    where = None if latitude is None or longitude is None else f"{latitude.normalize():f}, {longitude.normalize():f}"
    judged = () if project.risk_stage else ("no odds",)
    return [
        Figure(label="Operator", value=operator.slug if operator else None, page="company", sources=sources),
        Figure(label="Country", value=project.country, unknown="not stated", sources=sources),
        Figure(label="State or region", value=project.state, unknown="not stated", sources=sources),
        Figure(
            label="Coordinates",
            value=where,
            meaning="Approximate, in degrees of latitude and longitude; see the note.",
            sources=sources,
            marks=("approximate",) if where else (),
        ),
        Figure(label="Class", name="site_kind", value=project.site_kind, unknown="not stated", sources=sources),
        Figure(label="Stage", name="stage", value=project.stage, unknown="not stated", sources=sources),
        Figure(
            label="Stage for the odds",
            name="stage",
            value=project.risk_stage,
            unknown="no odds are drawn for it",
            meaning=project.risk_stage_reason,
            marks=judged or ("judgement",),
        ),
        Figure(label="Minerals as stated", value=project.minerals_text, unknown="not stated", sources=sources),
        Figure(
            label="Minerals of the list",
            value=", ".join(mineral.name for mineral in minerals),
            unknown="none of the list",
            type=Type.TEXT,
        ),
    ]
