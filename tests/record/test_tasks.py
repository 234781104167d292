"""What a message of a job carries, and what Celery does when a run is to be tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.exceptions import Retry

from record import tasks
from record.models import Job
from record.services import jobs


def test_a_message_names_the_row_and_has_the_time_of_its_kind(monkeypatch, settings):
    settings.JOB_STALE_AFTER = 60
    sent = []
    monkeypatch.setattr(tasks.run_job, "apply_async", lambda arguments, **options: sent.append((arguments, options)))
    kind = jobs.Kind(name="count", label="", work=str, period_for=str, limit=timedelta(minutes=10))
    tasks.send(Job(pk=7, kind="count"), kind)
    assert sent == [((7,), {"soft_time_limit": 600, "time_limit": 660, "expires": 60})]


def test_a_run_that_may_pass_is_sent_again_when_its_pause_is_over(monkeypatch, settings):
    settings.JOB_STALE_AFTER = 60
    asked = {}

    def retry(**options):
        asked.update(options)
        return Retry()

    monkeypatch.setattr(tasks.run_job, "retry", retry)
    monkeypatch.setattr(jobs, "run_one", lambda number, **more: timedelta(seconds=30))
    with pytest.raises(Retry):
        tasks.run_job(7)
    assert asked == {"countdown": 30, "expires": 90}


@pytest.mark.django_db
def test_the_sweep_gives_back_what_is_silent_and_sends_it(monkeypatch, settings, django_capture_on_commit_callbacks):
    settings.JOB_STALE_AFTER = 60
    sent = []
    monkeypatch.setattr(jobs, "_notifiers", [lambda job, kind: sent.append(job.key)])
    job = jobs.ask("watch", key="2020-01-01", arguments={}, now=datetime(2020, 1, 2, tzinfo=UTC))
    jobs.claim(now=datetime(2020, 1, 2, tzinfo=UTC))
    Job.objects.update(started_at=datetime.now(UTC) - timedelta(minutes=2))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.requeue_dead_jobs()
    job.refresh_from_db()
    assert (job.state, job.outcome, sent) == ("queued", "Its worker died; it waits to be run again.", ["2020-01-01"])
    assert job.sent_at is not None
