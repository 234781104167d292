"""Approvals: propose, approve, return, withdraw. Nobody alone writes what is proposed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from record.calculations.formatting import moment
from record.calculations.hash_chain import fingerprint
from record.calculations.partial_dates import PartialDate
from record.models import Account, Channel, Decision, Fact, Outcome, Proposal, ProposalVersion, Recording, Takeover
from record.roles import OFFICER, roles_of
from record.services import facts
from record.services.moved import Moved, moved
from record.services.recordings import open_recording, require_open, take_write_lock

from . import wordings
from .approval_handlers import Handler, Payload, handler_of, writer_of
from .row_formatting import format_value

PROPOSAL, DECISION = "a proposal: nothing is written by it", "a decision about a proposal"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The proposal that a form began from: the one that it words anew, or the one that was turned down and that it
    corrects.
    """

    amends: Proposal | None = None
    corrects: Proposal | None = None


def is_asked() -> bool:
    """True where a second person decides; False in an office of one, which is configured as SINGLE_CONTROL."""
    return not settings.SINGLE_CONTROL


def propose(
    kind: str,
    payload: Payload,
    *,
    recording: Recording,
    today: date,
    handler: Handler | None = None,
    corrects: Proposal | None = None,
) -> Proposal:
    """Try the write, undo it, and keep it as a proposal with what was shown. Its rules refuse at once.

    `handler` is that of the kind where something was made ready for it, such as a file that was read; `corrects` the
    proposal that was turned down and takes this in its place. Raises ValidationError or PermissionDenied as the write
    itself would, LookupError for a kind that nobody registered.
    """
    require_open(recording)
    if recording.by is None:
        raise ValidationError("A proposal is made by a person.")
    handler = handler or writer_of(kind)
    about, entities = handler.about(payload), list(handler.entities(payload))
    _refuse_second(kind, {**payload, **handler.scope(payload)}, about)
    proposal = Proposal(
        kind=kind,
        table=about._meta.db_table if about else "",
        entity_id=about.pk if about else None,
        touches=wordings.touched(entities),
        proposed_by=recording.by,
        corrects=corrects,
        effective_on=PartialDate.of(today),
        **wordings.worded(handler, payload, recording, today),
    )
    return facts.record(proposal, recording=recording)


def follows(user: Account | None, proposal: Proposal) -> bool:
    """True for who proposed it, and for who took it over: they amend and withdraw it."""
    if user is None:
        return False
    return proposal.proposed_by_id == user.pk or Takeover.objects.filter(proposal=proposal, taken_by=user).exists()


def amend(proposal: Proposal, payload: Payload, *, recording: Recording, today: date) -> Proposal:
    """Word a proposal that waits anew; its older text stays, and can no longer be approved.

    Raises ValidationError for anybody who does not follow it, once it is decided, for what is about something else,
    and as the write itself would.
    """
    require_open(recording)
    proposal = _require_open(proposal)
    if not follows(recording.by, proposal):
        raise ValidationError(
            f"{proposal.recording.by_name} proposed this and alone amends it. Return it, and say why."
        )
    handler = handler_of(proposal.kind)
    about = handler.about(payload)
    if (about.pk if about else None) != proposal.entity_id:
        raise ValidationError(f"This is about {proposal.subject}. Withdraw it, and propose another one.")
    scoped = {**payload, **handler.scope(payload)}
    if fingerprint(scoped) == fingerprint(proposal.payload):
        raise ValidationError("It says this already. Change something, or leave the page.")
    _refuse_second(proposal.kind, scoped, about)
    version = ProposalVersion(
        proposal=proposal,
        is_amended=True,
        proposed_by=proposal.proposed_by,
        effective_on=PartialDate.of(today),
        note=recording.why,
        **wordings.worded(handler, payload, recording, today),
    )
    facts.record(version, recording=recording)
    return Proposal.objects.as_worded().select_related("recording", "proposed_by").get(pk=proposal.pk)


