"""Each process writes its own heartbeat, also in a child that was forked meanwhile."""

import os
import socket
import time

import pytest
from django.db import connection

from config import heartbeats
from record.models import Heartbeat


@pytest.mark.django_db(transaction=True)
def test_a_process_writes_its_role_host_and_start():
    heartbeats.beat("web")
    heartbeats.beat("web")
    assert Heartbeat.objects.values_list("role", "host", "start_id").get() == (
        "web",
        socket.gethostname(),
        heartbeats.START_ID,
    )


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_a_line_in_the_log(monkeypatch, caplog):
    def away(*args, **kwargs):
        from django.db import OperationalError

        raise OperationalError("no database")

    monkeypatch.setattr("record.services.heartbeats.record_heartbeat", away)
    heartbeats.beat("web")
    assert "A heartbeat of web was missed: no database" in caplog.text


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_child_forked_between_heartbeats_uses_the_database(monkeypatch):
    monkeypatch.setattr(heartbeats, "EVERY", 0)
    thread = heartbeats.begin("worker")
    connection.close()
    for _ in range(20):
        child = os.fork()
        if child == 0:
            Heartbeat.objects.count()
            os._exit(0)
        until = time.monotonic() + 10
        while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
            assert time.monotonic() < until, "the child hangs"
            time.sleep(0.01)
        assert ended[1] == 0
    thread.stop()
