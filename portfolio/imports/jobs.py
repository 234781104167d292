"""Large files are read and written by the worker, one after the other, and say how far they are."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils.timezone import localdate

from portfolio.models import Import
from record.models import Account, Proposal
from record.reference.loading import sentence
from record.services import approvals, jobs
from record.services.heartbeats import HeartbeatThread

from .proposed import ImportHandler, UndoHandler
from .rows import Say
from .steps import APPROVE, IMPORT, SHOW
from .workflow import carry_out, show

OF_FILES = {one.kind: one for one in (ImportHandler, UndoHandler)}


def work(progress: jobs.Progress, *, number: int, step: str, **approval: Any) -> str:
    """One step of one import; what came of it in words. Twice changes nothing."""
    one = Import.objects.get(pk=number)
    with Telling(progress) as say:
        if step == APPROVE:
            return approved(one, say=say, **approval)
        one = (show if step == SHOW else carry_out)(one, today=localdate(), say=say)
    counted = ", ".join(f"{count:,} {name}" for name, count in one.counts.items() if count)
    return one.outcome or f"What becomes of every row is shown: {counted or 'no rows'}."


def approved(one: Import, *, proposal: int, by: int, shown_hash: str, say: Say) -> str:
    """What came of an approval in words, refusals among them."""
    about = Proposal.objects.get(pk=proposal)
    try:
        made = approvals.approve(
            about,
            by=Account.objects.get(pk=by),
            shown_hash=shown_hash,
            today=localdate(),
            handler=OF_FILES[about.kind](say=say),
        )
    except (ValidationError, PermissionDenied) as error:
        return sentence(error) if isinstance(error, ValidationError) else str(error)
    one.refresh_from_db()
    return f"{made.get_outcome_display().capitalize()}. {one.outcome}"


class Telling:
    """Says how far a job is while its transaction is open: from a thread, since nobody sees into a transaction.

    On SQLite, where one writer keeps all others out, it says so before the transaction and after it.
    """

    def __init__(self, progress: jobs.Progress) -> None:
        self.progress = progress
        self.latest = (0, "")
        self.heart = (
            HeartbeatThread(lambda: progress.say(*self.latest), every=1) if connection.vendor == "postgresql" else None
        )

    def __enter__(self) -> Say:
        if self.heart:
            self.heart.__enter__()
        return self.say

    def __exit__(self, *error: Any) -> None:
        if self.heart:
            self.heart.__exit__(*error)

    def say(self, percent: int, saying: str) -> None:
        self.latest = (percent, saying)
        if not connection.in_atomic_block:
            self.progress.say(percent, saying)


KIND = jobs.Kind(name=IMPORT, label="Imports of files", work=work, limit=timedelta(hours=2))
