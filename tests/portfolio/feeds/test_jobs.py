"""A feed is a job: off until configured, its outcome in the list of jobs and on the health page."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from portfolio import tasks
from portfolio.feeds import FEEDS
from portfolio.models import FeedAnswer, Import, Match
from portfolio.services import imports
from record.models import Job
from record.models.jobs import JobState
from record.services import jobs
from tests.cast import writing
from tests.desk import sign_in, words
from tests.due import run_due
from tests.portfolio.feeds.site import Reply
from tests.portfolio.feeds.usaspending import NAME, award, found, page, searched, transaction

pytestmark = pytest.mark.long

KIND = "feed-usaspending-awards"
TRANSACTIONS = "/transactions/"


@pytest.fixture
def on(office, settings, site):
    """Awards on record are asked for; the grant is known at USAspending by a number that was matched by hand."""
    settings.FEED_USASPENDING_ADDRESS = site.address
    settings.FEEDS_TRIES = 1
    with writing(office.people["officer"]) as recording:
        grant = office.investments["palisade-doe-grant"]
        imports.record_match(Match(award_number="DE-EE0010001", investment=grant), recording=recording)
    site.replies["/search/spending_by_award/"] = searched(found())
    site.says(f"/awards/{NAME}/", award())
    site.says(TRANSACTIONS, page(transaction("ASST_TX_1", "2026-01-15", 1000000.0)))
    return office


def test_every_feed_is_off_until_its_address_is_set(office):
    assert not [name for name, feed in FEEDS.items() if feed.is_on()]
    assert not [kind.name for kind in jobs.by_the_clock() if kind.name.startswith("feed-")]
    for task in (tasks.fetch_usaspending, tasks.fetch_edgar, tasks.fetch_closes, tasks.fetch_statistics):
        task()
    assert not Job.objects.exists()


def test_the_task_of_the_night_makes_one_job_a_day_whose_outcome_is_in_the_list(on):
    tasks.fetch_usaspending()
    tasks.fetch_usaspending()
    run_due(clock=timezone.now)
    job = Job.objects.get()
    assert (job.kind, job.state) == (KIND, JobState.SUCCEEDED)
    assert "DE-EE0010001: A second officer decides" in job.outcome
    response = sign_in(on.people["administrator"]).get(reverse("admin:record_job_changelist"))
    assert "A second officer decides" in words(response)
    assert "Run now: USAspending: awards on record" in response.content.decode()
    assert "Run now: Daily closes" not in response.content.decode()


def test_an_answer_in_another_shape_is_the_outcome_of_the_job_in_one_sentence(on, site):
    site.says(TRANSACTIONS, Reply({"rows": []}))
    tasks.fetch_usaspending()
    run_due(clock=timezone.now)
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert job.outcome == 'USAspending answers in another shape: there is no "results". Nothing was read.'
    assert not Import.objects.exists()
    assert not FeedAnswer.objects.exists()


def test_health_says_of_each_feed_that_is_on_how_and_when_its_newest_run_ended(on, client, site):
    assert client.get("/health/").json()["feeds"] == {
        "usaspending-awards": {"outcome": None, "ended_seconds_ago": None}
    }
    tasks.fetch_usaspending()
    run_due(clock=lambda: timezone.now() - timedelta(seconds=60))
    run_due(clock=timezone.now)
    told = client.get("/health/").json()["feeds"]["usaspending-awards"]
    assert told["outcome"] == "succeeded"
    assert told["ended_seconds_ago"] < 60


def test_the_command_runs_a_feed_as_its_job(on):
    told = StringIO()
    call_command("fetch_feed", "usaspending-awards", stdout=told)
    assert "A second officer decides" in told.getvalue()
    assert Job.objects.get().outcome == told.getvalue().strip()
    call_command("fetch_feed", "usaspending-awards", stdout=told)
    assert "2 of 2 as before." in Job.objects.get().outcome


def test_the_dry_command_keeps_nothing_and_makes_no_job(on):
    told = StringIO()
    call_command("fetch_feed", "usaspending-awards", "--dry-run", stdout=told)
    assert "DE-EE0010001: 1 new." in told.getvalue()
    assert told.getvalue().strip().endswith("Nothing was kept.")
    assert not Job.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_the_command_says_why_a_feed_brings_nothing(on, site, options):
    with pytest.raises(CommandError, match="is off. Set FEED_CLOSES_ADDRESS."):
        call_command("fetch_feed", "daily-closes", *options)
    site.says(TRANSACTIONS, Reply(status=500))
    with pytest.raises(CommandError, match="answered 500. It was asked 1 times."):
        call_command("fetch_feed", "usaspending-awards", *options)
