"""A form that is sent twice (a double click, a page loaded again) writes once: every form, of every kind of fact."""

import threading
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Import, Transaction
from record.admin.base import RecordedAdmin
from record.models import Proposal, Recording, SentForm, Source
from record.services import form_keys
from tests.cast import make_cast, writing
from tests.desk import add_page, sign_in, words

pytestmark = pytest.mark.long

OTHERS = ["/admin/", "/admin/record-a-deal/", "/admin/waiting/", "/", "/alerts/", "/projects/", "/reports/"]


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: the names and values of their hidden fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.is_inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        values = {name: text or "" for name, text in attrs}
        if tag == "form":
            self.is_inside = values.get("method", "").lower() == "post"
            self.found += [{}] if self.is_inside else []
        elif tag == "input" and self.is_inside and values.get("type") == "hidden":
            self.found[-1][values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False


def cited() -> dict[str, str]:
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "as the gazette says"}


def addresses() -> list[str]:
    """Every page of the admin with a form: to add, to change, to undo, about each thing to which it belongs."""
    found = list(OTHERS)
    for model, one in admin.site._registry.items():
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found += [base, f"{base}add/"]
        first = model._default_manager.first()
        names = ["change", getattr(one, "undo", "")]
        found += [f"{base}{first.pk}/{name}/" for name in names if name and first]
        for relation in getattr(one, "belongs_to", ()):
            parent = model._meta.get_field(relation).related_model._default_manager.first()
            found += [f"{base}add/?{relation}={parent.pk}"] if parent else []
    return found


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_every_form_of_every_page_bears_a_key_of_its_own(cast, role):
    client = sign_in(cast.people[role])
    keys, without = [], []
    for address in addresses():
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        for form in Forms(answer.content.decode()).found:
            keys.append(form.get(form_keys.FIELD))
            without += [address] if not keys[-1] else []
    assert not without
    assert len(keys) == len(set(keys)) > 50


def recorded_forms(client: Client) -> list[tuple[str, forms.Form]]:
    """The forms by which facts and entities are added or changed, each with its address."""
    found = []
    for address in addresses():
        answer = client.get(address)
        shown = answer.context.get("adminform") if answer.status_code == 200 and answer.context else None
        if shown and isinstance(shown.model_admin, RecordedAdmin):
            found.append((address, shown.form))
    return found


def filled(form: forms.Form) -> dict[str, str]:
    """Something for each field that needs it, as an officer might type it."""
    data = {}
    for name, field in form.fields.items():
        given = form.get_initial_for_field(field, name)
        if name == "sources":
            data[name] = str(Source.objects.get(slug="cast1").pk)
        elif name.startswith("new_") and "sources" in form.fields or isinstance(field, forms.ModelMultipleChoiceField):
            continue
        elif given not in (None, "", []):
            data[name] = str(getattr(given, "pk", given))
        elif isinstance(field, forms.ModelChoiceField):
            first = field.queryset.first()
            data[name] = str(first.pk) if first and field.required else ""
        elif isinstance(field, forms.ChoiceField):
            data[name] = next((str(key) for key, _ in field.choices if key), "")
        elif name == "effective_on":
            data[name] = "2026-01-05"
        elif isinstance(field, forms.DecimalField | forms.IntegerField) or name in ("amount", "close", "basic_shares"):
            data[name] = "1"
        elif name == "currency":
            data[name] = "USD"
        elif field.required or name in ("why", "owner_code"):
            data[name] = "A word"
    return data


@pytest.mark.slow
def test_what_any_form_wrote_once_is_not_written_again(cast):
    """Each form that takes what is typed is sent again with its key, and then answered with its recording."""
    client = sign_in(cast.people["officer"])
    taken = []
    for place, (address, form) in enumerate(recorded_forms(client)):
        data = {**filled(form), form_keys.FIELD: f"key-{place}"}
        before = Recording.objects.last_serial()
        client.post(address, data)
        after = Recording.objects.last_serial()
        if after == before:
            continue
        taken.append(address)
        answer = client.post(address, data, follow=True)
        assert Recording.objects.last_serial() == after, address
        assert f"Recording {after} holds what it wrote; nothing was written now" in words(answer), address
        assert answer.redirect_chain[0][0] == reverse("admin:record_recording_change", args=[after])
    assert len(taken) >= 20, taken


def test_every_form_is_answered_with_what_its_key_wrote(cast):
    client = sign_in(cast.people["officer"])
    with form_keys.answering("spent"), writing() as recording:
        pass
    found = recorded_forms(client)
    assert len(found) > 10
    for address in ("/admin/record-a-deal/", "/admin/waiting/", *(address for address, _ in found)):
        answer = client.post(address, {form_keys.FIELD: "spent"})
        assert answer.status_code == 302, address
        assert answer["Location"] == reverse("admin:record_recording_change", args=[recording.serial]), address
    assert Recording.objects.last_serial() == recording.serial


