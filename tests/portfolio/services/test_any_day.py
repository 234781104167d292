"""Production answers for every day: drawn when first asked, kept, and the same ever after."""

from datetime import date, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from portfolio.services import capacity
from projects.models import PROJECTION, ProjectionRun, RunOfDay
from projects.models.projectable import newest_run, run_of
from projects.services import capacity as projected
from record.models import Channel, Job, Recording
from tests.cast import make_people, writing
from tests.journeys.test_auditor_read_only import written_by
from tests.portfolio.reports.answers import ask, csv_bytes

pytestmark = pytest.mark.long

DAY = date(2026, 6, 18)


def at(day: date = DAY, serial: int | None = None):
    return Recording.objects.as_of(day, timezone.now(), serial)


def gains(day: date, serial: int | None = None) -> bytes:
    """The CSV as a reader gets it: the run stands first."""
    asked = at(day, serial)
    capacity.stand_at(asked)
    return csv_bytes(ask("production-gains", asked))


def month_ends(first: date, last: date):
    day = first
    while day <= last:
        yield day
        day = (day + timedelta(days=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@pytest.fixture(autouse=True)
def few_draws(db, monkeypatch):
    monkeypatch.setattr(
        projected.run_projection, "__kwdefaults__", projected.run_projection.__kwdefaults__ | {"draws": 100}
    )


@pytest.mark.usefixtures("editions")
def test_a_day_that_nobody_asked_before_has_figures_at_the_first_question():
    assert newest_run(at()) is None
    content = gains(DAY).decode()
    assert content.count("\n") > 100
    (recording,) = Recording.objects.filter(by_name=PROJECTION)
    assert (recording.channel, recording.by) == (Channel.JOB, None)


@pytest.mark.usefixtures("editions")
def test_a_run_answers_after_its_own_recording_as_well_and_is_drawn_once():
    first = gains(DAY)
    assert gains(DAY) == first
    assert ProjectionRun.objects.count() == RunOfDay.objects.count() == 1


@pytest.mark.usefixtures("editions")
def test_a_recording_that_changes_nothing_of_it_leaves_the_run_and_the_figures():
    serial = Recording.objects.last_serial()
    first = gains(DAY)
    with writing():
        pass
    assert run_of(at()) is None
    assert gains(DAY) == first
    assert (ProjectionRun.objects.count(), RunOfDay.objects.count()) == (1, 2)
    assert gains(DAY, serial) == first


@pytest.mark.usefixtures("editions")
def test_another_version_of_the_formulas_changes_no_day_that_was_asked(monkeypatch):
    first, serial = gains(DAY), Recording.objects.last_serial()
    with writing():
        pass
    gains(DAY)
    monkeypatch.setattr(projected, "code_version", lambda: "0" * 64)
    assert gains(DAY, serial) == first
    assert gains(DAY) == first
    gains(DAY + timedelta(days=1))
    assert ProjectionRun.objects.order_by("pk").last().code_version == "0" * 64


def test_the_june_edition_answers_by_what_it_knew_although_the_run_is_drawn_later(editions):
    june, october = (edition.serial for edition in editions)
    first = gains(DAY, june)
    assert run_of(at(DAY, june)).read_serial == june
    assert gains(DAY, october) != first
    assert gains(DAY, june) == first


@pytest.mark.usefixtures("editions")
def test_a_run_with_another_seed_answers_no_question_that_has_an_answer():
    first = gains(DAY)
    capacity.run(at(), seed=7)
    assert gains(DAY) == first
    assert ProjectionRun.objects.count() == 2


@pytest.mark.usefixtures("editions")
def test_a_day_before_the_first_fact_has_no_run_and_is_asked_nothing():
    capacity.stand_at(at(date(1850, 1, 1), Recording.objects.first().serial))
    assert ProjectionRun.objects.count() == 0


@pytest.mark.usefixtures("editions")
def test_many_phases_are_drawn_by_a_worker_once_and_the_reader_does_not_wait(monkeypatch):
    monkeypatch.setattr(capacity, "DRAWN_AT_ONCE", 42)
    serial = Recording.objects.last_serial()
    capacity.stand_at(at())
    capacity.stand_at(at())
    (job,) = Job.objects.filter(kind=PROJECTION)
    assert job.arguments == {"day": "2026-06-18", "serial": serial}
    assert ProjectionRun.objects.count() == 0


@pytest.mark.usefixtures("editions")
def test_an_auditor_who_asks_first_writes_nothing_but_the_systems_own_run(client):
    client.force_login(make_people()["auditor"])
    before = Recording.objects.last_serial()
    assert client.get("/production/", {"as_of": "2026-03-31"}).status_code == 200
    new = Recording.objects.filter(serial__gt=before)
    assert [(one.by, one.by_name, one.channel) for one in new] == [(None, PROJECTION, Channel.JOB)]
    for address in ("/production/", "/reports/capacity.csv", "/api/v1/reports/production-gains/"):
        assert written_by(client, f"{address}?as_of=2026-03-31") == [], address


@pytest.mark.slow
@pytest.mark.usefixtures("editions")
def test_each_month_end_since_2024_answers_twice_with_the_same_bytes():
    days = [DAY, *month_ends(date(2024, 1, 31), date(2026, 10, 31))]
    first = {day: gains(day) for day in days}
    assert len(first) == 35
    assert {day: gains(day) for day in days} == first
    assert all(content.count(b"\n") > 100 for content in first.values())


@pytest.mark.usefixtures("editions")
@pytest.mark.parametrize("day", [date.min, date(1799, 12, 31), date(2200, 1, 1), date.max])
@pytest.mark.parametrize("page", ["/production/", "/production/chains/", "/reports/capacity/", "/reports/capacity.csv"])
def test_a_day_outside_the_calendar_opens_and_is_not_drawn(client, day, page):
    client.force_login(make_people()["auditor"])
    assert client.get(page, {"as_of": day.isoformat()}).status_code == 200
    assert ProjectionRun.objects.count() == 0


@pytest.mark.usefixtures("editions")
def test_after_so_many_runs_of_a_day_a_reader_keeps_no_more(monkeypatch):
    monkeypatch.setattr(capacity, "READERS_RUNS", 2)
    for number in range(4):
        gains(DAY + timedelta(days=number))
    assert ProjectionRun.objects.count() == 2
    assert newest_run(at(DAY + timedelta(days=3))).effective_on.end == DAY + timedelta(days=1)
    monkeypatch.setattr(capacity, "DRAWN_AT_ONCE", 1)
    gains(DAY + timedelta(days=3))
    assert Job.objects.filter(kind=PROJECTION).count() == 0


@pytest.mark.usefixtures("editions")
def test_what_waits_for_a_worker_counts_among_the_runs_of_a_day(monkeypatch):
    monkeypatch.setattr(capacity, "READERS_RUNS", 2)
    monkeypatch.setattr(capacity, "DRAWN_AT_ONCE", 1)
    for number in range(4):
        capacity.stand_at(at(DAY + timedelta(days=number)))
    assert Job.objects.filter(kind=PROJECTION).count() == 2


@pytest.mark.usefixtures("editions")
def test_while_another_writer_keeps_the_database_the_run_before_answers(client, monkeypatch):
    client.force_login(make_people()["auditor"])
    gains(DAY)

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(projected, "written", locked)
    asked = {"as_of": (DAY + timedelta(days=1)).isoformat()}
    assert [client.get(page, asked).status_code for page in ("/production/", "/reports/capacity/")] == [200, 200]
    assert ProjectionRun.objects.count() == 1


@pytest.mark.usefixtures("editions")
def test_an_answer_by_the_run_before_is_not_kept_once_the_days_own_stands(client, monkeypatch):
    """A day as known by a recording is cached by both alone: it must not answer for an hour what was drawn before."""
    client.force_login(make_people()["auditor"])
    gains(DAY)
    next_day = DAY + timedelta(days=300)
    asked = {"as_of": next_day.isoformat(), "serial": Recording.objects.last_serial()}
    monkeypatch.setattr(capacity, "READERS_RUNS", 0)
    before = b"".join(client.get("/reports/capacity.csv", asked).streaming_content)
    monkeypatch.setattr(capacity, "READERS_RUNS", 200)
    after = b"".join(client.get("/reports/capacity.csv", asked).streaming_content)
    assert before != after
    assert b"".join(client.get("/reports/capacity.csv", asked).streaming_content) == after


@pytest.mark.usefixtures("editions")
def test_a_reader_who_comes_second_leaves_no_empty_recording(monkeypatch):
    """Both began to draw before either was done: the second finds the first one's run under the lock."""
    asked = at()
    first = capacity.run(asked)
    last = Recording.objects.last_serial()
    monkeypatch.setattr(projected, "on_record", lambda *args: None)
    assert capacity.run(asked) == first
    assert Recording.objects.last_serial() == last


@pytest.mark.usefixtures("editions")
def test_a_second_reader_who_knows_more_has_the_same_run_noted(monkeypatch):
    first = capacity.run(at())
    with writing():
        pass
    monkeypatch.setattr(projected, "on_record", lambda *args: None)
    assert capacity.run(at()) == first == run_of(at())
