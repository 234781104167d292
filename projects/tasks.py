"""What the worker runs of this app: each task reads the clock and calls a service or two."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from projects.services import projection_requests, watch
from projects.services.capacity import PROJECTION
from record.services import jobs
from record.tasks import start_job


@shared_task(ignore_result=True)
def watch_milestones() -> None:
    """Watch the milestones on the day that has just ended, and on those missed before."""
    start_job(watch.KIND.name)


@shared_task(ignore_result=True)
def project_capacity() -> None:
    """Project the capacity as of the day that has just ended."""
    start_job(PROJECTION)


@shared_task(bind=True, ignore_result=True)
def project_after_change(self: Any) -> None:
    """Project again once the record has been quiet for a while after a change."""
    if projection_requests.ask_after_change(timezone.now()):
        jobs.work_off(clock=timezone.now, task_id=self.request.id or "")
