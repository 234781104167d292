"""Where answers are kept, and that a server which is away costs nobody a page."""

import socket
import time
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client

from config import answer_cache
from tests.cast import Cast


@pytest.mark.parametrize(
    ("cache_url", "redis_url", "expected"),
    [
        ("", "redis://:secret@host:6379/0", "redis://:secret@host:6379/1"),
        ("", "redis://host:6379", "redis://host:6379/1"),
        ("", "rediss://host:6379/15", "rediss://host:6379/0"),
        ("", "", "unix:///site/var/valkey/valkey.sock?db=1"),
        ("redis://other:6379/3", "redis://host:6379/0", "redis://other:6379/3"),
    ],
)
def test_answers_are_kept_in_a_database_apart_from_the_queue(cache_url: str, redis_url: str, expected: str):
    found = answer_cache.answer_cache(cache_url, redis_url=redis_url, folder=Path("/site/var"))
    assert found["LOCATION"] == expected


@pytest.mark.parametrize(("cache_url", "redis_url"), [("off", "redis://host:6379/0"), ("", "memory://")])
def test_it_is_off_where_that_is_asked_and_without_a_server(cache_url: str, redis_url: str):
    found = answer_cache.answer_cache(cache_url, redis_url=redis_url, folder=Path("/site/var"))
    assert found["BACKEND"].endswith("DummyCache")


@pytest.fixture
def silent() -> socket.socket:
    """A server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_a_server_that_is_away_or_silent_costs_nobody_a_page(cast: Cast, client: Client, settings, silent):
    client.force_login(cast.people["auditor"])
    port = silent.getsockname()[1]
    for address in ("unix:///nowhere.sock?db=1", "redis://127.0.0.1:1/1", f"redis://127.0.0.1:{port}/1"):
        kept = {"answers": answer_cache.answer_cache(address, redis_url="", folder=Path())}
        settings.CACHES = settings.CACHES | kept
        begun = time.monotonic()
        assert caches["answers"].get("x") is None
        assert time.monotonic() - begun < 3
        begun = time.monotonic()
        for _ in range(100):  # left alone from then on
            caches["answers"].set("x", b"y", 10)
            assert caches["answers"].get("x") is None
        assert time.monotonic() - begun < 1
        assert client.get("/reports/exposure/").status_code == 200
        assert b"".join(client.get("/reports/exposure.csv").streaming_content).startswith(b"investment,")


def test_it_is_asked_again_after_a_while(settings, cache_server: str, monkeypatch):
    kept = {"answers": answer_cache.answer_cache(cache_server, redis_url="", folder=Path())}
    settings.CACHES = settings.CACHES | kept
    monkeypatch.setitem(answer_cache.asked_again_at, cache_server, time.monotonic() + 0.3)
    caches["answers"].set("x", b"y", 10)
    assert caches["answers"].get("x") is None
    time.sleep(0.35)
    caches["answers"].set("x", b"y", 10)
    assert caches["answers"].get("x") == b"y"
