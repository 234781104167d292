"""Who put in how much, on what terms, and what came of it."""

from .absences import Absence
from .agencies import Agency, AgencyAlias, Assignment, Program, ProgramAlias, ProgramTerms
from .authorities import AuthorityKind, ProgramAuthority
from .calendar import DueDate, DueDecision, DueKind, Trigger
from .checks import SourceCheck
from .corporate_actions import ActionKind, CorporateAction
from .coverage import AwardRound, MissingAward, RoundAward
from .digests import Digest, LetterKind
from .feeds import CandidateDecision, CandidateKind, CandidateOutcome, FeedAnswer, FeedCandidate, Said
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
from .kept_runs import KeptRun
from .ledger import Transaction
from .ledger_blocks import LedgerBlock, LedgerSum
from .market import Capitalization, CommodityPrice, CountKind, ExchangeRate, SecurityPrice, TreasuryYield
from .questions import OfficerAnswer, ReaderQuestion
from .record_checks import RecordCheckRun
from .samples import SampleFinding
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
from .valuations import Valuation

__all__ = [
    "Absence",
    "ActionKind",
    "Agency",
    "AgencyAlias",
    "AgencyAward",
    "AgencyEntry",
    "Assignment",
    "AuthorityKind",
    "AwardRound",
    "CandidateDecision",
    "CandidateKind",
    "CandidateOutcome",
    "Capitalization",
    "CommodityPrice",
    "ConditionEvidence",
    "ConditionVerification",
    "Confidence",
    "CorporateAction",
    "CountKind",
    "Deal",
    "Digest",
    "DueDate",
    "DueDecision",
    "DueKind",
    "EntryVersion",
    "ExchangeRate",
    "FeedAnswer",
    "FeedCandidate",
    "Said",
    "Import",
    "ImportMapping",
    "ImportState",
    "Investment",
    "InvestmentEvent",
    "InvestmentProject",
    "InvestmentStatus",
    "KeptRun",
    "LedgerBlock",
    "LedgerSum",
    "RecordCheckRun",
    "LetterKind",
    "Match",
    "MissingAward",
    "OfficerAnswer",
    "Program",
    "ProgramAlias",
    "ProgramAuthority",
    "ProgramTerms",
    "ReachBasis",
    "ReaderQuestion",
    "RoundAward",
    "SampleFinding",
    "SecurityPrice",
    "SourceCheck",
    "StatedFigure",
    "StatedTotal",
    "Terms",
    "Tranche",
    "TrancheCondition",
    "TrancheDecision",
    "Transaction",
    "TreasuryYield",
    "Trigger",
    "Valuation",
    "Waiver",
    "WaiverDecision",
]
