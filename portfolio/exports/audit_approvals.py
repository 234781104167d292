"""The approvals of an audit package: what was proposed, by whom, who decided about it, when, and the hash of what was
shown to whom decided.
"""

from collections.abc import Iterator

from record.calculations.as_of import AsOf
from record.calculations.formatting import moment
from record.models import Decision, Proposal

HEADINGS = [
    "proposal", "kind", "subject", "proposed_by", "proposed_at", "recording", "why", "wordings", "shown_hash",
    "outcome", "decided_by", "decided_at", "decided_in", "reason", "decided_hash", "written_in",
]  # fmt: skip
WAITS = "waits"


def approvals_of(at: AsOf) -> Iterator[list[str]]:
    """The headings, then a line for each proposal known at `at`, the oldest first.

    `shown_hash` is the SHA-256 of its newest wording known then, `decided_hash` that of what was decided about;
    `written_in` is the recording that an approval wrote.
    """
    yield HEADINGS
    known = Decision.objects.known(at).select_related("recording", "decided_by")
    decisions = {one.proposal_id: one for one in known}
    proposals = Proposal.objects.known(at).as_worded(at).select_related("recording", "proposed_by")
    for one in proposals.prefetch_related("versions").order_by("pk"):
        recording, made = one.recording, decisions.get(one.pk)
        wordings = 1 + sum(version.recording_id <= at.serial for version in one.versions.all())
        yield [
            str(one.pk), one.kind_label, one.subject, one.proposed_by.get_username(), moment(recording.moment),
            str(recording.serial), recording.why, str(wordings), one.shown_hash, *decided(made),
        ]  # fmt: skip


def decided(made: Decision | None) -> list[str]:
    """What became of a proposal."""
    if made is None:
        return [WAITS, "", "", "", "", "", ""]
    recording = made.recording
    return [
        made.outcome, made.decided_by.get_username(), moment(recording.moment), str(recording.serial), made.note,
        made.shown_hash, str(made.written_id or ""),
    ]  # fmt: skip
