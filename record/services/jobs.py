"""What the background worker is asked to do, and how each run goes: claimed once, its heart beating, ended in words.

The row of a job decides, its message only names it. So a job whose message is lost is sent again within a minute, a
message that comes twice finds nothing to do, and what a killed worker had begun is given back once its heart is silent.
Each write of a run asks the row whether the run is still this worker's; a worker taken for dead writes nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F, Q

from record.models.jobs import Job, JobState

from .heartbeats import HeartbeatThread
from .recordings import confirmed_by

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=30)
MOST_SENT = 200  # messages of one sweep
UNSENT = "The queue does not answer now. The job waits, and starts within a minute of its return."


class Superseded(Exception):
    """The job was given to another worker, or ended, while this one still worked on it."""


class TookTooLong(Exception):
    """The job passed the time that its kind may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of job: what it does, for which period it is due, how long it may take.

    `work(progress, **arguments)` returns its outcome in words; running it twice must change nothing. `period_for(now)`
    is the key and the arguments of the run that is due at `now`; a kind without it runs when somebody asks. Errors in
    `retried` are tried again, later and later.
    Of a kind that `is_one_of_many` several run at once, else one. One that is not `is_on` is due at no time.
    """

    name: str
    label: str
    work: Callable[..., str]
    period_for: Callable[[datetime], tuple[str, dict[str, Any]]] | None = None
    limit: timedelta = timedelta(hours=1)
    is_one_of_many: bool = False
    is_on: Callable[[], bool] = lambda: True
    retried: tuple[type[Exception], ...] = (OperationalError,)


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known to the worker and to the list of jobs."""
    KINDS[kind.name] = kind


def by_the_clock() -> list[Kind]:
    """The kinds that are due at some time of themselves; the others are asked for by somebody."""
    return [kind for kind in KINDS.values() if kind.period_for is not None and kind.is_on()]


@dataclass(slots=True)
class Progress:
    """How a running job says how far it is. Called outside of transactions, so that others see it."""

    job: Job
    clock: Clock
    limit: timedelta

    def say(self, percent: int, status: str) -> None:
        """Raises Superseded when the run is no longer this worker's, TookTooLong past its limit."""
        now = self.clock()
        if self.job.started_at and now - self.job.started_at > self.limit:
            raise TookTooLong(f"It took longer than {self.limit}.")
        if not owned_by(self.job).update(progress=percent, status=status[:200], heartbeat_at=now):
            raise Superseded(str(self.job))

    def confirm(self) -> None:
        """Raises Superseded when the run is no longer this worker's."""
        if not owned_by(self.job).update(heartbeat_at=self.clock()):
            raise Superseded(str(self.job))


