"""When a projection is due besides every night: once the record has been quiet for a while after a change."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from projects.models import ProjectionRun
from record.models import Job, Recording
from record.services import jobs

from .capacity import PROJECTION

QUIET = timedelta(minutes=2)
"""How long nothing must have been recorded: a row of corrections is then projected once."""


def ask_after_change(now: datetime) -> Job | None:
    """The job of a projection up to the newest recording, once there was a pause; None while nothing is due.

    A run's own recording is no change, and inputs that come out the same give the run back that is on record.
    """
    last = Recording.objects.exclude(by_name=PROJECTION).order_by("-serial").first()
    if last is None or now - last.moment < QUIET:
        return None
    newest = ProjectionRun.objects.order_by("-pk").first()
    if newest is not None and newest.recording_id > last.serial:
        return None
    arguments = {"day": localdate(now).isoformat(), "serial": last.serial}
    return jobs.ask(PROJECTION, key=f"{arguments['day']} after {last.serial}", arguments=arguments, now=now)


def ask_for(day: str, *, now: datetime) -> Job:
    """The job of a projection about `day` with what is known now."""
    serial = Recording.objects.exclude(by_name=PROJECTION).last_serial()
    return jobs.ask(PROJECTION, key=f"{day} after {serial}", arguments={"day": day, "serial": serial}, now=now)


def newest() -> Job | None:
    """The projection that was asked for last, whatever came of it."""
    return Job.objects.filter(kind=PROJECTION).order_by("-queued_at", "-pk").first()
