"""Several proposals decided in one go: what each would do after those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from record.models import Account, Channel, Proposal

from . import approvals, wordings
from .approval_handlers import handler_of
from .moved import Moved
from .recordings import take_write_lock


@dataclass(frozen=True, slots=True)
class Tried:
    """One of several proposals: what is shown of it after those before it, or why it would not be approved."""

    proposal: Proposal
    shown: dict[str, Any]
    refused: str = ""


class _TriedAll(Exception):
    """Takes back what was tried."""


def tried_in_order(proposals: Sequence[Proposal], *, by: Account, today: date) -> list[Tried]:
    """What would come of approving each in turn, every one on what the ones before it wrote; then all is rolled back.

    Of a file only what was shown: it is read anew when it is approved.
    """
    found = []
    try:
        with transaction.atomic():
            take_write_lock()
            for one in proposals:
                found.append(_tried(one, by, today))
            raise _TriedAll
    except _TriedAll:
        return found


def _tried(proposal: Proposal, by: Account, today: date) -> Tried:
    handler = handler_of(proposal.kind)
    try:
        approvals.require_approver(proposal, by=by, shown_hash=proposal.shown_hash)
        if handler.has_rows:
            return Tried(proposal, proposal.shown)
        with transaction.atomic():
            return Tried(proposal, wordings.write(handler, proposal, by=by, channel=Channel.FORM, today=today)[1])
    except (Moved, wordings.Differs) as moved_since:
        return Tried(proposal, proposal.shown, str(moved_since))
    except ValidationError as refused:
        return Tried(proposal, proposal.shown, " ".join(refused.messages))
    except PermissionDenied as refused:
        return Tried(proposal, proposal.shown, str(refused))
