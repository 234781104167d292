"""A token asks in its owner's name, as far as its scope, until it expires or is revoked; only its hash is kept."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import connection

from record.models import AccessToken, RightsChange
from record.services import tokens
from tests.desk import sign_in, words

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(time_machine_at_noon):
    """The clock stands at noon."""


@pytest.fixture
def time_machine_at_noon():
    import time_machine

    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def make(person, **asked):
    return tokens.make(person=person, now=NOW, **{"name": "nightly", "scope": "read", "days": ""} | asked)


def ask(client, secret, address="/api/v1/deals/", word="Token", method="get"):
    return getattr(client, method)(address, headers={"Authorization": f"{word} {secret}"})


@pytest.mark.parametrize("word", ["Token", "token", "Bearer"])
def test_a_token_reads_the_api(client, cast, manager, word):
    _, secret = make(manager)
    assert ask(client, secret, word=word).status_code == 200


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda token: None, "No token is known by this secret."),
        (lambda token: AccessToken.objects.update(made_at=NOW - DAY, expires_at=NOW), "expired at 2026-11-30"),
        (lambda token: tokens.revoke(by=token.person, number=token.pk, now=NOW), "was revoked at"),
        (lambda token: type(token.person).objects.update(is_active=False), "The account of this token is not in use."),
    ],
)
def test_one_that_opens_nothing_is_told_why(client, cast, manager, spoil, sentence):
    token, secret = make(manager)
    spoil(token)
    answer = ask(client, secret if "No token" not in sentence else "x")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert sentence in answer.json()["detail"]
    assert answer["WWW-Authenticate"] == 'Bearer realm="Lodebook"'


@pytest.mark.parametrize("header", ["Token", "Token ", "Bearer \xe9", "Token a b", "Token " + "x" * 9000, "Basic eDp4"])
def test_a_header_that_is_no_token_opens_nothing(client, cast, header):
    answer = client.get("/api/v1/deals/", headers={"Authorization": header})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_a_token_opens_no_page_no_file_of_a_report_and_no_admin(client, cast, auditor):
    _, secret = make(auditor)
    for address in ("/", "/deals/", "/admin/", "/tokens/", "/reports/exposure.csv", "/reports/exposure.json"):
        answer = ask(client, secret, address)
        assert answer.status_code in (302, 401, 403), address
        if answer.status_code == 302:
            assert "/login/" in answer["Location"]


def test_a_token_that_reads_writes_nothing_and_one_that_proposes_may(client, cast, officer):
    _, reads = make(officer)
    _, proposes = make(officer, scope="propose")
    told = ask(client, reads, method="post")
    assert told.status_code == 403
    assert told.json()["detail"] == 'The token "nightly" may read, and no more.'
    assert ask(client, proposes, method="post").status_code == 405


def test_only_the_hash_is_in_the_database(client, cast, manager):
    page = sign_in(manager).post("/tokens/made/", {"name": "nightly", "scope": "read", "days": "30"})
    assert page.status_code == 200
    (secret,) = re.findall(r"lodebook_[\w-]{43}", page.content.decode())
    assert page["Cache-Control"] == "private, no-store"
    assert ask(client, secret).status_code == 200
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            assert secret[9:] not in str(cursor.fetchall()), model
    assert AccessToken.objects.get().expires_at == NOW + timedelta(days=30)
    assert secret not in sign_in(manager).get("/tokens/").content.decode()


def test_the_last_use_is_listed_and_noted_once_a_minute(client, cast, manager, time_machine_at_noon):
    _, secret = make(manager)
    assert "never used" in words(sign_in(manager).get("/tokens/"))
    for seconds, noted in ((0, NOW), (59, NOW), (60, NOW + timedelta(seconds=60))):
        time_machine_at_noon.move_to(NOW + timedelta(seconds=seconds))
        ask(client, secret)
        assert AccessToken.objects.get().last_used_at == noted
    assert "last used 2026-11-30 07:01" in words(sign_in(manager).get("/tokens/"))


def test_the_owner_or_an_administrator_revokes_and_nobody_else(cast, manager, auditor, administrator):
    for who, works in ((auditor, False), (administrator, True), (manager, False)):
        token = AccessToken.objects.first() or make(manager)[0]
        answer = sign_in(who).post("/tokens/revoked/", {"token": token.pk})
        (told,) = [str(one) for one in get_messages(answer.wsgi_request)]
        assert told.startswith("Revoked: nightly.") is works, told
    token.refresh_from_db()
    assert token.revoked_by == administrator
    assert "revoked 2026-11-30 by administrator" in words(sign_in(manager).get("/tokens/"))
    assert "nightly" not in words(sign_in(auditor).get("/tokens/"))


def test_an_administrator_sees_the_live_tokens_of_others(cast, manager, administrator, auditor):
    make(manager)
    assert "nightly of manager" in words(sign_in(administrator).get("/tokens/"))
    assert "nightly" not in words(sign_in(auditor).get("/tokens/"))


def test_a_token_lasts_ninety_days_and_a_year_at_most(cast, manager):
    assert make(manager)[0].expires_at == NOW + timedelta(days=90)
    assert make(manager, days="365")[0].expires_at == NOW + timedelta(days=365)
    for days in ("0", "366", "-5", "x", "9" * 400):
        with pytest.raises(ValidationError, match="from 1 to 365 days"):
            make(manager, days=days)


def test_a_person_has_twenty_live_tokens_at_most(cast, manager):
    for _ in range(20):
        token, _ = make(manager)
    with pytest.raises(ValidationError, match="You have 20 tokens"):
        make(manager)
    tokens.revoke(by=manager, number=token.pk, now=NOW)
    make(manager)


def test_only_an_officer_makes_one_that_proposes(cast, manager, officer):
    make(officer, scope="propose")
    with pytest.raises(ValidationError, match="Only an officer proposes"):
        make(manager, scope="propose")


def test_making_and_revoking_leave_a_trace_without_the_hash(cast, manager):
    token, secret = make(manager)
    tokens.revoke(by=manager, number=token.pk, now=NOW)
    traces = RightsChange.objects.filter(table="record_accesstoken").order_by("pk")
    assert [one.event for one in traces] == ["insert", "update"]
    assert "nightly" in traces[0].after
    assert not any(token.digest in one.before + one.after for one in traces)


def test_reads_are_counted_by_person_and_refused_above_their_number(client, cast, settings, manager, auditor):
    settings.API_READS_A_MINUTE = 2
    client.force_login(manager)
    assert [client.get("/api/v1/").status_code for _ in range(3)] == [200, 200, 429]
    _, secret = make(manager)
    answer = ask(client, secret)
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert answer["Retry-After"] == "60"
    client.force_login(auditor)
    assert [client.get("/api/v1/").status_code for _ in range(9)] == [200] * 8 + [429]


def test_the_next_minute_counts_anew_and_writes_are_counted_apart(
    client, cast, settings, officer, time_machine_at_noon
):
    settings.API_READS_A_MINUTE, settings.API_WRITES_A_MINUTE = 1, 1
    client.force_login(officer)
    assert [client.get("/api/v1/").status_code for _ in range(2)] == [200, 429]
    assert [client.post("/api/v1/").status_code for _ in range(2)] == [405, 429]
    time_machine_at_noon.shift(60)
    assert client.get("/api/v1/").status_code == 200
