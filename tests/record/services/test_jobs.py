"""The job table: one run of a kind at a time, each period once, and an end within its limit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction

from record.models import Job, JobState
from record.services import jobs
from tests.due import run_due
from tests.record.services.conftest import NOW

pytestmark = pytest.mark.django_db


def test_a_period_is_kept_once_and_done_once(kind, clock):
    done = []
    kind(lambda progress, day: done.append(day) or f"counted {day}")
    first, second = jobs.enqueue("count", now=NOW), jobs.enqueue("count", now=NOW + timedelta(hours=3))
    assert first == second
    assert run_due(clock=clock) == 1
    jobs.enqueue("count", now=NOW)
    assert run_due(clock=clock) == 0
    job = Job.objects.get()
    assert done == ["2026-11-24"]
    assert (job.state, job.outcome, job.progress, job.attempts) == ("succeeded", "counted 2026-11-24", 100, 1)
    assert job.duration == timedelta(0)


def test_run_now_runs_what_has_ended_again(kind, clock):
    kind(lambda progress, day: "done")
    jobs.enqueue("count", now=NOW)
    run_due(clock=clock)
    jobs.enqueue("count", now=NOW, again=True)
    assert Job.objects.get().state == JobState.QUEUED
    assert run_due(clock=clock) == 1


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
    run_due(clock=clock)
    job = Job.objects.get()
    assert (job.state, job.outcome, job.finished_at) == ("failed", "the file is empty", NOW)


def test_what_may_pass_is_tried_again_later_and_later_and_then_given_up(kind, clock):
    def fail(progress, day):
        raise OperationalError("the database is away")

    kind(fail)
    jobs.enqueue("count", now=NOW)
    pauses = []
    for _ in range(jobs.MOST_ATTEMPTS):
        assert run_due(clock=clock) == 1
        job = Job.objects.get()
        pauses.append((job.not_before - clock.now).total_seconds())
        assert run_due(clock=clock) == 0
        clock.now = max(clock.now, job.not_before)
    assert pauses[:-1] == [30, 60, 120, 240]
    assert (job.state, job.outcome) == ("failed", "Tried 5 times; the last time: the database is away")


def test_progress_is_seen_while_it_runs(kind, clock):
    seen = []

    def work(progress, day):
        clock.now += timedelta(seconds=5)
        progress.say(40, "counting")
        seen.append(Job.objects.values_list("progress", "status", "heartbeat_at").get())
        return "done"

    kind(work)
    jobs.enqueue("count", now=NOW)
    run_due(clock=clock)
    assert seen == [(40, "counting", NOW + timedelta(seconds=5))]


def test_a_run_past_its_limit_ends(kind, clock):
    def work(progress, day):
        clock.now += timedelta(minutes=11)
        progress.say(10, "slow")

    kind(work, limit=timedelta(minutes=10))
    jobs.enqueue("count", now=NOW)
    run_due(clock=clock)
    assert Job.objects.get().outcome == "It took longer than 0:10:00."


def test_the_workers_own_word_that_time_is_up_ends_the_run(kind, clock):
    class TimeIsUp(Exception):
        pass

    def work(progress, day):
        raise TimeIsUp

    kind(work, limit=timedelta(minutes=10))
    job = jobs.enqueue("count", now=NOW)
    jobs.run_one(job.pk, clock=clock, late=(TimeIsUp,))
    assert Job.objects.values_list("state", "outcome").get() == ("failed", "It took longer than 0:10:00.")
