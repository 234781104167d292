"""Every form of the pages that is sent: what it does not take is told in a sentence, and nothing is recorded."""

from collections.abc import Iterator

import pytest
from django.contrib.messages import get_messages
from django.urls import URLPattern, reverse

from portfolio.models import Import
from portfolio.urls import urlpatterns
from projects.models import HealthChange
from record.models import AccessToken, Recording, SavedView
from tests.cast import Cast
from tests.desk import sign_in

from .bad_inputs import BELL, LONG, NO_ROWS
from .test_ways_in import NOT_WORDS

ROWS, WORDS, DAYS = NO_ROWS, (BELL, "", "   "), ("soon", "2026-13-01", "0001-01-01", "9999-12-31")
AWARD = {"kind": "award", "slug": "palisade-preferred"}

FORMS: dict[str, tuple[str, dict[str, str], dict[str, tuple[str, ...]]]] = {
    "asked": ("manager", {**AWARD, "chosen": "", "text": "Why?"},
              {"text": WORDS, "slug": NO_ROWS, "kind": NO_ROWS, "chosen": ("figure:nonsense", "milestone:nonsense")}),
    "answered": ("officer", {**AWARD, "question": "1", "note": "So."}, {"question": ROWS}),
    "checked": ("officer", {"award": "palisade-preferred", "source": "cast1"},
                {"award": ("nonsense", ""), "source": ("nonsense", BELL, LONG)}),
    "acknowledged": ("officer", {"change": "1", "note": "Asked."}, {"change": ROWS, "note": WORDS}),
    "decided": ("officer", {"candidate": "1", "note": "No."}, {"candidate": ROWS}),
    "named": ("officer", {"proposal": "1", "chosen": ""}, {"proposal": ROWS}),
    "taken_over": ("officer", {"proposal": "1"}, {"proposal": ROWS}),
    "dropped": ("officer", {"proposal": "1"}, {"proposal": ROWS}),
    "reminded": ("officer", {"proposal": "1"}, {"proposal": ROWS}),
    "withdrawn": ("officer", {"proposal": "1", "note": "No."}, {"proposal": ROWS}),
    "undone": ("officer", {"proposal": "1", "note": "No."}, {"proposal": ROWS}),
    "away": ("officer", {"until": "2027-06-30", "stand_in": "2"}, {"until": DAYS, "stand_in": (*ROWS, "")}),
    "view_saved": ("manager", {"address": "/deals/", "name": "Deals", "shared_with": ""},
                   {"address": ("javascript:alert(1)", "https://mine.test/", "/nowhere/", "//mine.test/deals/"),
                    "name": (*WORDS, LONG), "shared_with": ("nonsense",)}),
    "sample_found": ("auditor", {"kept": "1", "entry": "1", "agrees": "yes"}, {"kept": ROWS, "entry": ROWS}),
    "token_made": ("manager", {"name": "nightly", "scope": "read", "days": "90"},
                   {"name": (*WORDS, LONG), "scope": ("nonsense", "", "propose"),
                    "days": ("0", "366", "-1", "1.5", "soon", "٣", "9" * 5000)}),
    "token_revoked": ("manager", {"token": "1"}, {"token": ROWS}),
    "view_dropped": ("manager", {"view": "1"}, {"view": ROWS}),
}  # fmt: skip
"""Name of the address → who sends it, what is right of it, and what each of its fields does not take."""

LEFT_OUT = {
    "opened": "no form: the page of a proposal says by itself that it is open",
    "audit_package": "a button without a field",
}


def posted_alone() -> Iterator[str]:
    """The addresses of the pages that take nothing but a form."""
    for one in urlpatterns:
        names = getattr(one.callback, "__closure__", None) or ()
        if isinstance(one, URLPattern) and any(cell.cell_contents == ["POST"] for cell in names):
            yield str(one.name)


def test_each_of_them_is_tried():
    assert set(posted_alone()) == {*FORMS, *LEFT_OUT}


@pytest.mark.parametrize("name", FORMS)
def test_what_it_does_not_take_is_told_in_a_sentence(ways_book: Cast, name: str):
    who, right, bad = FORMS[name]
    right = right | {"change": str(HealthChange.objects.get().pk)} if "change" in right else right
    client, last, wrong = sign_in(ways_book.people[who]), Recording.objects.last_serial(), []
    address = next(one for one in urlpatterns if one.name == name).pattern
    for field, text in ((field, text) for field, texts in bad.items() for text in texts):
        client.cookies.pop("messages", None)
        answer = client.post(f"/{address}", right | {field: text})
        told = [(one.level_tag, str(one)) for one in get_messages(answer.wsgi_request)]
        is_refused = [tag for tag, _ in told] == ["error"]
        if answer.status_code != 302 or not is_refused or any(NOT_WORDS.search(words) for _, words in told):
            wrong.append((field, text[:40], answer.status_code, told))
    assert wrong == []
    assert Recording.objects.last_serial() == last
    assert not SavedView.objects.exists()
    assert not AccessToken.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", FORMS)
def test_a_character_that_no_text_has_is_refused_in_each_field(ways_book: Cast, name: str):
    """PostgreSQL answers a look-up by one with an error."""
    who, right, _ = FORMS[name]
    client, last = sign_in(ways_book.people[who]), Recording.objects.last_serial()
    address = next(one for one in urlpatterns if one.name == name).pattern
    for field in (*right, "section", "page", "note", "form_key"):
        client.cookies.pop("messages", None)
        answer = client.post(f"/{address}", right | {field: "palisade\0-preferred"})
        (told,) = get_messages(answer.wsgi_request)
        assert (answer.status_code, told.level_tag) == (302, "error"), field
        assert str(told).startswith("What was sent holds a character that is no part of a text (zero).")
    assert Recording.objects.last_serial() == last


DRAFT = {"address": "/admin/", "kind": "k", "name": "n", "step": "s", "fields": "[]"}
ESCAPED = '[{"name": "why", "values": ["a\\u0000b"], "labels": []}]'


@pytest.mark.parametrize("field", DRAFT)
def test_a_draft_about_one_is_refused(ways_book: Cast, field: str):
    client, address = sign_in(ways_book.people["officer"]), reverse("admin:draft")
    assert client.post(address, DRAFT | {field: "/admin/\0"}).status_code == 400
    assert client.get(address, {"address": "/admin/\0"}).status_code == 400


def test_a_draft_keeps_what_was_typed_without_it(ways_book: Cast):
    client, address = sign_in(ways_book.people["officer"]), reverse("admin:draft")
    assert client.post(address, DRAFT | {"fields": ESCAPED}).status_code == 200
    (kept,) = client.get(address, {"address": "/admin/"}).json()["fields"]
    assert kept["values"] == ["ab"]


def test_a_form_whose_key_holds_one_is_one_without_a_key(ways_book: Cast):
    client = sign_in(ways_book.people["officer"])
    answer = client.post("/admin/projects/project/add/", {"name": "", "form_key": "a\0b"})
    assert answer.status_code == 200
    assert "name" in answer.context["adminform"].form.errors
