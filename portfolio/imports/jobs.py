"""Large files are read and written by the worker, one after the other, and say how far they are."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from portfolio.models import Import
from projects.models.jobs import Job
from projects.services import jobs
from projects.services.heartbeats import Heart

from .desk import carry_out, show
from .rows import Say

# A file up to this size is read at once, while its sender waits.
SMALL = 300_000  # bytes
SHOW, WRITE = "show", "write"


def work(progress: jobs.Progress, *, number: int, step: str) -> str:
    """One step of one import; what came of it in words. Twice changes nothing."""
    one = Import.objects.get(pk=number)
    with Telling(progress) as say:
        one = (show if step == SHOW else carry_out)(one, today=localdate(), say=say)
    counted = ", ".join(f"{count:,} {name}" for name, count in one.counts.items() if count)
    return one.outcome or f"Every row's fate is shown: {counted or 'no rows'}."


class Telling:
    """Says how far a job is while its transaction is open: from a thread, since nobody sees into a transaction.

    On SQLite, where one writer keeps all others out, it says so before the transaction and after it.
    """

    def __init__(self, progress: jobs.Progress) -> None:
        self.progress = progress
        self.latest = (0, "")
        self.heart = Heart(lambda: progress.say(*self.latest), every=1) if connection.vendor == "postgresql" else None

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


def _on_request(now: datetime) -> tuple[str, dict[str, Any]]:
    raise LookupError("Files are imported when somebody sends one, never by the clock.")


KIND = jobs.Kind(name="import", label="Imports of files", work=work, occasion=_on_request, limit=timedelta(hours=2))


def ask(one: Import, step: str, *, now: datetime) -> Job:
    """Have the worker do a step."""
    return jobs.ask(KIND.name, key=f"{one.pk} {step} {one.plan_hash[:12]}", arguments=arguments(one, step), now=now)


def arguments(one: Import, step: str) -> dict[str, Any]:
    return {"number": one.pk, "step": step}


def job_of(one: Import) -> Job | None:
    """The newest job of an import."""
    return Job.objects.filter(kind=KIND.name, key__startswith=f"{one.pk} ").order_by("-pk").first()
