"""What the worker runs of this app: the jobs that are due. Each task reads the clock."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_ready
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from record.models import Job
from record.services import access, jobs

TO_STOP = timedelta(minutes=1)
"""How long a job has to stop by itself once its time is up; then its process is ended."""


@shared_task(bind=True, max_retries=None)
def run_job(self: Any, number: int) -> None:
    """Run the job of that row, unless it has ended or somebody else has it; try again later what may pass."""
    pause = jobs.run_one(number, clock=timezone.now, task_id=self.request.id or "", late=(SoftTimeLimitExceeded,))
    if pause is not None:
        seconds = pause.total_seconds()
        raise self.retry(countdown=seconds, expires=seconds + settings.JOB_STALE_AFTER)


def send(job: Job, kind: jobs.Kind) -> None:
    """Send the message of a job, with the time that its kind may take. It expires when the sweep sends another."""
    run_job.apply_async(
        (job.pk,),
        soft_time_limit=kind.limit.total_seconds(),
        time_limit=(kind.limit + TO_STOP).total_seconds(),
        expires=settings.JOB_STALE_AFTER,
    )


@shared_task
def requeue_dead_jobs() -> None:
    """Give back what killed workers had begun, and send what is due and has no message under way."""
    jobs.requeue_dead(now=timezone.now())
    jobs.notify(*jobs.unsent(now=timezone.now()), now=timezone.now())


@shared_task
def start_job(kind: str) -> None:
    """Ask for the job of that kind which is due now; one that was done already stays done."""
    jobs.enqueue(kind, now=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=20)
def note_access(**told: Any) -> None:
    """Write down a file that was taken while somebody else wrote."""
    access.write(**told)


@worker_ready.connect
def look_for_the_dead(**_: Any) -> None:
    """Look at once, and again when a worker that died just before this one is surely silent."""
    requeue_dead_jobs.delay()
    requeue_dead_jobs.apply_async(countdown=settings.JOB_STALE_AFTER + 1)
