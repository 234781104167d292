"""What is typed is kept on the server, for the person alone, until the form is sent."""

import json
from datetime import UTC, datetime

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from portfolio.models import Transaction
from record.models import Draft, Proposal, Source
from record.models.drafts import drafts_of
from record.services import drafts, form_keys
from tests.cast import Cast
from tests.desk import add_page, deal_form, sign_in, words

HERE = "/admin/draft/"
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def entry(cast: Cast) -> str:
    return add_page(Transaction, investment=cast.investments["palisade-doe-grant"])


def typed(**fields: str) -> str:
    return json.dumps([{"name": name, "values": [text], "labels": [""]} for name, text in fields.items()])


def save(client: Client, address: str, **fields: str):
    asked = {"address": address, "kind": "New ledger entry", "name": "palisade", "step": "2 fields filled in"}
    return client.post(HERE, asked | {"fields": typed(**fields)})


def test_a_draft_is_kept_as_typed_read_again_and_listed_for_the_person(cast: Cast, entry: str):
    client = sign_in(cast.people["officer"])
    save(client, entry, amount="1.2 bil", kind="")
    save(client, entry, amount="1.2 billion", kind="")
    (line,) = drafts_of(cast.people["officer"])
    assert (line.kind, line.name, line.step, line.address) == (
        "New ledger entry", "palisade", "2 fields filled in", entry
    )  # fmt: skip
    kept = client.get(HERE, {"address": entry}).json()
    assert [(one["name"], one["values"]) for one in kept["fields"]] == [("amount", ["1.2 billion"]), ("kind", [""])]
    assert kept["token"]
    assert kept["delete"] == reverse("admin:draft_delete", args=[line.number])


def test_nobody_reads_or_deletes_what_another_typed(cast: Cast, entry: str):
    save(sign_in(cast.people["officer"]), entry, amount="5")
    draft = Draft.objects.get()
    other = sign_in(cast.people["officer2"])
    assert other.get(HERE, {"address": entry}).json()["fields"] == []
    assert drafts_of(cast.people["officer2"]) == []
    assert other.get(reverse("admin:draft_delete", args=[draft.pk])).status_code == 404
    assert other.post(reverse("admin:draft_delete", args=[draft.pk])).status_code == 404
    save(other, entry, amount="6")
    assert Draft.objects.get(pk=draft.pk).fields[0]["values"] == ["5"]


def test_without_the_token_of_the_form_nothing_is_kept(cast: Cast, entry: str):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people["officer"], backend="django.contrib.auth.backends.ModelBackend")
    assert save(client, entry, amount="5").status_code == 403
    assert not Draft.objects.exists()


def test_who_is_signed_out_is_sent_to_sign_in(entry: str, db: None):
    answer = save(Client(), entry, amount="5")
    assert (answer.status_code, "/login/" in answer["Location"]) == (302, True)


@pytest.mark.parametrize(
    ("address", "fields"),
    [("https://example.org/", "[]"), ("/desk/", "[]"), ("/admin/", "no"), ("/admin/", "{}"), ("/admin/", '["a"]')],
)
def test_what_is_no_draft_of_a_form_is_refused(cast: Cast, address: str, fields: str):
    client = sign_in(cast.people["officer"])
    assert client.post(HERE, {"address": address, "fields": fields}).status_code == 400
    assert not Draft.objects.exists()


def test_a_form_that_is_sent_forgets_its_draft_and_one_that_is_refused_keeps_it(cast: Cast, entry: str):
    client = sign_in(cast.people["officer"])
    save(client, entry, amount="5")
    sent = {"kind": "fee", "effective_on": "2026-01-05", "amount": "x", "why": "a fee", form_keys.FIELD: "one",
            "sources": str(Source.objects.get(slug="cast1").pk)}  # fmt: skip
    assert client.post(entry, sent).status_code == 200
    assert Draft.objects.exists()
    assert client.post(entry, sent | {"amount": "5", "kind": "obligation"}).status_code == 302
    assert not Draft.objects.exists()


def test_while_somebody_else_writes_the_draft_stays(cast: Cast, entry: str, monkeypatch):
    client = sign_in(cast.people["officer"])
    save(client, entry, amount="5")

    def busy(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("record.sent_once.begin", busy)
    assert client.post(entry, {form_keys.FIELD: "one"}).status_code == 503
    assert Draft.objects.exists()
    monkeypatch.setattr(drafts, "save", busy)
    assert save(client, entry, amount="6").json() == {"saved_at": "", "is_busy": True}


def test_a_form_from_which_everything_was_taken_out_is_no_draft(cast: Cast, entry: str):
    client = sign_in(cast.people["officer"])
    save(client, entry, amount="5")
    client.post(HERE, {"address": entry, "fields": "[]"})
    assert not Draft.objects.exists()


def test_a_deal_opens_with_all_the_awards_that_were_typed(cast: Cast):
    client = sign_in(cast.people["officer"])
    address = "/admin/record-a-deal/"
    fields = deal_form({"new_deal_name": "A deal", "company": "Copperline"}) | deal_form({"shares": "5 or 6"}, place=2)
    save(client, address, **fields)
    page = client.get(address)
    assert [form["company"].value() for form, *_ in page.context["parts"]] == ["Copperline", None]
    assert page.context["parts"][1][0]["shares"].value() == "5 or 6"
    assert client.get(f"{address}?company=palisade").context["parts"][0][0]["company"].value() == "palisade"
    assert not Proposal.objects.exists()


def test_a_draft_is_deleted_once_that_was_asked(cast: Cast, entry: str):
    client = sign_in(cast.people["officer"])
    save(client, entry, amount="5")
    asks = reverse("admin:draft_delete", args=[Draft.objects.get().pk])
    assert "What was typed is lost when you delete it" in words(client.get(asks))
    assert Draft.objects.exists()
    assert client.post(asks, {"_anew": "1"})["Location"] == entry
    assert not Draft.objects.exists()
