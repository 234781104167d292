"""The door of four eyes: propose, approve, send back, withdraw. What is proposed is written by nobody alone."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portfolio.models import Agency, Assignment, Program, ProposalKind
from portfolio.services import rights
from portfolio.services.proposed.deals import WRITE as DEAL
from portfolio.services.proposed.writes import OF_ONE_ROW, Write
from record.calculations.as_of import AsOf
from record.calculations.hash_chain import fingerprint
from record.calculations.partial_dates import PartialDate
from record.calculations.spelling import moment
from record.models import Decision, Door, Outcome, Proposal, Recording, Thing
from record.services import facts
from record.services.recordings import open_recording, require_open, take_write_lock

from .proposal_base import Moved, base_hash, moved

WRITES: dict[str, Write] = {**OF_ONE_ROW, ProposalKind.DEAL: DEAL}
PROPOSAL, DECISION = "a proposal: nothing is written by it", "a decision about a proposal"


class _RolledBack(Exception):
    """Carries what was seen of a write out of the transaction that undoes it."""


def is_asked() -> bool:
    """True where a second person decides; False in an office of one, which is configured as SINGLE_CONTROL."""
    return not settings.SINGLE_CONTROL


def register(kind: str, write: Write) -> None:
    """Make known how a kind is written that belongs to a higher floor."""
    WRITES[kind] = write


def propose(
    kind: str, payload: dict[str, Any], *, recording: Recording, today: date, write: Write | None = None
) -> Proposal:
    """Try the write, undo it, and keep it as a proposal with what was shown. Its rules refuse at once.

    `write` is that of the kind where something was made ready for it, such as a file that was read. Raises
    ValidationError or PermissionDenied as the write itself would.
    """
    require_open(recording)
    if recording.by is None:
        raise ValidationError("A proposal is made by a person.")
    write, at = write or WRITES[kind], AsOf(today, recording.moment, recording.serial)
    read = Recording.objects.filter(serial__lt=recording.serial).last_serial()
    things = list(write.things(payload))
    investment = write.investment(payload) if write.investment else None
    placed = {**payload, "place": [investment.agency_id, investment.program_id] if investment else None}
    base = base_hash(things, at=at)
    amount, shares = write.stake(payload, at)
    try:
        with transaction.atomic():
            raise _RolledBack(_carry_out(write, payload, recording, today)[1])
    except _RolledBack as tried:
        shown = tried.args[0]
    about = write.about(payload) if write.about else next(iter(things), None)
    proposal = Proposal(
        kind=kind,
        table=about._meta.db_table if about else "",
        thing_id=about.pk if about else None,
        subject=(write.subject(payload) if write.subject else _name(about))[:200],
        payload=placed,
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


def approve(
    proposal: Proposal,
    *,
    by: AbstractBaseUser,
    shown_hash: str,
    today: date,
    door: Door = Door.FORM,
    write: Write | None = None,
) -> Decision:
    """Write what was proposed, in the proposer's name, and keep who approved; or find that it has lapsed.

    `shown_hash` is that of what the approver saw; `write` as in `propose`. Raises ValidationError for the proposer, for
    what was decided before, for another hash and for what the rules refuse now; PermissionDenied outside the approver's
    programs.
    """
    with transaction.atomic():
        take_write_lock()
        proposal = require_approver(proposal, by=by, shown_hash=shown_hash)
        write, written = write or WRITES[proposal.kind], None
        try:
            written = _write(write, proposal, by, today, door)
        except Moved as found:
            return _decide(proposal, Outcome.LAPSED, str(found), by=by, door=door, today=today)
        return _decide(proposal, Outcome.APPROVED, "", by=by, door=door, today=today, written=written)


def require_approver(proposal: Proposal, *, by: AbstractBaseUser, shown_hash: str) -> Proposal:
    """The proposal while `by` may approve what was seen of it. Raises as `approve` does, and writes nothing."""
    proposal = _undecided(proposal, by, "approve")
    if not shown_hash == proposal.shown_hash == proposal.content_hash:
        raise ValidationError(f"What you saw is not what {proposal} says. Open it again, look, then decide.")
    return proposal


def send_back(
    proposal: Proposal, *, by: AbstractBaseUser, reason: str, today: date, door: Door = Door.FORM
) -> Decision:
    """Decline a proposal, saying what to do. Raises ValidationError without a reason, and for the proposer."""
    if not reason.strip():
        raise ValidationError("Say why it goes back, so that it can be put right.")
    with transaction.atomic():
        take_write_lock()
        proposal = _undecided(proposal, by, "return")
        return _decide(proposal, Outcome.RETURNED, reason.strip(), by=by, door=door, today=today)


def withdraw(proposal: Proposal, *, by: AbstractBaseUser, reason: str, today: date, door: Door = Door.FORM) -> Decision:
    """Take one's own proposal back. Raises ValidationError without a reason, and for anybody else."""
    if not reason.strip():
        raise ValidationError("Say why you withdraw it.")
    with transaction.atomic():
        take_write_lock()
        _require_open(proposal)
        if proposal.proposed_by_id != by.pk:
            raise ValidationError(f"{proposal.recording.by_name} proposed this and alone withdraws it. Return it.")
        return _decide(proposal, Outcome.WITHDRAWN, reason.strip(), by=by, door=door, today=today)


