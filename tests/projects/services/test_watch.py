"""The nightly watch: the same record however often and however late it runs."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from portfolio.reports.alerts import alerts_at
from projects.models import HealthChange, Milestone, MilestoneForecast, WatchedDay
from projects.services import watch
from record.models import Job, Recording
from record.services import entities, facts, jobs
from tests.cast import day, now, writing
from tests.due import run_due

pytestmark = pytest.mark.empty_book

MONDAY = date(2026, 3, 2)


@pytest.fixture
def milestone(cast):
    """Opens by the end of March by its first promise."""
    return add_milestone(cast, "plant-opens", "2026-03-31")


def add_milestone(cast, slug, promised):
    with writing() as recording:
        made = entities.create(
            Milestone(slug=slug, project=cast.projects["saltwash-clay"], name=slug, kind="commissioning"),
            recording=recording,
        )
        say(made, "baseline", promised, "2026-02-01", recording)
    return made


def say(milestone, kind, happens, stated_on, recording):
    statement = MilestoneForecast(milestone=milestone, kind=kind, forecast_on=day(happens), effective_on=day(stated_on))
    return facts.record(statement, recording=recording)


def story():
    changes = HealthChange.objects.order_by("counts_from", "milestone__slug")
    return [(str(one.effective_on), one.milestone.slug, one.before, one.health, one.reason) for one in changes]


def days():
    return list(WatchedDay.objects.values_list("counts_from", "milestones", "changes"))


@pytest.fixture
def record_of_march(db):
    """The record begins on Monday, 2 March 2026, by the database's clock."""
    with time_machine.travel(datetime(2026, 3, 2, 15, tzinfo=UTC), tick=False):
        yield


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Let the database's clock follow the frozen one."""
    monkeypatch.setattr("record.services.recordings.database_clock", lambda: datetime.now(UTC))


@pytest.mark.usefixtures("record_of_march")
def test_a_change_of_health_is_recorded_once(milestone):
    watch.watch(date(2026, 3, 1))
    assert days() == []
    watch.watch(MONDAY)
    watch.watch(MONDAY)
    watch.watch(date(2026, 3, 3))
    assert days() == [(MONDAY, 1, 1), (date(2026, 3, 3), 1, 0)]
    (first,) = story()
    assert first[:4] == ("2026-03-02", "plant-opens", "", "watch")
    assert first[4].startswith("due by 2026-03-31, 29 days ahead; no slip")


def march_in_order(cast, milestone, watched_on):
    """What is said day by day, the watch run on the mornings of `watched_on`."""
    for number in range(1, 9):
        morning = datetime(2026, 3, 2, 6, tzinfo=UTC) + timedelta(days=number)
        with time_machine.travel(morning, tick=False):
            if morning.date() in watched_on:
                watch.watch(watch.last_day_over(morning))
        with time_machine.travel(morning + timedelta(hours=9), tick=False):
            if number == 2:
                with writing() as recording:
                    say(milestone, "forecast", "2026-08-31", "2026-03-04", recording)
            if number == 5:
                with writing() as recording:
                    say(milestone, "actual", "2026-03-06", "2026-03-06", recording)


@pytest.mark.usefixtures("record_of_march")
@pytest.mark.parametrize(
    "watched_on",
    [
        [date(2026, 3, number) for number in range(3, 11)],
        [date(2026, 3, 3), date(2026, 3, 7), date(2026, 3, 10)],  # three mornings missed
        [date(2026, 3, 10)],
    ],
)
def test_nightly_late_or_after_missed_days_the_record_is_the_same(cast, milestone, watched_on):
    march_in_order(cast, milestone, watched_on)
    assert [one[:4] for one in story()] == [
        ("2026-03-02", "plant-opens", "", "watch"),
        ("2026-03-04", "plant-opens", "watch", "late"),
        ("2026-03-07", "plant-opens", "late", "done"),
    ]
    assert len(days()) == 8
    assert set(WatchedDay.objects.values_list("recording__by_name", flat=True)) == {"nightly watch"}