def owned_by(job: Job) -> Any:
    """The row of a run while it is still the one that `job` says: attempts are counted anew by "run now"."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, started_at=job.started_at, state=JobState.RUNNING)


def enqueue(name: str, *, now: datetime, again: bool = False) -> Job:
    """The job of that kind which is due at `now`; made when there is none.

    One that ended stays ended, unless it is asked for `again`. Raises LookupError for a kind that nobody registered
    and for one that has no period.
    """
    if name not in KINDS:
        raise LookupError(f"There is no job of the kind {name}. Kinds: {', '.join(sorted(KINDS))}.")
    period_for = KINDS[name].period_for
    if period_for is None:
        raise LookupError(f"{KINDS[name].label}: runs when somebody asks for it, never by the clock.")
    key, arguments = period_for(now)
    return ask(name, key=key, arguments=arguments, now=now, again=again)


def ask(name: str, *, key: str, arguments: dict[str, Any], now: datetime, again: bool = False) -> Job:
    """The job of that kind and key, made when there is none: for what is due because somebody asked for it.

    One that ended stays ended, unless it is asked for `again`. Raises LookupError for a kind that nobody registered.
    """
    if name not in KINDS:
        raise LookupError(f"There is no job of the kind {name}. Kinds: {', '.join(sorted(KINDS))}.")
    values = {"arguments": arguments, "queued_at": now, "not_before": now, "is_one_of_many": KINDS[name].is_one_of_many}
    job, made = Job.objects.get_or_create(kind=name, key=key, defaults=values)
    if not made and again:
        ended = Job.objects.filter(pk=job.pk, state__in=(JobState.SUCCEEDED, JobState.FAILED))
        ended.update(**waiting(now), queued_at=now, attempts=0, outcome="", finished_at=None)
        job.refresh_from_db()
    if job.state == JobState.QUEUED and job.sent_at is None:
        notify(job, now=now)
    return job


_notifiers: list[Callable[[Job, Kind], Any]] = []


def connect_notifier(notifier: Callable[[Job, Kind], Any]) -> None:
    """`notifier` sends the message of one job, and raises what its client raises when the server does not answer."""
    _notifiers.append(notifier)


def notify(*jobs: Job, now: datetime) -> None:
    """Send the message of each job once the transaction is over. What cannot leave waits for the sweep."""

    def send() -> None:
        try:
            for job in jobs:
                for notifier in _notifiers:
                    notifier(job, KINDS[job.kind])
                job.sent_at = now
                Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(sent_at=now)
        except Exception as error:  # whatever the broker's client raises
            log.warning("The queue does not answer; what waits is sent by the sweep. %s", error)

    transaction.on_commit(send)


def notice(job: Job) -> str:
    """The sentence for the page when the message of a job could not leave, and empty before it has tried to."""
    return UNSENT if job.is_unsent and not connection.in_atomic_block else ""


def unsent(*, now: datetime) -> list[Job]:
    """The jobs that are due and have no message under way: it never left, or is so old that it must be lost."""
    old = now - timedelta(seconds=settings.JOB_STALE_AFTER)
    lost = Q(sent_at__lt=old) & Q(not_before__lt=old)
    due = Job.objects.filter(Q(sent_at__isnull=True) | lost, state=JobState.QUEUED, not_before__lte=now, kind__in=KINDS)
    return list(due.order_by("queued_at", "pk")[:MOST_SENT])


def waiting(not_before: datetime) -> dict[str, Any]:
    """What the columns of a job say that waits."""
    empty = {"progress": 0, "status": "", "task_id": "", "sent_at": None}
    return {"state": JobState.QUEUED, "not_before": not_before, **empty}


def claim(*, now: datetime, task_id: str = "", kind: str = "", number: int | None = None) -> Job | None:
    """Take the oldest job (of a kind, or of that number) that is due and whose kind does not run; None without one."""
    running = Job.objects.filter(state=JobState.RUNNING, is_one_of_many=False).values("kind")
    kinds = [kind] if kind else list(KINDS)
    due = Job.objects.filter(state=JobState.QUEUED, not_before__lte=now, kind__in=kinds).exclude(kind__in=running)
    if number is not None:
        due = due.filter(pk=number)
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


def run_one(
    number: int, *, clock: Clock, task_id: str = "", late: tuple[type[Exception], ...] = ()
) -> timedelta | None:
    """Run one job, if it is due and nobody else has it; how long until it is tried again, None when it is not.

    What waited for the end of its kind is sent. A job that does not exist is nothing to do.
    """
    job = claim(now=clock(), task_id=task_id, number=number)
    if job is None:
        return None
    run(job, clock=clock, late=late)
    if not job.is_one_of_many:
        of_kind = Job.objects.filter(kind=job.kind, state=JobState.QUEUED, not_before__lte=clock())
        notify(*of_kind.order_by("queued_at", "pk")[:1], now=clock())
    again = Job.objects.filter(pk=number, state=JobState.QUEUED, attempts=job.attempts).first()
    return None if again is None else max(again.not_before - clock(), timedelta(0))


def run(job: Job, *, clock: Clock, late: tuple[type[Exception], ...] = ()) -> None:
    """Do a claimed job and keep what came of it. No error leaves here: it stands in the outcome and in the log.

    An error in `late` says that the time of its kind is up.
    """
    kind = KINDS[job.kind]
    progress = Progress(job, clock, kind.limit)
    beat = HeartbeatThread(lambda: owned_by(job).update(heartbeat_at=clock()), every=settings.JOB_STALE_AFTER / 4)
    with confirmed_by(progress.confirm), beat:
        _run(job, kind, progress, late)


def _run(job: Job, kind: Kind, progress: Progress, late: tuple[type[Exception], ...]) -> None:
    clock = progress.clock
    try:
        outcome = kind.work(progress, **job.arguments)
    except Superseded:
        log.warning("%s is done elsewhere.", job)
    except late:
        end(job, JobState.FAILED, f"It took longer than {kind.limit}.", now=clock())
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
    owned_by(job).update(state=state, outcome=outcome, finished_at=now, status="", **described)


def postpone(job: Job, error: Exception, *, now: datetime) -> None:
    """Try it again after a pause that doubles each time; after the last attempt it has failed."""
    log.warning("%s, attempt %s: %s", job, job.attempts, error)
    if job.attempts >= MOST_ATTEMPTS:
        end(job, JobState.FAILED, f"Tried {job.attempts} times; the last time: {error}", now=now)
        return
    pause = FIRST_PAUSE * 2 ** (job.attempts - 1)
    owned_by(job).update(**waiting(now + pause), outcome=f"Attempt {job.attempts}: {error}. Tried again after {pause}.")


def requeue_dead(*, now: datetime) -> int:
    """Give back what killed workers had begun, and end what runs past its limit; how many rows changed."""
    running = Job.objects.filter(state=JobState.RUNNING)
    silent = Q(heartbeat_at__lt=now - timedelta(seconds=settings.JOB_STALE_AFTER))
    lost = running.filter(silent)
    given_up = lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=now, outcome=f"Its worker died {MOST_ATTEMPTS} times."
    )
    late = 0
    for kind in KINDS.values():
        over = Q(started_at__lt=now - kind.limit * 2) | silent & Q(started_at__lt=now - kind.limit)
        too_long = running.filter(over, kind=kind.name)
        late += too_long.update(state=JobState.FAILED, finished_at=now, outcome=f"It took longer than {kind.limit}.")
    requeued = lost.update(**waiting(now), outcome="Its worker died; it waits to be run again.")
    return given_up + requeued + late
