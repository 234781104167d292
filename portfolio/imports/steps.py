"""The worker is asked here for a step of a large file: to show it, to write it, to write what was approved."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from portfolio.models import Import
from record.models import Account, Proposal
from record.models.jobs import Job
from record.services import approvals, jobs

from .kept import import_of

IMPORT = "import"
SHOW, WRITE, APPROVE = "show", "write", "approve"


def ask(one: Import, step: str, *, now: datetime) -> Job:
    """Have the worker do a step."""
    return _ask(one, step, {}, now=now)


def ask_approval(proposal: Proposal, *, by: Account, shown_hash: str, now: datetime) -> Job:
    """Have the worker write a file that `by` approves.

    Raises ValidationError when another officer has approved it already and the worker is about to write it; and as
    `approvals.approve` does.
    """
    approvals.require_approver(proposal, by=by, shown_hash=shown_hash)
    approval = {"proposal": proposal.pk, "by": by.pk, "shown_hash": shown_hash}
    job = _ask(import_of(proposal.payload), APPROVE, approval, now=now)
    if job.arguments.get("by") != by.pk:
        first = Account.objects.get(pk=job.arguments["by"]).get_username()
        raise ValidationError(f"{first} has approved this, and the worker writes it. Nothing was done now.")
    return job


def job_of(one: Import) -> Job | None:
    """The newest job of an import."""
    return _jobs_of(one).first()


def _ask(one: Import, step: str, more: dict[str, Any], *, now: datetime) -> Job:
    """The job that waits for this step, or a new one: a step that ended may be asked for again."""
    over = sum(job.is_over for job in _jobs_of(one))
    arguments = {"number": one.pk, "step": step, **more}
    return jobs.ask(IMPORT, key=f"{one.pk} {step} {over}", arguments=arguments, now=now)


def _jobs_of(one: Import) -> Any:
    return Job.objects.filter(kind=IMPORT, key__startswith=f"{one.pk} ").order_by("-pk")