@pytest.mark.usefixtures("office_of_one")
def test_a_refused_form_has_not_spent_its_key(cast):
    """What was refused is put right and sent from the same page: a browser that goes back sends the same key."""
    client = sign_in(cast.people["officer"])
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    data = {"kind": "fee", "effective_on": "2026-01-05", "amount": "x", **cited(), form_keys.FIELD: "one"}
    before = Transaction.objects.count()
    client.post(address, data)
    assert Transaction.objects.count() == before
    client.post(address, {**data, "amount": "5"})
    assert Transaction.objects.count() == before + 1
    client.post(address, {**data, "amount": "5"})
    assert Transaction.objects.count() == before + 1


def test_of_two_at_once_the_second_writes_nothing(cast):
    """Both passed the first look, so the second finds the recording only as it opens its own."""
    with form_keys.answering("both"), writing():
        pass
    before = Recording.objects.last_serial()
    with form_keys.answering("both"), pytest.raises(form_keys.SentBefore), writing():
        pytest.fail("it was opened")
    assert Recording.objects.last_serial() == before


@pytest.mark.slow
def test_of_two_at_once_the_second_sees_what_the_first_wrote_meanwhile(cast, monkeypatch):
    """The second looks, finds nothing, and only then is the first answered in full: every form that is taken."""
    client, other = sign_in(cast.people["officer"]), sign_in(cast.people["officer"])
    looks, taken = form_keys.require_unsent, []
    for place, (address, form) in enumerate(recorded_forms(client)):
        data = {**filled(form), form_keys.FIELD: f"meanwhile-{place}"}
        before = Recording.objects.last_serial()
        firsts = []

        def look(key: str, firsts: list = firsts, address: str = address, data: dict = data) -> None:
            looks(key)
            if not firsts:
                firsts.append(None)
                firsts[0] = other.post(address, data)

        monkeypatch.setattr(form_keys, "require_unsent", look)
        answer = client.post(address, data, follow=True)
        monkeypatch.setattr(form_keys, "require_unsent", looks)
        after = Recording.objects.last_serial()
        assert not SentForm.objects.filter(location="").exists(), address
        if after == before:
            continue
        taken.append(address)
        assert firsts[0].status_code == 302, address
        assert Recording.objects.filter(form_key=f"meanwhile-{place}").count() == after - before == 1, address
        assert f"Recording {after} holds what it wrote; nothing was written now" in words(answer), address
    assert len(taken) >= 20, taken


def test_a_form_that_opens_several_recordings_writes_them_all_the_first_time(cast):
    with form_keys.answering("several"):
        for _ in range(3):
            with writing():
                pass
    assert list(Recording.objects.order_by("-serial").values_list("form_key", flat=True)[:3]) == ["", "", "several"]


def test_a_form_that_opens_no_recording_is_answered_once_as_well(cast):
    """A file that is sent: the second time leads to where the first answer led, and keeps nothing."""
    client, address = sign_in(cast.people["officer"]), reverse("admin:portfolio_import_add")
    rows = b"investment,kind,amount_usd,effective_on\npalisade-doe-grant,fee,1,2026-01-05\n"
    answers = []
    for _ in range(2):
        file = SimpleUploadedFile("a.csv", rows, content_type="text/csv")
        data = {"kind": "transactions", "file": file, "why": "a test", form_keys.FIELD: "file"}
        answers.append(client.post(address, data))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Import.objects.count() == 1
    assert "nothing was done a second time" in words(client.get(answers[0]["Location"]))


def test_a_form_that_was_refused_or_failed_may_be_sent_again(cast):
    client = sign_in(cast.people["officer"])
    for _ in range(2):
        assert client.post("/admin/portfolio/import/add/", {form_keys.FIELD: "refused"}).status_code == 200
    assert not SentForm.objects.exists()


def test_what_is_under_way_is_waited_for_and_lost_ones_are_taken_over(cast, monkeypatch):
    monkeypatch.setattr(form_keys, "WAITED", 0.2)
    now = timezone.now()
    form_keys.begin("k", now=now)
    with pytest.raises(form_keys.AnsweredBefore, match="still being answered"):
        form_keys.begin("k", now=now)
    form_keys.begin("k", now=now + form_keys.LOST + timedelta(seconds=1))
    form_keys.end("k", location="/there/")
    with pytest.raises(form_keys.AnsweredBefore) as found:
        form_keys.begin("k", now=now)
    assert found.value.location == "/there/"
    form_keys.begin("other", now=now + form_keys.KEPT + timedelta(hours=1))
    assert list(SentForm.objects.values_list("key", flat=True)) == ["other"]


@pytest.mark.usefixtures("transactional_db")
def test_a_double_click_proposes_one_entry():
    """Two requests with one key, under way at the same time, each on a connection of its own."""
    cast = make_cast()
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    data = {"kind": "fee", "effective_on": "2026-01-05", "amount": "5", **cited(), form_keys.FIELD: "double"}
    clients = [sign_in(cast.people["officer"]) for _ in range(2)]
    start, answers = threading.Barrier(2), []

    def click(client: Client) -> None:
        start.wait()
        try:
            answers.append(client.post(address, data).status_code)
        finally:
            connection.close()

    both = [threading.Thread(target=click, args=(client,)) for client in clients]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert answers == [302, 302]
    assert Proposal.objects.count() == 1
    assert Recording.objects.filter(form_key="double").count() == 1
