"""Every report by its name, in the order in which the reports page lists them."""

from . import (
    alerts,
    audit_sample,
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
    figure_changes,
    figure_parts,
    files_taken,
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
    sample_findings,
    slippage,
    sources,
    stakes,
    tranches,
    transactions,
    valuations,
    waivers,
    warrants,
    who_may_what,
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
        figure_parts.DEFINITION,
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
        figure_changes.DEFINITION,
        audit_trail.DEFINITION,
        audit_sample.DEFINITION,
        sample_findings.DEFINITION,
        files_taken.DEFINITION,
        who_may_what.DEFINITION,
        reconciliation.DEFINITION,
        reconciliation_entries.DEFINITION,
        *READINESS,
        *PRODUCTION,
        *(listed.definition for listed in LISTED),
    )
}
ANSWERED_BY = {"reliance": "dependence"}
"""Reports that are gone, and the one that answers instead."""


def answered_by(name: str) -> str:
    """The report that answers in place of one that is gone; empty where none does."""
    return ANSWERED_BY.get(name, "")


def why_none(name: str) -> str:
    """What an address of no report is told: where its answer has gone, else which reports there are."""
    if name in ANSWERED_BY:
        return f"The report {name} is gone. The report {ANSWERED_BY[name]} answers instead."
    return f"There is no report {name}. The reports are {', '.join(REPORTS)}."
