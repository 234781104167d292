"""What the page of a project shows."""

from dataclasses import dataclass
from typing import Any

from portfolio.calculations.support import Support
from portfolio.charts.schedule import Schedule, schedule
from portfolio.pages.rivals import rivals_table
from portfolio.positions import rivals
from portfolio.positions.filters import Filters
from portfolio.positions.investments import investments_at
from portfolio.positions.project_support import support_by_project
from portfolio.positions.questions import QuestionAt, about_project, questions_at
from portfolio.reports.base import Type
from portfolio.reports.tables import Figure, Table, cited
from portfolio.reports.words import words
from projects.models import Company, FundingMeasure, Mineral, Project, ProjectFunding, ProjectMineral
from record.calculations.as_of import AsOf

from .awards import awards_table
from .capacity import phases_table
from .look_through import look_through_table
from .lookup import also_named, found
from .made_today import figures_today
from .milestones import MilestoneStory, milestones
from .ownership import owner_rivals, owners_table


@dataclass(frozen=True, slots=True)
class ProjectPage:
    project: Project
    support: Support
    figures: list[Figure]
    owners: Table
    look_through: Table
    awards: Table
    milestones: list[MilestoneStory]
    schedule: Schedule
    phases: Table
    rivals: Table
    questions: list[QuestionAt]


def page(at: AsOf, slug: str) -> ProjectPage:
    """Everything on record of one project at `at`. Raises NotOnRecord."""
    project = found(Project, slug, at)
    slug = project.slug
    companies = Company.objects.at(at)
    lines = investments_at(at, Filters(project=slug))
    phases, phase_rivals = phases_table(at, project)
    return ProjectPage(
        project=project,
        support=support_by_project(lines).get(project.pk, Support.NONE),
        figures=[*labels(at, project, companies), *figures_today(at, project), *also_named(project, at)],
        owners=owners_table(at, project, companies),
        look_through=look_through_table(at, project),
        awards=awards_table(lines, title="Awards that reach it", empty="No award reached it by then."),
        milestones=milestones(at, project),
        schedule=schedule(at, slug),
        phases=phases,
        rivals=rivals_table([*rivals.rivals(at, of=project), *owner_rivals(at, project), *phase_rivals]),
        questions=questions_at(at, about_project(project)),
    )


def labels(at: AsOf, project: Project, companies: dict[int, Company]) -> list[Figure]:
    """The labels of a project, each with its sources where it is known."""

    def stated(label: str, value: Any, **more: Any) -> Figure:
        sources = cited(project.citation) if value else ""
        return Figure(label=label, value=value, sources=sources, citation=project.citation_id, **more)

    operator = companies.get(project.operator_id)
    sums = list(ProjectFunding.objects.at(at).about(project=project).select_related("citation"))
    funding = next((one for one in reversed(sums) if one.measure in FundingMeasure.totals()), None)
    others = {one.measure: one for one in sums if one.measure not in FundingMeasure.totals()}
    links = ProjectMineral.objects.known(at).about(project=project)
    named = Mineral.objects.filter(pk__in=links.values("mineral")).at(at)
    minerals = sorted(named.values(), key=lambda mineral: mineral.slug)
    latitude, longitude = project.latitude, project.longitude
    where = None if latitude is None or longitude is None else f"{latitude.normalize():f}, {longitude.normalize():f}"
    return [
        stated("Operator", operator.slug if operator else None, page="company"),
        stated("Country", project.country, page="partners", names="country", unknown="not stated"),
        stated("State or region", project.state, names="state", unknown="not stated"),
        stated("Class", words(project.site_kind), name="site_kind", unknown="not stated"),
        stated("Stage", words(project.stage), name="stage", unknown="not stated"),
        Figure(
            label="Stage for the odds",
            name="stage",
            value=words(project.risk_stage),
            unknown="no odds are drawn for it",
            meaning=project.risk_stage_reason,
            marks=("judgement",) if project.risk_stage else (),
        ),
        stated("Minerals as stated", project.minerals_text.replace(";", ", "), unknown="not stated"),
        Figure(
            label="Total funding",
            name="total_funding_usd",
            value=funding.total if funding else None,
            type=Type.USD,
            unit="USD",
            meaning="Of all sources together. A gain is attributed by the federal share of it.",
            unknown="no source states the initial capital or the package of the deal",
            sources=cited(funding.citation) if funding else "",
            citation=funding.citation_id if funding else None,
            marks=(funding.get_measure_display(), *filter(None, [funding.scope])) if funding else (),
        ),
        *(
            Figure(
                label=one.get_measure_display().capitalize(),
                name="stated_sum_usd",
                value=one.total,
                type=Type.USD,
                unit="USD",
                meaning="No total of the project: no federal share is taken of it.",
                sources=cited(one.citation),
                citation=one.citation_id,
                marks=(one.scope,) if one.scope else (),
            )
            for _, one in sorted(others.items())
        ),
        Figure(
            label="Minerals of the list",
            value=", ".join(mineral.name for mineral in minerals),
            unknown="none of the list",
        ),
        Figure(
            label="Coordinates",
            value=where,
            meaning="In degrees of latitude and longitude; see the note for where they come from.",
            marks=("approximate",) if where else (),
        ),
    ]
