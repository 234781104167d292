"""The job table: one run of a kind at a time, each period once, and nothing lost with a worker."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from record.models import Job, JobState
from record.services import jobs

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def kind(monkeypatch):
    """Register kinds of work for one test."""
    monkeypatch.setattr(jobs, "KINDS", {})

    def _kind(work, name="count", **more):
        found = jobs.Kind(
            name=name, label=name, work=work, occasion=lambda now: (str(now.date()), {"day": str(now.date())}), **more
        )
        jobs.register(found)
        return found

    return _kind


pytestmark = pytest.mark.django_db


def test_a_period_is_kept_once_and_done_once(kind, clock):
    done = []
    kind(lambda progress, day: done.append(day) or f"counted {day}")
    first, second = jobs.enqueue("count", now=NOW), jobs.enqueue("count", now=NOW + timedelta(hours=3))
    assert first == second
    assert jobs.work_off(clock=clock) == 1
    jobs.enqueue("count", now=NOW)
    assert jobs.work_off(clock=clock) == 0
    job = Job.objects.get()
    assert done == ["2026-11-24"]
    assert (job.state, job.outcome, job.progress, job.attempts) == ("succeeded", "counted 2026-11-24", 100, 1)
    assert job.duration == timedelta(0)


def test_run_now_runs_what_has_ended_again(kind, clock):
    kind(lambda progress, day: "done")
    jobs.enqueue("count", now=NOW)
    jobs.work_off(clock=clock)
    jobs.enqueue("count", now=NOW, again=True)
    assert Job.objects.get().state == JobState.QUEUED
    assert jobs.work_off(clock=clock) == 1


def test_a_kind_nobody_knows_is_refused_by_name(kind):
    kind(lambda progress, day: "")
    with pytest.raises(LookupError, match=r"There is no job of the kind sum\. Kinds: count\."):
        jobs.enqueue("sum", now=NOW)


def test_one_run_of_a_kind_at_a_time(kind):
    kind(lambda progress, day: "")
    kind(lambda progress, day: "", name="other")
    for day in (0, 1):
        jobs.enqueue("count", now=NOW + timedelta(days=day))
    jobs.enqueue("other", now=NOW)
    later = NOW + timedelta(days=2)
    first, second = jobs.claim(now=later), jobs.claim(now=later)
    assert (str(first), str(second)) == ("count 2026-11-24", "other 2026-11-24")
    assert jobs.claim(now=later) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(state=JobState.QUEUED).update(state=JobState.RUNNING, heartbeat_at=later)


def test_an_error_stands_in_the_outcome(kind, clock, caplog):
    def fail(progress, day):
        raise ValueError("the file is empty")

    kind(fail)
    jobs.enqueue("count", now=NOW)
    jobs.work_off(clock=clock)
    job = Job.objects.get()
    assert (job.state, job.outcome, job.finished_at) == ("failed", "the file is empty", NOW)


def test_what_may_pass_is_tried_again_later_and_later_and_then_given_up(kind, clock):
    def fail(progress, day):
        raise OperationalError("the database is away")

    kind(fail)
    jobs.enqueue("count", now=NOW)
    pauses = []
    for _ in range(jobs.MOST_ATTEMPTS):
        assert jobs.work_off(clock=clock) == 1
        job = Job.objects.get()
        pauses.append((job.not_before - clock.now).total_seconds())
        assert jobs.work_off(clock=clock) == 0
        clock.now = max(clock.now, job.not_before)
    assert pauses[:-1] == [30, 60, 120, 240]
    assert (job.state, job.outcome) == ("failed", "Tried 5 times; the last time: the database is away")


def test_progress_is_seen_while_it_runs(kind, clock):
    seen = []

    def work(progress, day):
        clock.now += timedelta(seconds=5)
        progress.say(40, "counting")
        seen.append(Job.objects.values_list("progress", "saying", "heartbeat_at").get())
        return "done"

    kind(work)
    jobs.enqueue("count", now=NOW)
    jobs.work_off(clock=clock)
    assert seen == [(40, "counting", NOW + timedelta(seconds=5))]


def test_a_run_past_its_limit_ends(kind, clock):
    def work(progress, day):
        clock.now += timedelta(minutes=11)
        progress.say(10, "slow")

    kind(work, limit=timedelta(minutes=10))
    jobs.enqueue("count", now=NOW)
    jobs.work_off(clock=clock)
    assert Job.objects.get().outcome == "It took longer than 0:10:00."


def test_what_a_killed_worker_began_is_given_back_once_its_heart_is_silent(kind, clock, settings):
    settings.JOB_STALE_AFTER = 60
    kind(lambda progress, day: "done")
    jobs.enqueue("count", now=NOW)
    jobs.claim(now=NOW)  # and then the worker is killed
    assert jobs.requeue_dead(now=NOW + timedelta(seconds=60)) == 0
    assert jobs.requeue_dead(now=NOW + timedelta(seconds=61)) == 1
    clock.now += timedelta(seconds=61)
    assert jobs.work_off(clock=clock) == 1
    job = Job.objects.get()
    assert (job.state, job.attempts, job.outcome) == ("succeeded", 2, "done")


def test_a_job_that_kills_its_workers_is_given_up(kind, settings):
    settings.JOB_STALE_AFTER = 60
    kind(lambda progress, day: "")
    jobs.enqueue("count", now=NOW)
    now = NOW
    for _ in range(jobs.MOST_ATTEMPTS):
        jobs.claim(now=now)
        now += timedelta(seconds=61)
        assert jobs.requeue_dead(now=now) == 1
    assert jobs.claim(now=now) is None
    assert Job.objects.get().outcome == "Its worker died 5 times."


def test_a_worker_that_was_thought_dead_neither_reports_nor_ends_the_run_of_another(kind, clock, settings):
    settings.JOB_STALE_AFTER = 60

    def work(progress, day):
        if progress.job.attempts == 1:
            clock.now += timedelta(seconds=90)
            jobs.requeue_dead(now=clock.now)
            jobs.claim(now=clock.now)
            progress.say(50, "I still work")
        return "done"

    kind(work)
    jobs.enqueue("count", now=NOW)
    jobs.work_off(clock=clock)
    job = Job.objects.get()
    assert (job.state, job.attempts, job.outcome, job.progress) == ("running", 2, "", 0)


@pytest.mark.django_db(transaction=True)
def test_the_heart_beats_while_a_long_statement_runs(kind, clock, settings):
    settings.JOB_STALE_AFTER = 0.4
    beaten = threading.Event()

    def work(progress, day):
        clock.now += timedelta(seconds=30)
        for _ in range(100):
            if Job.objects.get().heartbeat_at == clock.now:
                beaten.set()
                break
            beaten.wait(0.05)
        return "done"

    kind(work)
    jobs.enqueue("count", now=NOW)
    jobs.work_off(clock=clock)
    assert beaten.is_set()
    assert connection.is_usable()
