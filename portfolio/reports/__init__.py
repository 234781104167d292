"""Every report by its name, in the order in which the reports page lists them."""

from . import (
    alerts,
    audit_trail,
    authorities,
    calendar,
    cash_flows,
    changes_since,
    conflicts,
    coverage,
    decisions,
    decisions_due,
    exposure,
    investments,
    look_through,
    milestones,
    missing_awards,
    money_by_year,
    partners,
    programs,
    reconciliation,
    reconciliation_entries,
    returns,
    returns_by_month,
    slippage,
    sources,
    stakes,
    tranches,
    transactions,
    valuations,
    waivers,
    warrants,
)
from .base import Definition
from .listed import LISTED
from .production import DEFINITIONS as PRODUCTION
from .readiness import DEFINITIONS as READINESS

REPORTS: dict[str, Definition] = {
    definition.name: definition
    for definition in (
        investments.DEFINITION,
        transactions.DEFINITION,
        exposure.DEFINITION,
        money_by_year.DEFINITION,
        stakes.DEFINITION,
        warrants.DEFINITION,
        calendar.DEFINITION,
        decisions_due.DEFINITION,
        decisions.DEFINITION,
        look_through.DEFINITION,
        valuations.DEFINITION,
        returns.DEFINITION,
        returns_by_month.DEFINITION,
        cash_flows.DEFINITION,
        programs.DEFINITION,
        authorities.DEFINITION,
        partners.DEFINITION,
        coverage.DEFINITION,
        missing_awards.DEFINITION,
        milestones.DEFINITION,
        slippage.DEFINITION,
        alerts.DEFINITION,
        tranches.DEFINITION,
        waivers.DEFINITION,
        sources.DEFINITION,
        conflicts.DEFINITION,
        changes_since.DEFINITION,
        audit_trail.DEFINITION,
        reconciliation.DEFINITION,
        reconciliation_entries.DEFINITION,
        *READINESS,
        *PRODUCTION,
        *(listed.definition for listed in LISTED),
    )
}
ANSWERED_BY = {"reliance": "dependence"}
"""Reports that are gone, and the one that answers instead."""


def why_none(name: str) -> str:
    """What an address of no report is told: where its answer has gone, else which reports there are."""
    if name in ANSWERED_BY:
        return f"The report {name} is gone. The report {ANSWERED_BY[name]} answers instead."
    return f"There is no report {name}. The reports are {', '.join(REPORTS)}."
