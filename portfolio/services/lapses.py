"""Rights that expired are proposed to lapse, each night; nothing is written before a second officer agrees."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, Transaction
from portfolio.positions.holdings import Holding, Part, holdings_at
from projects.services.watch import counted
from record.models import Account, Channel, Outcome, Proposal, Recording
from record.services import approvals, jobs
from record.services.recordings import open_recording
from record.services.row_formatting import format_value

from .handlers.entries import EntryHandler
from .rights import machine_officer

STILL = (Outcome.RETURNED, Outcome.WITHDRAWN)
"""What was decided about a lapse by a person, so that it is not proposed again."""


def expired(day: date, *, now: datetime) -> list[Part]:
    """The rights that are held by the ledger though their last day is over, by award."""
    parts = holdings_at(Recording.objects.as_of(day, now, None))
    return [one for one in parts if one.holding is Holding.HELD and one.is_expired and one.line.balance.shares > 0]


def propose_lapses(day: date, *, now: datetime, by: Account | None) -> str:
    """Propose the lapse of what expired, what was proposed before left out; how many, in words.

    Nothing is proposed in nobody's name, nor where one officer works alone: then the sentence says what to do.
    """
    found = [one for one in expired(day, now=now) if not _was_proposed(one)]
    if not found:
        return "No right has expired that is not proposed to lapse."
    named = ", ".join(one.line.slug for one in found)
    if not approvals.is_asked():
        return f"{counted(len(found), 'right')} expired: {named}. Record the lapse, since one officer works alone."
    if by is None:
        return f"{counted(len(found), 'right')} expired: {named}. Nobody is named to propose: set FEEDS_OFFICER."
    refused = [sentence for one in found if (sentence := _propose(one, by, day))]
    said = f"{counted(len(found) - len(refused), 'lapse')} proposed."
    return " ".join([said, *refused])


def _propose(part: Part, by: Account, day: date) -> str:
    """Propose one lapse; why it was refused, in a sentence, empty where it was not."""
    award, terms = part.line.investment, part.line.terms
    by_what = "by its term after the closing" if part.is_expiry_worked_out else "by its terms"
    entry = Transaction(
        investment=award,
        kind=Kind.LAPSE.value,
        shares=part.line.balance.shares,
        effective_on=part.expires_on,
        note=f"Expired on {part.expires_on} {by_what}.",
        citation=terms.citation if terms else None,
    )
    why = f"{award.slug} expired on {part.expires_on}: found by the nightly job"
    payload = {"row": format_value(entry), "sources": entry.citation.text if entry.citation else ""}
    try:
        with open_recording(by=by, why=why, channel=Channel.JOB, approval=approvals.PROPOSAL) as recording:
            approvals.propose(EntryHandler.kind, payload, recording=recording, today=day)
    except PermissionDenied as error:
        return f"{award.slug} is not proposed: {error}"
    except ValidationError as error:
        return f"{award.slug} is not proposed: {' '.join(error.messages)}"
    return ""


def _was_proposed(part: Part) -> bool:
    """True where a lapse of it waits for a decision, or where a person decided against one on this last day."""
    of_award = Proposal.objects.filter(
        kind=EntryHandler.kind, table=Investment._meta.db_table, entity_id=part.line.investment.pk
    )
    for one in of_award.select_related("decision"):
        row, decision = one.payload["row"], getattr(one, "decision", None)
        if row.get("kind") == Kind.LAPSE.value:
            is_of_this_day = row.get("effective_on") == str(part.expires_on)
            if decision is None or (decision.outcome in STILL and is_of_this_day):
                return True
    return False


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    day = localdate(now).isoformat()
    return day, {"day": day}


def work(progress: jobs.Progress, *, day: str) -> str:
    """The job: its outcome in words."""
    return propose_lapses(date.fromisoformat(day), now=progress.clock(), by=machine_officer())


KIND = jobs.Kind(name="lapses", label="Propose the lapse of expired rights", work=work, period_for=period_for)
