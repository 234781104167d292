"""Approving a proposal, on its page or with others: at once, or by the worker where the write is long."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils.timezone import localdate, now

from record.models import Account, Decision, Outcome, Proposal
from record.services import approvals
from record.services.approval_handlers import handler_of
from record.services.jobs import notice

from .refused import refusals

BUSY = "Somebody else is writing just now, so nothing was written. Approve it once more."
BY_THE_WORKER = "Approved. The worker writes it now; the page of the file says how far it is."

Stated = tuple[int, str]
"""The level of a message, and its sentence."""


def approve(proposal: Proposal, *, by: Account, shown_hash: str) -> Stated:
    """What came of an approval. Raises Refused with the sentence that refuses it."""
    with refusals():
        try:
            job = handler_of(proposal.kind).by_worker(proposal, by=by, shown_hash=shown_hash, now=now())
            if job is not None:
                warning = notice(job)
                return (messages.WARNING, f"Approved. {warning}") if warning else (messages.INFO, BY_THE_WORKER)
            return stated(approvals.approve(proposal, by=by, shown_hash=shown_hash, today=localdate()))
        except OperationalError as error:
            raise ValidationError(BUSY) from error


def stated(made: Decision) -> Stated:
    """A decision in words."""
    if made.outcome == Outcome.LAPSED:
        return messages.WARNING, f"It has {made.get_outcome_display()}. {made.note}"
    return messages.SUCCESS, "Approved: it is on record now."
