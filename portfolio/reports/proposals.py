"""The proposals on record: what each would write, who proposed it and why, and what became of it by then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf
from record.models import Attachment, Decision, Proposal

from . import columns as c
from .base import Answer, Column, Definition, Type
from .waivers import COLUMNS as OF_WAIVERS

WAITS = "waits"
SHARED = {column.name: column for column in OF_WAIVERS}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as it was worded then, its decision if there was one by then, and the files attached to it."""

    proposal: Proposal
    decided: Decision | None
    files: Sequence[str]


COLUMNS = (
    Column("proposal", "Proposal", "Its number.", Type.INTEGER, is_unique=True, is_grouped=False,
           value=lambda line: line.proposal.pk),
    Column("proposal_kind", "Kind of proposal", "What it would write.", value=lambda line: line.proposal.kind),
    Column("proposal_about", "About", "What it is about, in words.", value=lambda line: line.proposal.subject),
    Column("would_do", "What it would do", "In a sentence.", is_prose=True,
           value=lambda line: line.proposal.sentence),
    Column("proposal_state", "State", "waits, approved, returned, withdrawn or lapsed.",
           value=lambda line: line.decided.outcome if line.decided else WAITS),
    Column("at_stake_usd", "Dollars at stake", "What it is about, in dollars.", Type.USD, "USD",
           unknown="no dollars are at stake", is_optional=True, value=lambda line: line.proposal.amount),
    Column("at_stake_shares", "Shares at stake", "What it is about, in shares.", Type.SHARES,
           unknown="no shares are at stake", is_optional=True, value=lambda line: line.proposal.shares),
    SHARED["proposed_on"].of(lambda line: line.proposal.counts_from),
    SHARED["proposed_by"].of(lambda line: str(line.proposal.proposed_by)),
    c.RECORDED_WHY.of(lambda line: line.proposal.recording.why),
    SHARED["decided_on"].of(lambda line: line.decided and line.decided.counts_from),
    SHARED["decided_by"].of(lambda line: line.decided and str(line.decided.decided_by)),
    SHARED["decision_reason"].of(lambda line: (line.decided and line.decided.note) or None,
                                 unknown="not decided yet, or approved without a word"),
    Column("written_in", "Written in", "Serial of the recording that wrote it, once approved.", Type.INTEGER,
           unknown="not approved", is_optional=True, is_grouped=False,
           value=lambda line: line.decided and line.decided.written_id),
    Column("base_hash", "Base", "SHA-256 of the state that it was shown against.",
           value=lambda line: line.proposal.base_hash),
    Column("shown_hash", "Shown", "SHA-256 of what would be written and what was shown.",
           value=lambda line: line.proposal.shown_hash),
    Column("proposal_files", "Files", "SHA-256 of each file that is attached to it.", unknown="no file is attached",
           is_optional=True, value=lambda line: ";".join(line.files) or None),
    c.SOURCES.of(lambda line: line.proposal.sources or None),
    c.RECORDING.of(lambda line: line.proposal.recording_id),
    c.RECORDED_AT.of(lambda line: line.proposal.recording.moment),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """In the order of their numbers."""
    proposals = Proposal.objects.at(at).select_related("recording", "proposed_by").as_worded(at).order_by("pk")
    decided = {one.proposal_id: one for one in Decision.objects.at(at).select_related("decided_by")}
    files = defaultdict(list)
    for row, digest in (
        Attachment.objects.at(at).filter(table=Proposal._meta.db_table).values_list("row_id", "sha256").order_by("pk")
    ):
        files[row].append(digest)
    return Answer([ProposalLine(one, decided.get(one.pk), files[one.pk]) for one in proposals])


DEFINITION = Definition("proposals", "Proposals", "What was proposed, and what became of it?", COLUMNS, (), answer)
