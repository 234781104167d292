"""The companies of which something is held, or agreed to be."""

from portfolio.positions.holdings import Holding
from portfolio.positions.stakes import stakes_at
from projects.models import Company
from record.calculations.as_of import AsOf


def issuers(at: AsOf) -> list[Company]:
    """Each once, by name."""
    held = (stake for stake in stakes_at(at) if stake.holding in (Holding.HELD, Holding.AGREED))
    found = {stake.first.issuer.pk: stake.first.issuer for stake in held if stake.first.issuer}
    return sorted(found.values(), key=lambda company: (company.name, company.pk))


def named(companies: list[Company]) -> str:
    """The companies in words."""
    return ", ".join(company.name for company in companies)
