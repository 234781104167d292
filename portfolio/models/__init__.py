"""Who put in how much, on what terms, and what came of it."""

from .agencies import Agency, AgencyAlias, Assignment, Program, ProgramAlias, ProgramTerms
from .investments import (
    Confidence,
    Deal,
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    ReachBasis,
)
from .ledger import Transaction
from .market import Capitalization, CountKind, SecurityPrice
from .terms import Terms

__all__ = [
    "Agency",
    "AgencyAlias",
    "Assignment",
    "Capitalization",
    "Confidence",
    "CountKind",
    "Deal",
    "Investment",
    "InvestmentEvent",
    "InvestmentProject",
    "InvestmentStatus",
    "Program",
    "ProgramAlias",
    "ProgramTerms",
    "ReachBasis",
    "SecurityPrice",
    "Terms",
    "Transaction",
]
