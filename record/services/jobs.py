"""What the background worker is asked to do, and how each run goes: claimed once, its heart beating, ended in words.

The job table is the queue: a message of the broker says only that something waits. So a lost message delays by a
minute, one that comes twice finds nothing to do, and what a killed worker had begun is given back once its heart is
silent; on files as on Redis.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Q

from record.models.jobs import Job, JobState

from .heartbeats import Heart

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=30)


class Superseded(Exception):
    """The job was given to another worker, or ended, while this one still worked on it."""


class TookTooLong(Exception):
    """The job passed the time that its kind may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of job: what it does, for which period it is due, how long it may take.

    `work(progress, **arguments)` returns its outcome in words; running it twice must change nothing. `occasion(now)`
    is the key and the arguments of the run that is due at `now`. Errors in `retried` are tried again, later and later.
    Of a kind that `is_one_of_many` several run at once, else one.
    """

    name: str
    label: str
    work: Callable[..., str]
    occasion: Callable[[datetime], tuple[str, dict[str, Any]]]
    limit: timedelta = timedelta(hours=1)
    is_one_of_many: bool = False
    retried: tuple[type[Exception], ...] = (OperationalError,)


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known to the worker and to the list of jobs."""
    KINDS[kind.name] = kind


def by_the_clock(now: datetime) -> list[Kind]:
    """The kinds that are due at some time of themselves; the others are asked for by somebody."""
    found = []
    for kind in KINDS.values():
        with suppress(LookupError):
            kind.occasion(now)
            found.append(kind)
    return found


@dataclass(slots=True)
class Progress:
    """How a running job says how far it is. Called outside of transactions, so that others see it."""

    job: Job
    clock: Clock
    limit: timedelta

    def say(self, percent: int, saying: str) -> None:
        """Raises Superseded when the run is no longer this worker's, TookTooLong past its limit."""
        now = self.clock()
        if self.job.started_at and now - self.job.started_at > self.limit:
            raise TookTooLong(f"It took longer than {self.limit}.")
        if not mine(self.job).update(progress=percent, saying=saying[:200], heartbeat_at=now):
            raise Superseded(str(self.job))


