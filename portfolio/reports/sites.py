"""The projects on record: what is built where, how far it is, and how it is supported."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.calculations.support import Support
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.positions.project_support import support_by_project
from portfolio.reports.words import words
from projects.models import Company, Project, ProjectMineral
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition
from .tables import cited


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project with its operator, its minerals, and the awards that reach it."""

    project: Project
    operator: Company | None
    minerals: Sequence[str]
    support: Support
    awards: Sequence[InvestmentAt]

    def passes(self, filters: Filters) -> bool:
        """Whether the project, or one of its awards, is what was asked for."""
        known = {
            "agency": {award.agency.code for award in self.awards},
            "program": {award.program_code for award in self.awards},
            "company": {self.operator.slug if self.operator else ""},
            "mineral": set(self.minerals),
            "state": {self.project.state},
            "instrument": {award.instrument.value for award in self.awards},
            "status": {award.status.value for award in self.awards},
            "stage": {self.project.stage},
            "site_kind": {self.project.site_kind},
            "support": {self.support.value},
        }
        return all(value in known[name] for name, value in filters.asked().items())


COLUMNS = (
    c.PROJECT,
    c.NAME.of(lambda line: line.project.name),
    Column(
        "operator",
        "Operator",
        "Who runs it.",
        page="company",
        unknown="no source states it",
        value=lambda line: line.operator.slug if line.operator else None,
    ),
    c.COUNTRY.of(lambda line: line.project.country or None),
    Column(
        "state",
        "State",
        "State, or the region of another country.",
        unknown="not stated",
        names="state",
        value=lambda line: line.project.state or None,
    ),
    Column(
        "site_kind",
        "Class",
        "What kind of site it is.",
        unknown="not stated",
        words=words,
        value=lambda line: line.project.site_kind or None,
    ),
    Column(
        "stage",
        "Stage",
        "How far the site is, as the record words it.",
        unknown="not stated",
        words=words,
        names="stage",
        value=lambda line: line.project.stage or None,
    ),
    Column(
        "minerals",
        "Minerals",
        "What it is about.",
        unknown="no mineral of the list",
        value=lambda line: ", ".join(line.minerals) or None,
    ),
    Column(
        "support",
        "Support",
        "Counted when a committed or later award reaches it; else the strongest kind of award that does.",
        value=lambda line: line.support.value,
    ),
    c.AWARDS,
    c.SOURCES.of(lambda line: cited(line.project.citation) or None),
)

FILTERS = ("agency", "program", "company", "mineral", "state", "instrument", "status", "stage", "site_kind", "support")


def answer(at: AsOf, filters: Filters) -> Answer:
    every_award = investments_at(at)
    support = support_by_project(every_award)
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    for award in every_award:
        for project in award.projects:
            awards[project.pk].append(award)
    companies = Company.objects.at(at)
    minerals: dict[int, list[str]] = defaultdict(list)
    for link in ProjectMineral.objects.known(at).select_related("mineral"):
        if link.mineral.slug not in minerals[link.project_id]:
            minerals[link.project_id].append(link.mineral.slug)
    lines = [
        ProjectLine(
            project,
            companies.get(project.operator_id),
            sorted(minerals[project.pk]),
            support.get(project.pk, Support.NONE),
            awards[project.pk],
        )
        for project in sorted(Project.objects.select_related("citation").at(at).values(), key=lambda one: one.slug)
    ]
    return Answer([line for line in lines if line.passes(filters)])


DEFINITION = Definition("projects", "Projects", "What is built where, and how far is it?", COLUMNS, FILTERS, answer)
