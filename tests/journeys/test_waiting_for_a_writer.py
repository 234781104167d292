"""Who sends a form while somebody else writes for long is told who, since when, and has all that was typed."""

import json
import re
import threading
import time
from contextlib import contextmanager
from html import unescape
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime

from portfolio.models import Transaction
from record import writers_wait
from record.models import Channel, Proposal, Recording, Source
from record.models.tokens import Scope
from record.services import form_keys, tokens, writer_at_work
from record.services.recordings import open_recording
from tests.cast import make_cast
from tests.desk import add_page, sign_in, words

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("transactional_db")]

TYPED = {"kind": "disbursement", "amount": "1,500,000", "effective_on": "2026-01-15", "why": "Invoice <7>"}


@pytest.fixture
def cast(settings, monkeypatch):
    backend = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "writers"}
    settings.CACHES = settings.CACHES | {"answers": backend}
    monkeypatch.setattr(writers_wait, "WRITER_WAITS", 0.5)
    return make_cast()


@contextmanager
def maria_writes():
    """Maria writes a large file on a connection of her own until the block ends; the moment when she began."""
    begun, ends, since = threading.Event(), threading.Event(), []

    def write():
        with open_recording(by_name="maria", why="FY26 payments", channel=Channel.IMPORT) as recording:
            since.append(f"{localtime(recording.moment):%H:%M:%S}")
            begun.set()
            ends.wait(60)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(20)
    try:
        yield since[0]
    finally:
        ends.set()
        writer.join(20)


def sent_again(page: str) -> dict[str, str]:
    """What the button of the page sends."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.partition("What you typed")[2])
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_a_form_is_answered_503_with_who_writes_and_what_was_typed_and_can_be_sent_again(cast):
    client = sign_in(cast.people["officer"])
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    source = str(Source.objects.get(slug="cast1").pk)
    sent = TYPED | {"sources": source, "_save": "Record", form_keys.FIELD: "the-key"}
    before = Recording.objects.count()
    with maria_writes() as since:
        begun = time.monotonic()
        answer = client.post(address, sent)
        assert time.monotonic() - begun < 8
        assert (answer.status_code, answer["Retry-After"]) == (503, "0")
        told = f"maria has been writing since {since} (FY26 payments), so nothing was written. Send it once more."
        assert told in words(answer)
        assert "1,500,000" in words(answer)
        assert "Invoice <7>" in words(answer)
        assert sent_again(answer.content.decode()) == sent
        assert Recording.objects.count() == before
    assert Recording.objects.count() == before + 1
    again = client.post(address, sent_again(answer.content.decode()))
    assert again.status_code == 302
    assert Proposal.objects.get().amount == 1_500_000
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout" if connection.vendor == "postgresql" else "PRAGMA busy_timeout")
        assert cursor.fetchone()[0] in ("0", 20_000)


def test_the_api_says_the_same_as_a_problem(cast):
    _, secret = tokens.make(
        person=cast.people["officer"], name="nightly", scope=Scope.PROPOSE, days="", now=timezone.now()
    )
    row = {"company": "palisade", "effective_on": "2026-01-05", "close": "12.5", "currency": "USD"}
    body = {"kind": "security-prices", "why": "Closes", "sources": ["cast1"], "rows": [row]}
    with maria_writes() as since:
        answer = Client().post(
            "/api/v1/proposals/",
            json.dumps(body),
            "application/json",
            headers={"Authorization": f"Token {secret}", "Idempotency-Key": str(uuid4())},
        )
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith(f"maria has been writing since {since} (FY26 payments)")


def test_a_writer_who_has_ended_is_not_named(cast):
    with maria_writes():
        pass
    assert caches["answers"].get(writer_at_work.KEY)
    assert writer_at_work.told() == "Somebody else is writing just now, so nothing was written. Send it once more."
    assert not Proposal.objects.exists()


def test_who_is_not_signed_in_sees_no_name_and_a_password_is_neither_shown_nor_sent_again(cast, rf):
    request = rf.post("/login/", {"username": "officer", "password": "secret-word"})
    request.user = AnonymousUser()
    with maria_writes():
        page = writers_wait.busy(request).content.decode()
    assert "Somebody else is writing just now" in page
    assert "maria" not in page
    assert "officer" in page
    assert "secret-word" not in page
    assert "Go back to the form" in page