def _refuse_second(kind: str, payload: Payload, about: models.Model | None) -> None:
    """Raises ValidationError where the very same waits already: once one is approved, the other could only lapse."""
    alike = {"table": about._meta.db_table, "entity_id": about.pk} if about else {"entity_id": None}
    for one in Proposal.objects.undecided().filter(kind=kind, **alike).select_related("recording"):
        if fingerprint(one.payload) == fingerprint(payload):
            raise ValidationError(
                f"{one.recording.by_name} proposed this at {moment(one.recording.moment)}, and it waits already: "
                f"proposal {one.pk}. Nothing was proposed now."
            )


def propose_row(kind: str, fact: Fact, *, recording: Recording, today: date, earlier: Earlier = Earlier()) -> Proposal:
    """Keep a new fact as a proposal instead of writing it, or as the new text of one. Raises as both do."""
    payload = {"row": format_value(fact), "sources": fact.citation.text if fact.citation else ""}
    return propose_or_amend(kind, payload, recording=recording, today=today, earlier=earlier)


def propose_or_amend(kind: str, payload: Payload, *, recording: Recording, today: date, earlier: Earlier) -> Proposal:
    """A new proposal, or the new text of the one that it amends. Raises as both do."""
    if earlier.amends is None:
        return propose(kind, payload, recording=recording, today=today, corrects=earlier.corrects)
    return amend(earlier.amends, payload, recording=recording, today=today)


def approve(
    proposal: Proposal,
    *,
    by: Account,
    shown_hash: str,
    today: date,
    channel: Channel = Channel.FORM,
    handler: Handler | None = None,
) -> Decision:
    """Write what was proposed, in the proposer's name, and keep who approved; or find that it has lapsed.

    It lapses where somebody changed the same since. What else moved is taken in silently, as long as its own fields and
    its stake are as they were shown. Other proposals that rest on the same are looked at in the same write.
    `shown_hash` is that of what the approver saw; `handler` as in `propose`. Raises ShownAgain where it is no longer
    what was shown; ValidationError for the proposer, for what was decided before, for another hash and for what the
    rules refuse now; PermissionDenied outside the approver's programs.
    """
    require_approver(proposal, by=by, shown_hash=shown_hash)
    handler = (handler or handler_of(proposal.kind)).prepared(proposal.payload, today)
    with transaction.atomic():
        take_write_lock()
        proposal = require_approver(proposal, by=by, shown_hash=shown_hash)
        described: Any = {"by": by, "channel": channel, "today": today}
        try:
            written, _ = wordings.write(handler, proposal, **described)
        except Moved as found:
            return _decide(proposal, Outcome.LAPSED, str(found), **described)
        except wordings.Differs as found:
            again = wordings.show_again(proposal, found, **described)
        else:
            made = _decide(proposal, Outcome.APPROVED, "", **described, written=written)
            for other, reason in wordings.look_again(proposal, **described):
                _decide(other, Outcome.LAPSED, reason, **described)
            return made
    raise ShownAgain(again)


class ShownAgain(ValidationError):
    """Nothing was written, since what would be is no longer what was shown; the proposal waits on, shown anew."""

    def __init__(self, version: ProposalVersion) -> None:
        super().__init__(f"Nothing was written: {version.note}. It is shown again below: look, then decide.")


def require_approver(proposal: Proposal, *, by: Account, shown_hash: str) -> Proposal:
    """The proposal while `by` may approve what was seen of it. Raises as `approve` does, and writes nothing."""
    proposal = _undecided(proposal, by, "approve")
    if not shown_hash == proposal.shown_hash == proposal.content_hash:
        raise ValidationError(f'What you saw is not what "{proposal}" says. Open it again, look, then decide.')
    return proposal


def send_back(
    proposal: Proposal, *, by: Account, reason: str, today: date, channel: Channel = Channel.FORM
) -> Decision:
    """Decline a proposal, saying what to do. Raises ValidationError without a reason, and for the proposer."""
    if not reason.strip():
        raise ValidationError("Say why it goes back, so that it can be put right.")
    with transaction.atomic():
        take_write_lock()
        proposal = _undecided(proposal, by, "return")
        return _decide(proposal, Outcome.RETURNED, reason.strip(), by=by, channel=channel, today=today)


