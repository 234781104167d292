"""When a projection is due besides every night: once the record has been quiet for a while after a change."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from projects.models import PROJECTION, ProjectionRun
from record.calculations.as_of import AsOf
from record.models import Channel, Job, Recording
from record.models.jobs import JobState
from record.services import jobs

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
    return asked(localdate(now).isoformat(), last.serial, now)


def ask_for(day: str, *, now: datetime) -> Job:
    """The job of a projection about `day` with what is known now."""
    serial = Recording.objects.exclude(by_name=PROJECTION).last_serial()
    return asked(day, serial, now)


def ask_at(at: AsOf, *, now: datetime) -> Job:
    """The job of a projection about a day as it was known then."""
    return asked(at.as_of.isoformat(), at.serial, now)


def asked(day: str, serial: int, now: datetime) -> Job:
    return jobs.ask(PROJECTION, key=f"{day} after {serial}", arguments={"day": day, "serial": serial}, now=now)


def begun_since(moment: datetime) -> int:
    """How many projections were recorded since a moment, with those that wait for a worker."""
    recorded = Recording.objects.filter(by_name=PROJECTION, channel=Channel.JOB, moment__gte=moment)
    return recorded.count() + Job.objects.filter(kind=PROJECTION, state=JobState.QUEUED).count()


def newest() -> Job | None:
    """The projection that was asked for last, whatever came of it."""
    return Job.objects.filter(kind=PROJECTION).order_by("-queued_at", "-pk").first()
