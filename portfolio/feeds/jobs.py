"""Each feed is a job of its own: off until configured, once a day, with its outcome in the list of jobs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.utils.timezone import localdate

from record.models import Job, Recording
from record.models.jobs import JobState
from record.services import jobs

from . import FEEDS
from .fetch import Fetcher
from .found import Feed
from .limits import Limits
from .run import run

PREFIX = "feed-"


def fetcher() -> Fetcher:
    """One that asks within the limits of the settings."""
    limits = Limits(most_bytes=settings.FEEDS_MOST_BYTES, silence=settings.FEEDS_TIMEOUT, tries=settings.FEEDS_TRIES)
    return Fetcher(settings.FEEDS_CONTACT or "Lodebook", limits, settings.FEEDS_MAY_ASK_LOOPBACK)


def kind_of(feed: Feed) -> jobs.Kind:
    """The kind of job that runs a feed. It is due at no time while the feed is off."""
    return jobs.Kind(
        name=f"{PREFIX}{feed.name}",
        label=feed.label,
        work=_work(feed),
        period_for=_period_for(feed),
        limit=timedelta(hours=1),
        retried=(OperationalError,),
        is_on=feed.is_on,
    )


def kinds_of(schedule: str) -> list[str]:
    """The kinds of the feeds that are fetched together and are on."""
    return [f"{PREFIX}{feed.name}" for feed in FEEDS.values() if feed.schedule == schedule and feed.is_on()]


def newest_runs() -> dict[str, Job | None]:
    """Each feed that is on, by name, with its newest run that has ended; None before the first."""
    found: dict[str, Job | None] = {}
    for feed in FEEDS.values():
        if feed.is_on():
            ended = Job.objects.filter(kind=f"{PREFIX}{feed.name}", state__in=(JobState.SUCCEEDED, JobState.FAILED))
            found[feed.name] = ended.order_by("-finished_at").first()
    return found


def _work(feed: Feed) -> Callable[..., str]:
    def work(progress: jobs.Progress, *, day: str) -> str:
        now = progress.clock()
        at = Recording.objects.as_of(localdate(now), now)
        return run(feed, fetcher(), at=at, now=now, say=progress.say)

    return work


def _period_for(feed: Feed) -> Callable[[datetime], tuple[str, dict[str, Any]]]:
    def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
        if not feed.is_on():
            raise LookupError(f"{feed.label} is off. Set {feed.switch}.")
        today = localdate(now).isoformat()
        return today, {"day": today}

    return period_for


KINDS = [kind_of(feed) for feed in FEEDS.values()]
