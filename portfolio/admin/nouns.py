"""Every page of this application, registered; apart from the package, in which the site itself stands."""

from record.start_page import add_page

from . import (
    agencies,
    assignments,
    authorities,
    deals,
    imports,
    investments,
    ledger,
    ledger_checks,
    market,
    matches,
    programs,
    terms,
    tranches,
)
from .new_deal import record_a_deal

__all__ = [
    "agencies",
    "assignments",
    "authorities",
    "deals",
    "imports",
    "investments",
    "ledger",
    "ledger_checks",
    "market",
    "matches",
    "programs",
    "terms",
    "tranches",
]

add_page("record-a-deal/", record_a_deal, "record_a_deal")