@pytest.mark.usefixtures("record_of_march")
def test_what_is_recorded_after_a_day_is_no_part_of_it(cast, milestone):
    with time_machine.travel(datetime(2026, 3, 5, 15, tzinfo=UTC), tick=False):
        with writing() as recording:
            say(milestone, "forecast", "2026-12-31", "2026-03-01", recording)
        watch.watch(date(2026, 3, 5))
    assert [one[:4] for one in story()] == [
        ("2026-03-02", "plant-opens", "", "watch"),
        ("2026-03-05", "plant-opens", "watch", "late"),
    ]


@pytest.mark.usefixtures("record_of_march")
@pytest.mark.django_db(transaction=True)
def test_a_night_that_breaks_off_between_any_two_statements_leaves_before_or_after(milestone):
    before = Recording.objects.count()
    statements = 0
    while not days():
        statements += 1
        left = iter(range(statements))

        def power(execute, sql, params, many, context, left=left):
            if next(left, None) is None:
                raise DatabaseError("the power is gone")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(power), suppress(DatabaseError):
            watch.watch(MONDAY)
        if not days():
            assert (story(), Recording.objects.count()) == ([], before)
    assert statements > 8
    assert (len(story()), Recording.objects.count()) == (1, before + 1)
    assert Recording.objects.filter(is_closed=False).count() == 0


@pytest.mark.usefixtures("record_of_march")
def test_the_same_questions_for_ten_milestones_and_a_thousand(cast):
    counts = []
    watch.watch(MONDAY)
    for number, more in ((3, 10), (4, 990)):
        with writing() as recording:
            start = Milestone.objects.count()
            for place in range(start, start + more):
                one = entities.create(
                    Milestone(slug=f"m{place}", project=cast.projects["saltwash-clay"], name=f"m{place}", kind="study"),
                    recording=recording,
                )
                say(one, "baseline", "2026-03-31", "2026-02-01", recording)
        with CaptureQueriesContext(connection) as asked:
            watch.watch(date(2026, 3, number))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert days()[2][1:] == (1000, 990)


@pytest.mark.usefixtures("record_of_march")
def test_the_job_is_keyed_by_the_day_that_is_over_in_new_york(milestone):
    late_evening = datetime(2026, 3, 4, 4, 30, tzinfo=UTC)  # 23:30 of the third in New York
    job = jobs.enqueue("watch", now=late_evening)
    assert job.key == "2026-03-02"
    run_due(clock=lambda: late_evening)
    assert Job.objects.get().outcome == "Watched 1 day: 1 milestone, 1 change of health."
    assert jobs.enqueue("watch", now=datetime(2026, 3, 4, 5, 30, tzinfo=UTC)).key == "2026-03-03"


@pytest.mark.usefixtures("record_of_march")
def test_a_new_record_is_watched_on_its_first_day(cast):
    add_milestone(cast, "mill-opens", "2026-01-31")  # its day has passed, and nobody says that it happened
    watch.first_watch(MONDAY)
    assert [one[:4] for one in story()] == [("2026-03-02", "mill-opens", "", "overdue")]
    assert days() == [(MONDAY, 1, 1)]
    assert watch.first_watch(MONDAY) is None
    (alert,) = alerts_at(now(MONDAY))
    assert (alert.raised_on, alert.closed_by) == (MONDAY, None)


@pytest.mark.usefixtures("record_of_march")
def test_what_comes_after_the_first_watch_is_read_with_the_next_day(cast, milestone):
    watch.first_watch(MONDAY)
    add_milestone(cast, "mill-opens", "2026-01-31")
    watch.watch(MONDAY)
    watch.watch(date(2026, 3, 3))
    assert [one[:2] for one in story()] == [("2026-03-02", "plant-opens"), ("2026-03-03", "mill-opens")]


@pytest.mark.usefixtures("record_of_march")
def test_a_record_without_milestones_has_no_first_watch(cast):
    assert watch.first_watch(MONDAY) is None
    assert days() == []
