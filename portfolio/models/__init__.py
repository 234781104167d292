"""Who put in how much, on what terms, and what came of it."""

from .agencies import Agency, AgencyAlias, Assignment, Program, ProgramAlias, ProgramTerms
from .imports import AgencyAward, Import, ImportMapping, ImportState, Match
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
from .market import Capitalization, CommodityPrice, CountKind, ExchangeRate, SecurityPrice
from .terms import Terms

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyAward",
    "Assignment",
    "Capitalization",
    "CommodityPrice",
    "Confidence",
    "CountKind",
    "Deal",
    "ExchangeRate",
    "Import",
    "ImportMapping",
    "ImportState",
    "Investment",
    "InvestmentEvent",
    "InvestmentProject",
    "InvestmentStatus",
    "Match",
    "Program",
    "ProgramAlias",
    "ProgramTerms",
    "ReachBasis",
    "SecurityPrice",
    "Terms",
    "Transaction",
]
