"""Which awards a filter may let pass, asked of the database before any award is read."""

from portfolio.models import Deal, Investment, InvestmentProject
from projects.models import Company, Project
from record.calculations.as_of import AsOf

from .filters import Filters


def may_pass(at: AsOf, filters: Filters) -> set[int] | None:
    """The ids of the awards that a filter for one award, deal, company or project lets pass, and perhaps of more.

    None where no such filter is asked: then every award is read.
    """
    asked: list[set[int]] = []
    awards = Investment.objects
    if filters.investment:
        asked.append(set(awards.filter(slug=filters.investment).values_list("pk", flat=True)))
    if filters.deal:
        asked.append({pk for deal in Deal.objects.filter(slug=filters.deal) for pk in awards.bearing(at, deal=deal)})
    if filters.company:
        companies = Company.objects.filter(slug=filters.company)
        roles = ("recipient", "issuer")
        asked.append({pk for one in companies for role in roles for pk in awards.bearing(at, **{role: one})})
    if filters.project:
        sites = Project.objects.filter(slug=filters.project)
        reaches = [InvestmentProject.objects.read_at(at).about(project=one) for one in sites]
        asked.append({pk for found in reaches for pk in found.values_list("investment_id", flat=True)})
    return set.intersection(*asked) if asked else None
