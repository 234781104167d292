"""Every page of this application, registered; apart from the package, in which the site itself stands."""

from record.admin import accounts, proposals

from . import agencies, deals, imports, investments, ledger, ledger_checks, market, matches, programs, terms, tranches

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
