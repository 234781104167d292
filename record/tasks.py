"""What the worker runs of this app: heartbeats, and the jobs that are due. Each task reads the clock."""

from typing import Any

from celery import shared_task
from celery.signals import beat_init, before_task_publish, worker_ready
from django.conf import settings
from django.utils import timezone

from record.services import jobs
from record.services.heartbeats import record_heartbeat


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """Say that the worker works."""
    record_heartbeat("worker", at=timezone.now())


@shared_task(bind=True, ignore_result=True)
def run_jobs(self: Any) -> None:
    """Run what is due in the job table."""
    jobs.work_off(clock=timezone.now, task_id=self.request.id or "")


jobs.connect_bell(run_jobs.delay)


@shared_task(bind=True, ignore_result=True)
def requeue_dead_jobs(self: Any) -> None:
    """Give back what a killed worker lost, and run what is due."""
    jobs.requeue_dead(now=timezone.now())
    jobs.work_off(clock=timezone.now, task_id=self.request.id or "")


@shared_task(bind=True, ignore_result=True)
def start_job(self: Any, kind: str) -> None:
    """Run the job of that kind which is due now; one that was done already stays done."""
    jobs.enqueue(kind, now=timezone.now())
    jobs.work_off(clock=timezone.now, task_id=self.request.id or "")


@before_task_publish.connect(sender=heartbeat.name)
def say_that_beat_works(**_: Any) -> None:
    """Say that beat works: it alone sends the heartbeat, so sending it is the proof."""
    record_heartbeat("beat", at=timezone.now())


@beat_init.connect
def send_the_first_heartbeat(**_: Any) -> None:
    """Send one at once: a schedule that is new would send its first only after a minute."""
    heartbeat.delay()


@worker_ready.connect
def look_for_the_dead(**_: Any) -> None:
    """Look at once, and again when a worker that died just before this one is surely silent."""
    requeue_dead_jobs.delay()
    requeue_dead_jobs.apply_async(countdown=settings.JOB_STALE_AFTER + 1)
