"""Who put in how much, on what terms, and what came of it."""

from .agencies import Agency, AgencyAlias, Assignment, Program, ProgramAlias, ProgramTerms
from .authorities import AuthorityKind, ProgramAuthority
from .coverage import AwardRound, MissingAward, RoundAward
from .digests import Digest, LetterKind
from .imports import AgencyAward, AgencyEntry, EntryVersion, Import, ImportMapping, ImportState, Match
from .investments import (
    Confidence,
    Deal,
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    ReachBasis,
    StatedFigure,
    StatedTotal,
)
from .ledger import Transaction
from .ledger_checks import LedgerCheckRun
from .market import Capitalization, CommodityPrice, CountKind, ExchangeRate, SecurityPrice
from .terms import Terms
from .tranches import (
    ConditionEvidence,
    ConditionVerification,
    Tranche,
    TrancheCondition,
    TrancheDecision,
    Waiver,
    WaiverDecision,
)

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyAward",
    "AgencyEntry",
    "Assignment",
    "AuthorityKind",
    "AwardRound",
    "Capitalization",
    "CommodityPrice",
    "ConditionEvidence",
    "ConditionVerification",
    "Confidence",
    "CountKind",
    "Deal",
    "Digest",
    "EntryVersion",
    "ExchangeRate",
    "Import",
    "ImportMapping",
    "ImportState",
    "Investment",
    "InvestmentEvent",
    "InvestmentProject",
    "InvestmentStatus",
    "LedgerCheckRun",
    "LetterKind",
    "Match",
    "MissingAward",
    "Program",
    "ProgramAlias",
    "ProgramAuthority",
    "ProgramTerms",
    "ReachBasis",
    "RoundAward",
    "SecurityPrice",
    "StatedFigure",
    "StatedTotal",
    "Terms",
    "Tranche",
    "TrancheCondition",
    "TrancheDecision",
    "Transaction",
    "Waiver",
    "WaiverDecision",
]
