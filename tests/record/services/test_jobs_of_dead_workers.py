"""A worker that dies, or is taken for dead: its job is given back, and it writes nothing more."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from record.models import Channel, Job, Recording
from record.services import jobs
from record.services.recordings import confirm_run, open_recording
from tests.due import run_due
from tests.record.services.conftest import NOW

pytestmark = pytest.mark.django_db


def test_what_a_killed_worker_began_is_given_back_once_its_heart_is_silent(kind, clock, settings):
    settings.JOB_STALE_AFTER = 60
    kind(lambda progress, day: "done")
    jobs.enqueue("count", now=NOW)
    jobs.claim(now=NOW)  # and then the worker is killed
    assert jobs.requeue_dead(now=NOW + timedelta(seconds=60)) == 0
    assert jobs.requeue_dead(now=NOW + timedelta(seconds=61)) == 1
    clock.now += timedelta(seconds=61)
    assert run_due(clock=clock) == 1
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
    run_due(clock=clock)
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
    run_due(clock=clock)
    assert beaten.is_set()
    assert connection.is_usable()


def test_a_run_that_was_killed_past_its_limit_is_not_begun_again(kind, settings):
    settings.JOB_STALE_AFTER = 60
    kind(lambda progress, day: "", limit=timedelta(minutes=10))
    jobs.enqueue("count", now=NOW)
    jobs.claim(now=NOW)
    Job.objects.update(heartbeat_at=NOW + timedelta(minutes=11))
    assert jobs.requeue_dead(now=NOW + timedelta(minutes=13)) == 1
    assert Job.objects.values_list("state", "outcome").get() == ("failed", "It took longer than 0:10:00.")


@pytest.mark.parametrize("again", [False, True], ids=["given to another", "ended, and run anew"])
def test_a_worker_that_was_thought_dead_writes_nothing(kind, clock, settings, again):
    settings.JOB_STALE_AFTER = 60

    def work(progress, day):
        clock.now += timedelta(seconds=90)
        jobs.requeue_dead(now=clock.now)
        jobs.claim(now=clock.now)
        if again:
            Job.objects.update(state="succeeded")
            jobs.enqueue("count", now=NOW, again=True)
            jobs.claim(now=clock.now)
        with open_recording(by_name="count", why="counted", channel=Channel.JOB):
            pass
        return "done"

    kind(work)
    jobs.enqueue("count", now=NOW)
    before = Recording.objects.count()
    jobs.run(jobs.claim(now=NOW), clock=clock)
    assert Recording.objects.count() == before
    assert Job.objects.values_list("state", "attempts").get() == ("running", 1 if again else 2)


def test_a_write_is_a_sign_of_life_and_without_a_job_nobody_is_asked(kind, clock):
    def work(progress, day):
        clock.now += timedelta(seconds=90)
        with transaction.atomic():
            confirm_run()
        assert Job.objects.get().heartbeat_at == clock.now
        return "done"

    kind(work)
    jobs.enqueue("count", now=NOW)
    run_due(clock=clock)
    assert Job.objects.get().state == "succeeded"
    confirm_run()