def mine(job: Job) -> Any:
    """The row of a run while it is still the one that `job` says."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)


def enqueue(name: str, *, now: datetime, again: bool = False) -> Job:
    """The job of that kind which is due at `now`; made when there is none.

    One that ended stays ended, unless it is asked for `again`. Raises LookupError for a kind that nobody registered.
    """
    if name not in KINDS:
        raise LookupError(f"There is no job of the kind {name}. Kinds: {', '.join(sorted(KINDS))}.")
    key, arguments = KINDS[name].occasion(now)
    return ask(name, key=key, arguments=arguments, now=now, again=again)


def ask(name: str, *, key: str, arguments: dict[str, Any], now: datetime, again: bool = False) -> Job:
    """The job of that kind and key, made when there is none: for what is due because somebody asked for it.

    One that ended stays ended, unless it is asked for `again`. Raises LookupError for a kind that nobody registered.
    """
    if name not in KINDS:
        raise LookupError(f"There is no job of the kind {name}. Kinds: {', '.join(sorted(KINDS))}.")
    values = {"arguments": arguments, "queued_at": now, "not_before": now}
    values["is_one_of_many"] = KINDS[name].is_one_of_many
    job, made = Job.objects.get_or_create(kind=name, key=key, defaults=values)
    if not made and again:
        ended = Job.objects.filter(pk=job.pk, state__in=(JobState.SUCCEEDED, JobState.FAILED))
        ended.update(**waiting(now), queued_at=now, attempts=0, outcome="", finished_at=None)
        job.refresh_from_db()
    return job


_bells: list[Callable[[], Any]] = []


def connect_bell(bell: Callable[[], Any]) -> None:
    """`bell` tells one worker, each time that it is rung, that something waits."""
    _bells.append(bell)


def ring(times: int) -> None:
    """Tell as many workers that something waits. Unheard, it is found within a minute, as a lost message is."""
    try:
        for _ in range(times):
            for bell in _bells:
                bell()
    except Exception:  # whatever the broker's client raises
        log.warning("The broker does not answer; what waits is begun a little later.", exc_info=True)


def waiting(not_before: datetime) -> dict[str, Any]:
    """What the columns of a job say that waits."""
    return {"state": JobState.QUEUED, "not_before": not_before, "progress": 0, "saying": "", "task_id": ""}


def claim(*, now: datetime, task_id: str = "", kind: str = "") -> Job | None:
    """Take the oldest job (of a kind) that is due and whose kind does not run already; None when there is none."""
    running = Job.objects.filter(state=JobState.RUNNING, is_one_of_many=False).values("kind")
    kinds = [kind] if kind else list(KINDS)
    due = Job.objects.filter(state=JobState.QUEUED, not_before__lte=now, kind__in=kinds).exclude(kind__in=running)
    for pk in due.order_by("queued_at", "pk").values_list("pk", flat=True)[:20]:
        try:
            with transaction.atomic():
                taken = Job.objects.filter(pk=pk, state=JobState.QUEUED).update(
                    state=JobState.RUNNING,
                    started_at=now,
                    heartbeat_at=now,
                    finished_at=None,
                    progress=0,
                    outcome="",
                    attempts=F("attempts") + 1,
                    task_id=task_id,
                )
        except IntegrityError:  # another worker began one of its kind just now
            continue
        if taken:
            return Job.objects.get(pk=pk)
    return None


def work_off(*, clock: Clock, task_id: str = "") -> int:
    """Run all that is due, one after the other; how many ran."""
    count = 0
    while job := claim(now=clock(), task_id=task_id):
        run(job, clock=clock)
        count += 1
    return count


def run(job: Job, *, clock: Clock) -> None:
    """Do a claimed job and keep what came of it. No error leaves here: it stands in the outcome and in the log."""
    kind = KINDS[job.kind]
    with Heart(lambda: mine(job).update(heartbeat_at=clock()), every=settings.JOB_STALE_AFTER / 4):
        try:
            outcome = kind.work(Progress(job, clock, kind.limit), **job.arguments)
        except Superseded:
            log.warning("%s is done elsewhere.", job)
        except kind.retried as error:
            postpone(job, error, now=clock())
        except Exception as error:
            log.exception("%s failed.", job)
            end(job, JobState.FAILED, str(error) or type(error).__name__, now=clock())
        else:
            end(job, JobState.SUCCEEDED, outcome, now=clock())


def end(job: Job, state: JobState, outcome: str, *, now: datetime) -> None:
    """Keep how a run ended, if it is still this worker's."""
    described = {"progress": 100} if state == JobState.SUCCEEDED else {}
    mine(job).update(state=state, outcome=outcome, finished_at=now, saying="", **described)


def postpone(job: Job, error: Exception, *, now: datetime) -> None:
    """Try it again after a pause that doubles each time; after the last attempt it has failed."""
    log.warning("%s, attempt %s: %s", job, job.attempts, error)
    if job.attempts >= MOST_ATTEMPTS:
        end(job, JobState.FAILED, f"Tried {job.attempts} times; the last time: {error}", now=now)
        return
    pause = FIRST_PAUSE * 2 ** (job.attempts - 1)
    mine(job).update(**waiting(now + pause), outcome=f"Attempt {job.attempts}: {error}. Tried again after {pause}.")


def requeue_dead(*, now: datetime) -> int:
    """Give back what killed workers had begun, and end what runs past its limit; how many rows changed."""
    running = Job.objects.filter(state=JobState.RUNNING)
    silent = Q(heartbeat_at__lt=now - timedelta(seconds=settings.JOB_STALE_AFTER))
    lost = running.filter(silent)
    given_up = lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=now, outcome=f"Its worker died {MOST_ATTEMPTS} times."
    )
    requeued = lost.update(**waiting(now), outcome="Its worker died; it waits to be run again.")
    late = 0
    for kind in KINDS.values():
        too_long = running.filter(kind=kind.name, started_at__lt=now - kind.limit * 2)
        late += too_long.update(state=JobState.FAILED, finished_at=now, outcome=f"It took longer than {kind.limit}.")
    return given_up + requeued + late
