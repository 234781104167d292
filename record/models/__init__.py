"""How a fact is kept: two times, sources, claims, proposals, rights, jobs."""

from .access import Access
from .accounts import Account
from .attachments import Attachment, FileType
from .claims import Claim, ClaimChoice
from .comments import Comment
from .drafts import Draft
from .facts import UNDATED, Entity, Fact, LabelChange, Retraction, Withdrawal
from .handling import Assignee, Dropped, OpenProposal, Takeover
from .jobs import Heartbeat, Job, JobState
from .merges import Merge
from .proposals import Decision, Outcome, Proposal, ProposalVersion
from .recorded_tables import RecordedTable
from .recordings import Channel, Recording
from .rights import RightsChange
from .saved_views import SavedView
from .sent_forms import SentForm
from .sources import Citation, CitedSource, Source
from .tokens import AccessToken, ApiCount

__all__ = [
    "UNDATED",
    "Access",
    "AccessToken",
    "ApiCount",
    "Account",
    "Assignee",
    "Channel",
    "Attachment",
    "Citation",
    "CitedSource",
    "Claim",
    "ClaimChoice",
    "Comment",
    "Decision",
    "Draft",
    "Dropped",
    "Entity",
    "Fact",
    "FileType",
    "Heartbeat",
    "Job",
    "JobState",
    "LabelChange",
    "Merge",
    "OpenProposal",
    "Outcome",
    "Proposal",
    "ProposalVersion",
    "RecordedTable",
    "Recording",
    "Retraction",
    "RightsChange",
    "SavedView",
    "SentForm",
    "Source",
    "Takeover",
    "Withdrawal",
]
