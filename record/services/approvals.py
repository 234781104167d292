"""Approvals: propose, approve, return, withdraw. Nobody alone writes what is proposed."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from record.calculations.as_of import AsOf
from record.calculations.formatting import moment
from record.calculations.hash_chain import fingerprint
from record.calculations.partial_dates import PartialDate
from record.models import Account, Channel, Decision, Fact, Outcome, Proposal, Recording
from record.roles import OFFICER, roles_of
from record.services import facts
from record.services.recordings import open_recording, require_open, take_write_lock

from .approval_base import Moved, base_hash, moved
from .approval_handlers import Handler, Payload, handler_of
from .row_formatting import format_value

PROPOSAL, DECISION = "a proposal: nothing is written by it", "a decision about a proposal"


def is_asked() -> bool:
    """True where a second person decides; False in an office of one, which is configured as SINGLE_CONTROL."""
    return not settings.SINGLE_CONTROL


def propose(
    kind: str, payload: Payload, *, recording: Recording, today: date, handler: Handler | None = None
) -> Proposal:
    """Try the write, undo it, and keep it as a proposal with what was shown. Its rules refuse at once.

    `handler` is that of the kind where something was made ready for it, such as a file that was read. Raises
    ValidationError or PermissionDenied as the write itself would, LookupError for a kind that nobody registered.
    """
    require_open(recording)
    if recording.by is None:
        raise ValidationError("A proposal is made by a person.")
    handler, at = handler or handler_of(kind), AsOf(today, recording.moment, recording.serial)
    read = Recording.objects.filter(serial__lt=recording.serial).last_serial()
    entities = list(handler.entities(payload))
    scoped = {**payload, **handler.scope(payload)}
    base = base_hash(entities, at=at)
    amount, shares = handler.stake(payload, at)
    shown = handler.tried(payload, recording, today)
    about = handler.about(payload)
    proposal = Proposal(
        kind=kind,
        table=about._meta.db_table if about else "",
        entity_id=about.pk if about else None,
        subject=handler.subject(payload),
        payload=scoped,
        shown=shown,
        amount=amount,
        shares=shares,
        sources=payload.get("sources", ""),
        base_serial=read,
        base_hash=base,
        proposed_by=recording.by,
        effective_on=PartialDate.of(today),
    )
    proposal.shown_hash = proposal.content_hash
    return facts.record(proposal, recording=recording)


def propose_row(kind: str, fact: Fact, *, recording: Recording, today: date) -> Proposal:
    """Keep a new fact as a proposal instead of writing it. Raises as `propose` does."""
    payload = {"row": format_value(fact), "sources": fact.citation.text if fact.citation else ""}
    return propose(kind, payload, recording=recording, today=today)


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

    `shown_hash` is that of what the approver saw; `handler` as in `propose`. Raises ValidationError for the proposer,
    for what was decided before, for another hash and for what the rules refuse now; PermissionDenied outside the
    approver's programs.
    """
    require_approver(proposal, by=by, shown_hash=shown_hash)
    handler = (handler or handler_of(proposal.kind)).prepared(proposal.payload)
    with transaction.atomic():
        take_write_lock()
        proposal = require_approver(proposal, by=by, shown_hash=shown_hash)
        written = None
        try:
            written = _write(handler, proposal, by, today, channel)
        except Moved as found:
            return _decide(proposal, Outcome.LAPSED, str(found), by=by, channel=channel, today=today)
        return _decide(proposal, Outcome.APPROVED, "", by=by, channel=channel, today=today, written=written)


def require_approver(proposal: Proposal, *, by: Account, shown_hash: str) -> Proposal:
    """The proposal while `by` may approve what was seen of it. Raises as `approve` does, and writes nothing."""
    proposal = _undecided(proposal, by, "approve")
    if not shown_hash == proposal.shown_hash == proposal.content_hash:
        raise ValidationError(f"What you saw is not what {proposal} says. Open it again, look, then decide.")
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
    """Take one's own proposal back. Raises ValidationError without a reason, and for anybody else."""
    if not reason.strip():
        raise ValidationError("Say why you withdraw it.")
    with transaction.atomic():
        take_write_lock()
        _require_open(proposal)
        if proposal.proposed_by_id != by.pk:
            raise ValidationError(f"{proposal.recording.by_name} proposed this and alone withdraws it. Return it.")
        return _decide(proposal, Outcome.WITHDRAWN, reason.strip(), by=by, channel=channel, today=today)


