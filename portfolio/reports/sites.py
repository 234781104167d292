"""The projects on record: what is built where, how far it is, and how it is supported."""

from collections import defaultdict

from portfolio.calculations.support import Support
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.positions.project_support import support_by_project
from portfolio.reports.words import words
from projects.models import Company, Project, ProjectMineral
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type

COLUMNS = (
    Column("project", "Project", "Identifier of the project.", page="project"),
    Column("name", "Name", "Its name.", is_prose=True),
    Column("operator", "Operator", "Who runs it.", page="company", unknown="no source states it"),
    Column("country", "Country", "ISO 3166 code.", unknown="not stated"),
    Column("state", "State", "State, or the region of another country.", unknown="not stated"),
    Column("site_kind", "Class", "What kind of site it is.", unknown="not stated", words=words),
    Column(
        "stage",
        "Stage",
        "How far the site is, as the record words it.",
        unknown="not stated",
        words=words,
        names="stage",
    ),
    Column("minerals", "Minerals", "What it is about.", unknown="no mineral of the list"),
    Column(
        "support",
        "Support",
        "Counted when a committed or later award reaches it; else the strongest kind of award that does.",
    ),
    Column("awards", "Awards", "Awards that reach it, of any status.", Type.INTEGER),
    c.SOURCES,
)

FILTERS = ("agency", "program", "company", "mineral", "state", "instrument", "status", "stage", "site_kind", "support")


def answer(at: AsOf, filters: Filters) -> Answer:
    lines = investments_at(at)
    support = support_by_project(lines)
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    for line in lines:
        for project in line.projects:
            awards[project.pk].append(line)
    companies = Company.objects.at(at)
    minerals: dict[int, list[str]] = defaultdict(list)
    for link in ProjectMineral.objects.filter(recording_id__lte=at.serial).select_related("mineral"):
        minerals[link.project_id].append(link.mineral.slug)
    rows = []
    for project in sorted(Project.objects.select_related("citation").at(at).values(), key=lambda one: one.slug):
        operator = companies.get(project.operator_id)
        reached = awards[project.pk]
        known = {
            "agency": {line.agency.code for line in reached},
            "program": {line.program_code for line in reached},
            "company": {operator.slug if operator else ""},
            "mineral": set(minerals[project.pk]),
            "state": {project.state},
            "instrument": {line.instrument.value for line in reached},
            "status": {line.status.value for line in reached},
            "stage": {project.stage},
            "site_kind": {project.site_kind},
            "support": {support.get(project.pk, Support.NONE).value},
        }
        if any(value not in known[name] for name, value in filters.asked().items()):
            continue
        rows.append(
            (
                project.slug,
                project.name,
                operator.slug if operator else None,
                project.country or None,
                project.state or None,
                project.site_kind or None,
                project.stage or None,
                ", ".join(sorted(minerals[project.pk])) or None,
                support.get(project.pk, Support.NONE).value,
                len(reached),
                project.citation.text if project.citation else None,
            )
        )
    return Answer(rows)


DEFINITION = Definition("projects", "Projects", "What is built where, and how far is it?", COLUMNS, FILTERS, answer)
