"""What the worker runs of this app: each task reads the clock and asks for a job."""

from celery import shared_task
from django.utils import timezone

from projects.models import PROJECTION
from projects.services import projection_requests, watch
from record.tasks import start_job


@shared_task
def watch_milestones() -> None:
    """Watch the milestones on the day that has just ended, and on those missed before."""
    start_job(watch.KIND.name)


@shared_task
def project_capacity() -> None:
    """Project the capacity as of the day that has just ended."""
    start_job(PROJECTION)


@shared_task
def project_after_change() -> None:
    """Project again once the record has been quiet for a while after a change."""
    projection_requests.ask_after_change(timezone.now())
