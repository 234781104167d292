"""The Celery application and what runs when."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lodebook")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# In words; times are UTC, so a clock change neither skips nor repeats a run. Only the beginning: an administrator
# changes it in the admin, and what stands there is kept. At 06:00 the day is over in New York, summer and winter.
SCHEDULE = {
    "give back what a killed worker lost": ("record.tasks.requeue_dead_jobs", "every minute"),
    "watch the milestones": ("projects.tasks.watch_milestones", "every night at 06:00"),
    "project capacity every night": ("projects.tasks.project_capacity", "every night at 06:30"),
    "project capacity after a change": ("projects.tasks.project_after_change", "every minute"),
    "fetch awards from USAspending": ("portfolio.tasks.fetch_usaspending", "every night at 08:00"),
    "fetch share counts and filings from EDGAR": ("portfolio.tasks.fetch_edgar", "every night at 08:30"),
    "fetch daily closes": ("portfolio.tasks.fetch_closes", "every night at 09:00"),
    "fetch the statistics of the USGS": ("portfolio.tasks.fetch_statistics", "every Monday at 09:30"),
    "propose the lapse of expired rights": ("portfolio.tasks.propose_lapses", "every night at 07:00"),
    "add up the ledger": ("portfolio.tasks.add_up_ledger", "every minute"),
    "check the sums of the ledger": ("portfolio.tasks.check_sums", "every night at 07:15"),
    "check the record": ("portfolio.tasks.check_record", "every night at 07:30"),
    "send the heads of the record": ("portfolio.tasks.send_heads", "every night at 08:15"),
    "delete workbooks after a week": ("portfolio.tasks.expire_files", "every night at 10:30"),
    "value what is held": ("portfolio.tasks.value_holdings", "every night at 09:45"),
    "tell officers which proposals wait": ("portfolio.tasks.send_waiting", "every night at 10:00"),
    "send the weekly digest": ("portfolio.tasks.send_digest", "every Monday at 12:00"),
}


@worker_init.connect
def begin_the_worker_heartbeat(**_: Any) -> None:
    """Say that the worker runs, before it reaches its server and while it cannot."""
    from config import heartbeats

    heartbeats.begin("worker")


@beat_init.connect
def seed_schedules(**_: Any) -> None:
    """Say that beat runs, and put into the database what is not scheduled there yet."""
    from config import heartbeats
    from record.services import schedules

    heartbeats.begin("beat")
    schedules.seed(SCHEDULE)