def withdraw(proposal: Proposal, *, by: Account, reason: str, today: date, channel: Channel = Channel.FORM) -> Decision:
    """Take back a proposal that one follows. Raises ValidationError without a reason, and for anybody else."""
    if not reason.strip():
        raise ValidationError("Say why you withdraw it.")
    with transaction.atomic():
        take_write_lock()
        _require_open(proposal)
        if not follows(by, proposal):
            raise ValidationError(f"{proposal.recording.by_name} proposed this and alone withdraws it. Return it.")
        return _decide(proposal, Outcome.WITHDRAWN, reason.strip(), by=by, channel=channel, today=today)


def waiting_for(user: Account) -> list[Proposal]:
    """What the user may decide about, oldest first; a fixed number of questions to the database however many wait."""
    if OFFICER not in roles_of(user):
        return []
    waiting = Proposal.objects.undecided().exclude(proposed_by=user).select_related("recording", "proposed_by")
    return sorted(_decidable(user, list(waiting)), key=lambda one: one.pk)


def _decidable(user: Account, proposals: list[Proposal]) -> list[Proposal]:
    """Those that the user may decide about; each rule is asked once for all proposals that it is about.

    Nobody decides about one of a kind that no app here writes: it waits until one that does is back.
    """
    by_rule: dict[Any, list[Proposal]] = defaultdict(list)
    for one in proposals:
        rule = handler_of(one.kind).decidable
        by_rule[getattr(rule, "__func__", rule)].append(one)  # the same function, of whichever class
    return [one for same in by_rule.values() for one in handler_of(same[0].kind).decidable(user, same)]


def decidable_by(user: Account, proposals: list[Proposal]) -> list[Proposal]:
    """Those of others that the user, an officer, may decide about; also of what was decided already."""
    if OFFICER not in roles_of(user) or not proposals:
        return []
    return _decidable(user, [one for one in proposals if one.proposed_by_id != user.pk])


def _undecided(proposal: Proposal, by: Account, what: str) -> Proposal:
    """The proposal while `by` may decide about it. Raises ValidationError, or PermissionDenied."""
    proposal = _require_open(proposal)
    if proposal.proposed_by_id == by.pk:
        raise ValidationError(f"You proposed this yourself. Ask another officer to {what} it.")
    if what == "approve" and Takeover.objects.filter(proposal=proposal, taken_by=by).exists():
        raise ValidationError(f'You took "{proposal}" over. Ask another officer to approve it.')
    allowed = by.is_active and OFFICER in roles_of(by) and _decidable(by, [proposal])
    if not allowed:
        raise PermissionDenied(f"{by.get_username()} may not decide about {proposal.subject}: it is not among yours.")
    return proposal


def _require_open(proposal: Proposal) -> Proposal:
    """The proposal as it stands under the write lock. Raises ValidationError that says who decided it, and when."""
    made = Decision.objects.filter(proposal=proposal).select_related("recording").first()
    if made:
        outcome = f"{made.get_outcome_display()}. {made.note}".strip()
        raise ValidationError(
            f"{made.recording.by_name} decided this at {moment(made.recording.moment)}: {outcome} Nothing was done now."
        )
    return Proposal.objects.as_worded().select_related("recording", "proposed_by").get(pk=proposal.pk)


def news_of(proposal: Proposal) -> str:
    """In words, what was recorded beside an open proposal since it was shown; empty where nothing was."""
    return moved(list(handler_of(proposal.kind).entities(proposal.payload)), since=proposal.base_serial)


def _decide(
    proposal: Proposal,
    outcome: Outcome,
    reason: str,
    *,
    by: Account,
    channel: Channel,
    today: date,
    written: Recording | None = None,
) -> Decision:
    if outcome != Outcome.APPROVED:
        handler_of(proposal.kind).decided(proposal.payload, outcome.value, reason)
    why = f"{outcome.label}: {proposal}"
    with open_recording(by=by, why=why, channel=channel, approval=DECISION) as recording:
        return facts.record(
            Decision(
                proposal=proposal,
                outcome=outcome,
                note=reason,
                proposed_by=proposal.proposed_by,
                decided_by=by,
                shown_hash=proposal.shown_hash,
                written=written,
                effective_on=PartialDate.of(today),
            ),
            recording=recording,
        )