def waiting_for(user: Account) -> list[Proposal]:
    """What the user may decide about, oldest first; a fixed number of questions to the database however many wait."""
    if OFFICER not in roles_of(user):
        return []
    waiting = Proposal.objects.undecided().exclude(proposed_by=user).select_related("recording", "proposed_by")
    return sorted(_decidable(user, list(waiting)), key=lambda one: one.pk)


def _decidable(user: Account, proposals: list[Proposal]) -> list[Proposal]:
    """Those that the user may decide about; each rule is asked once for all proposals that it is about."""
    by_rule: dict[Any, list[Proposal]] = defaultdict(list)
    for one in proposals:
        rule = handler_of(one.kind).decidable
        by_rule[getattr(rule, "__func__", rule)].append(one)  # the same function, of whichever class
    return [one for same in by_rule.values() for one in handler_of(same[0].kind).decidable(user, same)]


def _undecided(proposal: Proposal, by: Account, what: str) -> Proposal:
    """The proposal while `by` may decide about it. Raises ValidationError, or PermissionDenied."""
    proposal = _require_open(proposal)
    if proposal.proposed_by_id == by.pk:
        raise ValidationError(f"You proposed this yourself. Ask another officer to {what} it.")
    allowed = by.is_active and OFFICER in roles_of(by) and _decidable(by, [proposal])
    if not allowed:
        raise PermissionDenied(f"{by.get_username()} may not decide about {proposal.subject}: it is not among yours.")
    return proposal


def _require_open(proposal: Proposal) -> Proposal:
    """The proposal as it stands under the write lock. Raises ValidationError that says who decided it, and when."""
    made = Decision.objects.filter(proposal=proposal).select_related("recording").first()
    if made:
        raise ValidationError(
            f"{made.recording.by_name} decided this at {moment(made.recording.moment)}: {made.get_outcome_display()}. "
            "Nothing was done now."
        )
    return Proposal.objects.select_related("recording", "proposed_by").get(pk=proposal.pk)


def _write(handler: Handler, proposal: Proposal, by: Account, today: date, channel: Channel) -> Recording:
    """Perform the write under a recording of its own. Raises Moved, and then nothing of it stays."""
    entities = list(handler.entities(proposal.payload))
    last = Recording.objects.latest("serial")
    if base_hash(entities, at=AsOf(today, last.moment, last.serial)) != proposal.base_hash:
        news = moved(entities, since=proposal.base_serial) or "another state than the one shown"
        raise Moved(f"What it was shown against has moved: {news}. Look again and propose it anew.")
    approval = f"proposed by {proposal.recording.by_name}, approved by {by.get_username()}: proposal {proposal.pk}"
    with open_recording(
        by=proposal.proposed_by, why=proposal.recording.why, channel=handler.channel or channel, approval=approval
    ) as recording:
        _, shown = handler.carry_out(proposal.payload, recording, today)
        if fingerprint(shown) != fingerprint(proposal.shown):
            raise Moved(f"What would follow is not what was shown: {_unlike(proposal.shown, shown)}. Propose it anew.")
    return recording


def _unlike(one: dict[str, Any], other: dict[str, Any]) -> str:
    """The first line of which something else was shown."""
    for part in ("totals", "fields"):
        for then, now in zip(one[part], other[part], strict=False):
            if then != now:
                described, found = (" to ".join(text or "empty" for text in line[1:]) for line in (then, now))
                return f"{then[0]} was shown as {described} and is {found}"
    return "it has other lines"


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
                written=written,
                effective_on=PartialDate.of(today),
            ),
            recording=recording,
        )
