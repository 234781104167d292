"""Every page of this application, registered; apart from the package, in which the site itself stands."""

from . import (
    accounts,
    agencies,
    deals,
    imports,
    investments,
    ledger,
    ledger_checks,
    market,
    matches,
    programs,
    proposals,
    terms,
    tranches,
)

__all__ = [
    "accounts",
    "agencies",
    "deals",
    "imports",
    "investments",
    "ledger",
    "ledger_checks",
    "market",
    "matches",
    "programs",
    "proposals",
    "terms",
    "tranches",
]
