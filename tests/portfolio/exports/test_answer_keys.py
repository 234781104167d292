"""Under which key an answer is kept, what is not kept, and how."""

import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import redis
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from portfolio.exports import answer_cache
from portfolio.exports.answer_cache import Question, key_of, pieces
from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from projects.models import Company
from record.models import Recording, triggers
from record.services import entities
from tests.cast import Cast, now, writing


def body(response: HttpResponse) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200, content
    return content.split(b"<main", 1)[-1]


def test_a_kept_answer_tells_the_moment_that_was_asked(cast: Cast, client: Client, answers_kept: None):
    client.force_login(cast.people["auditor"])
    first, second = (client.get("/reports/exposure.json") for _ in range(2))
    told = [body(one).split(b'"known_at":"')[1][:24] for one in (first, second)]
    assert told[0] < told[1]


@pytest.fixture
def asked(cast: Cast) -> Question:
    return Question(REPORTS["exposure"], now(date(2026, 6, 18)), Filters(), ("auditor",))


CHANGES: dict[str, Callable[[Question], tuple[Question, str]]] = {
    "report": lambda one: (replace(one, definition=REPORTS["investments"]), "csv"),
    "day": lambda one: (replace(one, at=replace(one.at, as_of=one.at.as_of + timedelta(days=1))), "csv"),
    "serial": lambda one: (replace(one, at=replace(one.at, serial=one.at.serial - 1)), "csv"),
    "filter": lambda one: (replace(one, filters=Filters(agency="DOE")), "csv"),
    "scope of the reader": lambda one: (replace(one, scope=("officer",)), "csv"),
    "spelling": lambda one: (one, "json"),
    "schema": lambda one: (replace(one, definition=replace(one.definition, columns=one.definition.columns[1:])), "csv"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_an_answer_depends_on_changes_its_key(asked: Question, change: str):
    other, spelling = CHANGES[change](asked)
    assert len(key_of(asked, "csv")) == 64
    assert key_of(asked, "csv") == key_of(asked, "csv")
    assert key_of(other, spelling) != key_of(asked, "csv")


def test_another_version_of_the_program_has_another_key(asked: Question, tmp_path: Path, monkeypatch):
    before = key_of(asked, "csv")
    program = tmp_path / "portfolio" / "one.py"
    program.parent.mkdir()
    program.write_text("x = 1")
    monkeypatch.setattr(answer_cache, "ROOT", tmp_path)
    keys = {before}
    for text in ("x = 1", "x = 2"):
        program.write_text(text)
        answer_cache.program_version.cache_clear()
        keys.add(key_of(asked, "csv"))
    answer_cache.program_version.cache_clear()
    assert len(keys) == 3


def test_the_same_serial_of_another_record_has_another_key(asked: Question):
    before = key_of(asked, "csv")
    moved = Recording.objects.get(serial=asked.at.serial).moment + timedelta(milliseconds=1)
    with transaction.atomic():
        triggers.lower(connection)
        Recording.objects.filter(serial=asked.at.serial).update(moment=moved)
        assert key_of(asked, "csv") != before
        transaction.set_rollback(True)


def test_nothing_is_kept_of_an_open_recording_and_of_an_empty_record(asked: Question):
    with writing() as recording:
        assert key_of(replace(asked, at=replace(asked.at, serial=recording.serial)), "csv") == ""
    assert key_of(replace(asked, at=replace(asked.at, serial=0)), "csv") == ""


def test_a_new_recording_is_seen_at_once(cast: Cast, client: Client, answers_kept: None):
    client.force_login(cast.people["auditor"])
    first = body(client.get("/companies/"))
    with writing() as recording:
        entities.relabel(Company.objects.get(slug="palisade"), {"name": "Palisade Renamed"}, recording=recording)
    assert b"Palisade Renamed" not in first
    assert b"Palisade Renamed" in body(client.get("/companies/"))


def test_what_is_kept_is_bytes_that_expire_and_never_a_pickle(asked: Question, answers_kept: None, cache_server: str):
    content = b"".join(pieces(asked, "csv", lambda answer: [b"one,", b"two\n"]))
    server = redis.Redis.from_url(cache_server)
    (key,) = server.keys("*")
    assert key_of(asked, "csv").encode() in key
    assert 0 < server.ttl(key) <= answer_cache.SECONDS
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(server.get(key))
    with pytest.raises(TypeError, match="Only bytes are kept, not dict"):
        caches["answers"].set("x", {"a": 1})
    assert content == b"one,two\n" == b"".join(pieces(asked, "csv", lambda answer: [b"never asked"]))


def test_an_answer_that_is_too_large_or_breaks_off_is_not_kept(asked: Question, answers_kept: None, cache_server: str):
    large = os.urandom(answer_cache.LARGEST)
    assert b"".join(pieces(asked, "csv", lambda answer: [large, b"x"])) == large + b"x"

    def broken(answer: object) -> Iterator[bytes]:
        yield b"one"
        raise OSError("broken off")

    with pytest.raises(OSError, match="broken off"):
        list(pieces(asked, "csv", broken))
    assert redis.Redis.from_url(cache_server).keys("*") == []


def test_what_another_program_wrote_there_is_a_miss(asked: Question, answers_kept: None):
    caches["answers"].set(key_of(asked, "csv"), b"not ours")
    assert list(pieces(asked, "csv", lambda answer: [b"ours"])) == [b"ours"]
    assert list(pieces(asked, "csv", lambda answer: [b"never asked"])) == [b"ours"]
