"""Every report by its name, in the order in which the reports page lists them."""

from . import (
    alerts,
    audit_trail,
    authorities,
    conflicts,
    coverage,
    exposure,
    investments,
    milestones,
    missing_awards,
    programs,
    reconciliation,
    reconciliation_entries,
    slippage,
    sources,
    stakes,
    tranches,
    transactions,
    waivers,
)
from .base import Definition
from .listed import LISTED
from .production import DEFINITIONS as PRODUCTION

REPORTS: dict[str, Definition] = {
    definition.name: definition
    for definition in (
        investments.DEFINITION,
        transactions.DEFINITION,
        exposure.DEFINITION,
        stakes.DEFINITION,
        programs.DEFINITION,
        authorities.DEFINITION,
        coverage.DEFINITION,
        missing_awards.DEFINITION,
        milestones.DEFINITION,
        slippage.DEFINITION,
        alerts.DEFINITION,
        tranches.DEFINITION,
        waivers.DEFINITION,
        sources.DEFINITION,
        conflicts.DEFINITION,
        audit_trail.DEFINITION,
        reconciliation.DEFINITION,
        reconciliation_entries.DEFINITION,
        *PRODUCTION,
        *(listed.definition for listed in LISTED),
    )
}
