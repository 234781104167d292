"""What the health page tells, without a login."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from record.models import triggers
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
    assert found["worker_seen_seconds_ago"] == 240


def test_never_seen_is_unknown_and_not_zero(client: Client):
    assert client.get("/health/").json()["worker_seen_seconds_ago"] is None


def test_a_missing_guard_is_told(client: Client):
    # Rolled back with the test: on both databases a trigger is dropped inside the transaction.
    name = sorted(triggers.bodies(connection))[0]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"' if connection.vendor == "sqlite" else f'DROP FUNCTION "{name}" CASCADE')
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["triggers"] is False


def test_it_needs_no_login_and_is_never_kept(client: Client):
    assert "no-store" in client.get("/health/")["Cache-Control"]
