"""What the health page tells, without a login."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.health import heartbeat_ages
from record.models import Heartbeat, triggers
from record.services.heartbeats import record_heartbeat

pytestmark = pytest.mark.django_db


def test_all_is_well_when_worker_and_beat_were_seen(client: Client):
    for name in ("worker", "beat"):
        record_heartbeat(name, at=timezone.now())
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["ok"] is True


def test_a_worker_not_seen_for_minutes_is_told_and_pages_are_still_served(client: Client):
    record_heartbeat("worker", at=timezone.now() - timedelta(minutes=4))
    record_heartbeat("beat", at=timezone.now())
    answer = client.get("/health/")
    found = answer.json()
    assert answer.status_code == 200
    assert (found["ok"], found["worker"], found["beat"]) == (False, False, True)
    assert 240 <= found["worker_seen_seconds_ago"] < 250


def test_of_several_workers_one_that_lives_is_enough_and_each_host_can_ask_for_its_own():
    now = timezone.now()
    record_heartbeat("worker", at=now - timedelta(minutes=4), host="one", start_id="a")
    record_heartbeat("worker", at=now - timedelta(seconds=5), host="other", start_id="b")
    assert heartbeat_ages(now=now)["worker"] == 5
    assert heartbeat_ages(now=now, host="one") == {"worker": 240, "beat": None}


def test_what_was_silent_for_a_day_is_forgotten_when_another_process_starts():
    now = timezone.now()
    for days in (2, 0):
        record_heartbeat("worker", at=now - timedelta(days=days), host="one", start_id=str(days))
    assert list(Heartbeat.objects.values_list("start_id", flat=True)) == ["0"]


def test_a_queue_that_does_not_answer_is_told_and_pages_are_still_served(client: Client, settings):
    for name in ("worker", "beat"):
        record_heartbeat(name, at=timezone.now())
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:9/0"
    answer = client.get("/health/")
    found = answer.json()
    assert (answer.status_code, found["queue"], found["ok"]) == (200, False, False)


def test_never_seen_is_unknown_and_not_zero(client: Client):
    assert client.get("/health/").json()["worker_seen_seconds_ago"] is None


def test_a_missing_guard_is_told(client: Client):
    # Rolled back with the test: on both databases a trigger is dropped inside the transaction.
    name = sorted(triggers.stored(connection))[0]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"' if connection.vendor == "sqlite" else f'DROP FUNCTION "{name}" CASCADE')
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["triggers"] is False


def test_it_needs_no_login_and_is_never_kept(client: Client):
    assert "no-store" in client.get("/health/")["Cache-Control"]
