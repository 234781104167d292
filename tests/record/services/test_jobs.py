"""The job table: one run of a kind at a time, each period once, and nothing lost with a worker."""

import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from record.models import Channel, Job, JobState, Recording
from record.services import jobs
from record.services.recordings import open_recording
from tests.due import run_due

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
            name=name, label=name, work=work, period_for=lambda now: (str(now.date()), {"day": str(now.date())}), **more
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


class Away(Exception):
    """What a client raises whose server does not answer."""


@pytest.fixture
def sent(monkeypatch):
    """The keys of the jobs whose message left; `sent.is_away` takes the server away."""

    class Sent(list):
        is_away = False

    found = Sent()

    def notifier(job, kind):
        if found.is_away:
            raise Away("no server")
        found.append(job.key)

    monkeypatch.setattr(jobs, "_notifiers", [notifier])
    return found


def test_every_process_knows_how_a_message_is_sent():
    code = "import django; django.setup(); from record.services import jobs; assert len(jobs._notifiers) == 1"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.django_db(transaction=True)
def test_a_message_leaves_once_its_transaction_is_over_and_not_before(kind, sent):
    kind(lambda progress, day: "")
    with transaction.atomic():
        jobs.enqueue("count", now=NOW)
        assert sent == []
    assert sent == ["2026-11-24"]
    with suppress(Away), transaction.atomic():
        jobs.enqueue("count", now=NOW + timedelta(days=1))
        raise Away
    jobs.enqueue("count", now=NOW)  # it has a message already
    assert sent == ["2026-11-24"]


@pytest.mark.django_db(transaction=True)
def test_without_a_server_the_row_waits_the_page_says_so_and_the_sweep_sends_it(kind, clock, sent):
    kind(lambda progress, day: "done")
    sent.is_away = True
    job = jobs.enqueue("count", now=NOW)
    assert jobs.notice(job) == jobs.UNSENT
    assert Job.objects.get().is_unsent
    sent.is_away = False
    jobs.notify(*jobs.unsent(now=NOW), now=NOW)
    assert sent == ["2026-11-24"]
    assert jobs.notice(Job.objects.get()) == ""
    assert jobs.run_one(job.pk, clock=clock) is None
    assert Job.objects.get().state == "succeeded"


def test_the_sweep_sends_again_what_waits_longer_than_a_message_lives(kind, settings):
    settings.JOB_STALE_AFTER = 60
    kind(lambda progress, day: "")
    job = jobs.enqueue("count", now=NOW)
    Job.objects.update(sent_at=NOW)
    assert jobs.unsent(now=NOW + timedelta(seconds=60)) == []
    assert jobs.unsent(now=NOW + timedelta(seconds=61)) == [job]


def test_a_message_runs_its_job_once_however_often_it_comes(kind, clock):
    done = []
    kind(lambda progress, day: done.append(day) or "done")
    job = jobs.enqueue("count", now=NOW)
    for _ in range(3):
        assert jobs.run_one(job.pk, clock=clock, task_id="a") is None
    assert jobs.run_one(job.pk + 1, clock=clock) is None
    assert len(done) == 1


def test_what_failed_for_now_says_how_long_until_its_next_attempt(kind, clock):
    def fail(progress, day):
        raise OperationalError("the database is away")

    kind(fail)
    job = jobs.enqueue("count", now=NOW)
    assert jobs.run_one(job.pk, clock=clock) == timedelta(seconds=30)
    assert jobs.run_one(job.pk, clock=clock) is None  # it is not due yet
    assert not Job.objects.get().is_unsent


@pytest.mark.django_db(transaction=True)
def test_what_waited_for_the_end_of_its_kind_is_sent_at_once(kind, clock, sent):
    kind(lambda progress, day: "")
    first = jobs.enqueue("count", now=NOW - timedelta(days=1))
    jobs.enqueue("count", now=NOW)
    jobs.run_one(first.pk, clock=clock)
    assert sent == ["2026-11-23", "2026-11-24", "2026-11-24"]


def test_the_workers_own_word_that_time_is_up_ends_the_run(kind, clock):
    class TimeIsUp(Exception):
        pass

    def work(progress, day):
        raise TimeIsUp

    kind(work, limit=timedelta(minutes=10))
    job = jobs.enqueue("count", now=NOW)
    jobs.run_one(job.pk, clock=clock, late=(TimeIsUp,))
    assert Job.objects.values_list("state", "outcome").get() == ("failed", "It took longer than 0:10:00.")


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
            jobs.confirm_run()
        assert Job.objects.get().heartbeat_at == clock.now
        return "done"

    kind(work)
    jobs.enqueue("count", now=NOW)
    run_due(clock=clock)
    assert Job.objects.get().state == "succeeded"
    jobs.confirm_run()
