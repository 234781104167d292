"""How a fact is kept: two times, sources, claims, proposals, rights, jobs."""

from .accounts import Account
from .claims import Claim, ClaimChoice
from .facts import UNDATED, Entity, Fact, LabelChange, Retraction, Withdrawal
from .jobs import Heartbeat, Job, JobState
from .merges import Merge
from .proposals import Decision, Outcome, Proposal
from .recordings import Channel, Recording
from .rights import RightsChange
from .sources import Citation, CitedSource, Source

__all__ = [
    "UNDATED",
    "Account",
    "Citation",
    "CitedSource",
    "Claim",
    "ClaimChoice",
    "Decision",
    "Channel",
    "Fact",
    "Heartbeat",
    "Job",
    "JobState",
    "LabelChange",
    "Merge",
    "Outcome",
    "Proposal",
    "Recording",
    "Retraction",
    "RightsChange",
    "Source",
    "Entity",
    "Withdrawal",
]
