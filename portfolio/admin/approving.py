"""Approving a proposal, on its page or with others: at once, or by the worker where it is a large file."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils.timezone import localdate, now

from portfolio.imports import desk, jobs
from portfolio.imports.proposed import import_of
from portfolio.imports.run import Refused as FileRefused
from portfolio.models import Decision, Outcome, Proposal, ProposalKind
from portfolio.services import proposals
from projects.admin.refused import refusals
from projects.services.jobs import notice

BUSY = "Somebody else is writing just now, so nothing was written. Approve it once more."
BY_THE_WORKER = "Approved. The worker writes it now; the page of the file says how far it is."

OF_FILES = (ProposalKind.IMPORT, ProposalKind.UNDO)

Said = tuple[int, str]
"""The level of a message, and its sentence."""


def approve(proposal: Proposal, *, by: User, shown_hash: str) -> Said:
    """What came of an approval. Raises Refused with the sentence that refuses it."""
    with refusals():
        try:
            if proposal.kind not in OF_FILES:
                return said(proposals.approve(proposal, by=by, shown_hash=shown_hash, today=localdate()))
            if import_of(proposal.payload).size > jobs.SMALL:
                job = jobs.ask_approval(proposal, by=by, shown_hash=shown_hash, now=now())
                warning = notice(job)
                return (messages.WARNING, f"Approved. {warning}") if warning else (messages.INFO, BY_THE_WORKER)
            return said(desk.approve(proposal, by=by, shown_hash=shown_hash, today=localdate()))
        except FileRefused as error:
            raise ValidationError(str(error)) from error
        except OperationalError as error:
            raise ValidationError(BUSY) from error


def said(made: Decision) -> Said:
    """A decision in words."""
    if made.outcome == Outcome.LAPSED:
        return messages.WARNING, f"It has {made.get_outcome_display()}. {made.note}"
    return messages.SUCCESS, "Approved: it is on record now."
