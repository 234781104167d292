"""What the page of a deal shows."""

from dataclasses import dataclass

from portfolio.models import Deal
from portfolio.pages.rivals import rivals_table
from portfolio.positions import rivals
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.positions.stakes import stakes_at
from portfolio.reports.base import Type
from portfolio.reports.tables import Figure, Table, cited
from projects.models import Project
from record.calculations.as_of import AsOf

from .awards import awards_table, stakes_table
from .lookup import found


@dataclass(frozen=True, slots=True)
class DealPage:
    deal: Deal
    figures: list[Figure]
    awards: Table
    stakes: Table | None
    lines: list[InvestmentAt]
    projects: list[Project]
    rivals: Table


def page(at: AsOf, slug: str) -> DealPage:
    """A deal and its awards at `at`. Raises NotOnRecord."""
    deal = found(Deal, slug, at)
    sources = cited(deal.citation)
    filters = Filters(deal=slug)
    lines = investments_at(at, filters)
    stakes = stakes_at(at, filters) if any(line.instrument.family.holds_shares for line in lines) else []
    projects = {project.pk: project for line in lines for project in line.projects}
    return DealPage(
        deal=deal,
        figures=[
            Figure(
                label="Announced",
                value=deal.announced_on,
                type=Type.PARTIAL_DATE,
                unknown="no source dates it",
                sources=sources if deal.announced_on else "",
                citation=deal.citation_id,
            ),
            Figure(
                label="Headline",
                value=deal.headline,
                type=Type.USD,
                unit="USD",
                meaning="The sum of the announcement. It may hold private money, a whole project or a first letter: it "
                "is never added to anything, and never compared with the amounts of the awards.",
                sources=sources if deal.headline is not None else "",
                citation=deal.citation_id,
            ),
        ],
        awards=awards_table(lines, title="Awards of the deal", empty="No award of it had a status by then."),
        stakes=stakes_table(stakes) if stakes else None,
        lines=lines,
        projects=sorted(projects.values(), key=lambda project: project.slug),
        rivals=rivals_table(rivals.rivals(at, of=deal)),
    )
