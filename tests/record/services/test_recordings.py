"""Recordings come one at a time, numbered without a gap, and time never runs back along them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from projects.models import Company
from record.models import Account, Channel, Recording
from record.services import entities, recordings
from record.services.recordings import open_recording

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)


def record(**given: object) -> Recording:
    with open_recording(**{"by_name": "loader", "why": "a test", "channel": Channel.JOB} | given) as recording:
        pass
    return recording


def test_serials_have_no_gap_though_a_write_fails():
    first = record()
    with pytest.raises(RuntimeError), open_recording(by_name="loader", why="a test", channel=Channel.JOB):
        raise RuntimeError
    assert record().serial == first.serial + 1


def test_what_fails_leaves_nothing():
    def fail() -> None:
        with open_recording(by_name="loader", why="a test", channel=Channel.JOB) as recording:
            entities.create(Company(slug="x", name="X"), recording=recording)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Company.objects.exists()
    assert not Recording.objects.exists()


@pytest.mark.parametrize("back", [timedelta(milliseconds=1), timedelta(hours=1), timedelta(days=400)])
def test_moments_never_run_back_though_the_clock_does(monkeypatch: pytest.MonkeyPatch, back: timedelta):
    for moment in (NOON, NOON - back, NOON + timedelta(seconds=1)):
        monkeypatch.setattr(recordings, "database_clock", lambda moment=moment: moment)
        record()
    assert list(Recording.objects.values_list("moment", flat=True)) == [NOON, NOON, NOON + timedelta(seconds=1)]


def test_the_clock_is_read_after_the_lock(monkeypatch: pytest.MonkeyPatch):
    asked = []
    lock, clock = recordings.take_write_lock, recordings.database_clock
    monkeypatch.setattr(recordings, "take_write_lock", lambda: (asked.append("lock"), lock())[1])
    monkeypatch.setattr(recordings, "database_clock", lambda: (asked.append("clock"), clock())[1])
    record()
    assert asked == ["lock", "clock"]


def test_the_moment_is_the_databases_in_milliseconds():
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    moment = record().moment
    assert before <= moment <= datetime.now(UTC)
    assert moment.microsecond % 1000 == 0
    assert moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize("given", [{"by_name": ""}, {"by_name": "  "}, {"why": ""}, {"why": " \n"}])
def test_it_says_who_and_why(given: dict):
    with pytest.raises(ValueError, match="who writes and why"):
        record(**given)
    assert not Recording.objects.exists()


@pytest.mark.parametrize("given", [{"by_name": ""}, {"why": ""}])
def test_the_database_wants_who_and_why_too(given: dict):
    values = {"serial": 1, "moment": NOON, "by_name": "x", "why": "x", "channel": "job"} | given
    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.create(**values)


def test_an_account_is_named_as_it_was_called_then():
    recording = record(by=Account.objects.create_user("officer"), by_name="")
    assert (recording.by.username, recording.by_name) == ("officer", "officer")


def test_nothing_is_added_once_its_write_has_ended():
    recording = record()
    assert Recording.objects.get().is_closed
    with pytest.raises(ValueError, match="Recording 1 is closed. Open a new one"):
        entities.create(Company(slug="x", name="X"), recording=recording)


def test_none_is_opened_inside_another():
    with (
        open_recording(by_name="loader", why="a test", channel=Channel.JOB),
        pytest.raises(IntegrityError, match="still open"),
        transaction.atomic(),
    ):
        record()