def waiting_for(user: AbstractBaseUser) -> list[Proposal]:
    """What the user may decide about, oldest first; three questions to the database however many wait."""
    if not user.groups.filter(name=rights.OFFICER).exists():
        return []
    mine = set(Assignment.objects.filter(officer=user).values_list("agency_id", "program_id"))
    waiting = Proposal.objects.undecided().exclude(proposed_by=user).select_related("recording", "proposed_by")
    return [one for one in waiting if all(_is_within(place, mine) for place in _places(one))]


def _places(proposal: Proposal) -> list[list[int | None]]:
    """The agencies and programs, by id, that it writes for; none where any officer may decide."""
    payload = proposal.payload
    return payload.get("places") or ([payload["place"]] if payload.get("place") else [])


def _is_within(place: list[int | None], assigned: set[tuple[int, int | None]]) -> bool:
    return (place[0], None) in assigned or (place[0], place[1]) in assigned


def _undecided(proposal: Proposal, by: AbstractBaseUser, what: str) -> Proposal:
    """The proposal while `by` may decide about it. Raises ValidationError, or PermissionDenied."""
    proposal = _require_open(proposal)
    if proposal.proposed_by_id == by.pk:
        raise ValidationError(f"You proposed this yourself. Ask another officer to {what} it.")
    allowed = by.is_active and by.groups.filter(name=rights.OFFICER).exists()
    for agency, program in _places(proposal):
        within = Program.objects.get(pk=program) if program else None
        allowed = allowed and rights.may_write(by, Agency.objects.get(pk=agency), within)
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


def _write(write: Write, proposal: Proposal, by: AbstractBaseUser, today: date, door: Door) -> Recording:
    """Perform the write under a recording of its own. Raises Moved, and then nothing of it stays."""
    things = list(write.things(proposal.payload))
    last = Recording.objects.order_by("-serial").first()
    if base_hash(things, at=AsOf(today, last.moment, last.serial)) != proposal.base_hash:
        news = moved(things, since=proposal.base_serial) or "another state than the one shown"
        raise Moved(f"What it was shown against has moved: {news}. Look again and propose it anew.")
    approval = f"proposed by {proposal.recording.by_name}, approved by {by.get_username()}: proposal {proposal.pk}"
    with open_recording(
        by=proposal.proposed_by, why=proposal.recording.why, door=write.door or door, approval=approval[:200]
    ) as recording:
        _, shown = _carry_out(write, proposal.payload, recording, today)
        if fingerprint(shown) != fingerprint(proposal.shown):
            raise Moved(f"What would follow is not what was shown: {_unlike(proposal.shown, shown)}. Propose it anew.")
    return recording


def _carry_out(write: Write, payload: dict[str, Any], recording: Recording, today: date) -> tuple[Any, dict[str, Any]]:
    """Perform the write and say what is shown of it: its fields, and totals before and after."""
    if write.seen:
        return write.perform(payload, recording, today), write.seen(payload, recording, today)
    at = AsOf(today, recording.moment, recording.serial)
    fields = write.fields(payload, at)
    before = write.totals(payload, at) if write.totals else {}
    done = write.perform(payload, recording, today)
    after = write.totals(payload, at) if write.totals else {}
    return done, {"fields": fields, "totals": [[name, before.get(name, ""), after[name]] for name in after]}


def _unlike(one: dict[str, Any], other: dict[str, Any]) -> str:
    """The first line of which something else was shown."""
    for part in ("totals", "fields"):
        for then, now in zip(one[part], other[part], strict=False):
            if then != now:
                told, found = (" to ".join(text or "empty" for text in line[1:]) for line in (then, now))
                return f"{then[0]} was shown as {told} and is {found}"
    return "it has other lines"


def _decide(
    proposal: Proposal,
    outcome: Outcome,
    reason: str,
    *,
    by: AbstractBaseUser,
    door: Door,
    today: date,
    written: Recording | None = None,
) -> Decision:
    write = WRITES[proposal.kind]
    if write.decided and outcome != Outcome.APPROVED:
        write.decided(proposal.payload, outcome.value, reason)
    why = f"{outcome.label}: {proposal}"
    with open_recording(by=by, why=why, door=door, approval=DECISION) as recording:
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


def _name(thing: Thing | None) -> str:
    return "" if thing is None else str(thing)
