"""The message of a job: it leaves when its transaction is over, it may be lost, and it runs its job once."""

import subprocess
import sys
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction

from record.models import Job
from record.services import jobs
from tests.record.services.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.long]


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
