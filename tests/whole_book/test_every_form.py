"""Every form of the admin: its guide, its draft, its one-time key; refused, it holds what was typed in it.

All fields of a form are wrong at once, so that each must answer for itself. The rules of a fact are asked one by one,
and through every way in: see tests/journeys/ways.py.
"""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from record.models import Channel, Recording
from record.services import form_keys
from tests.cast import Cast, writing
from tests.desk import sign_in
from tests.every_form import forms, shape
from tests.filled_forms import filled
from tests.journeys.test_ways_in import NOT_WORDS

from .fields import kinds, refused, rounds
from .opened import PAGES, admin_pages, entity_pages

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DECISION = re.compile(r"/admin/record/proposal/[0-9]+/change/")
"""Its one sentence is no draft: a proposal is decided about when its page is read."""
ASKED = ("why", "reason")
KEY = re.compile(r'name="form_key" value="([^"]+)"')
ACTION = re.compile(r'<form[^>]* action="([^"]+)"')
POSTED = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL | re.IGNORECASE)
TEXT = re.compile(r'<(?:input type="text"|textarea)(?![^>]*? (?:readonly|disabled))[^>]*? name="([^"]+)"')


class Desk:
    """Every form, as the officer finds it."""

    def __init__(self, cast: Cast) -> None:
        self.client = sign_in(cast.people["officer"])
        self.pages = forms(self.read)

    def read(self, address: str) -> tuple[str, str]:
        answer = self.client.get(address, follow=True)
        path = answer.request["PATH_INFO"] + (f"?{query}" if (query := answer.request["QUERY_STRING"]) else "")
        return path, answer.content.decode() if answer.status_code == 200 else ""


@pytest.fixture(scope="module")
def desk(whole_book: Cast) -> Desk:
    return Desk(whole_book)


def own(text: str) -> str:
    """The form of the page that asks why."""
    found = re.findall(r"<form[^>]*>.*?</form>", text, re.DOTALL)
    return next(one for one in found if any(f'name="{name}"' in one for name in ASKED))


def test_each_leads_to_its_section_of_the_guide(desk: Desk) -> None:
    assert len(desk.pages) > 60
    assert [address for address, text in desk.pages.items() if 'class="guide-link"' not in text] == []


def test_each_has_the_name_by_which_its_draft_is_kept(desk: Desk) -> None:
    kept = re.compile(r'^<form[^>]* id="[a-z_]+_form"')
    pages = {address: text for address, text in desk.pages.items() if not DECISION.match(address)}
    assert [address for address, text in pages.items() if not kept.match(own(text))] == []


def test_each_that_is_refused_holds_what_was_typed(desk: Desk) -> None:
    lost = {}
    for address, text in desk.pages.items():
        asked = next(name for name in ASKED if f'name="{name}"' in own(text))
        sent = typed(desk.client, address, asked)
        answer = desk.client.post(address, sent)
        assert answer.status_code == 200, address
        assert "<title>Error:" in answer.content.decode(), address
        held = filled(answer, asked)
        if other := {name: held.get(name) for name, values in sent.items() if held.get(name) != values}:
            lost[address] = other
    assert lost == {}


def typed(client: Client, address: str, asked: str) -> dict[str, list[str]]:
    """The form as it stands, with words in each field for text, another choice in each list, and no reason."""
    answer = client.get(address)
    form = own(answer.content.decode())
    sent = {name: values for name, values in filled(answer, asked).items() if name != "form_key"}
    for place, name in enumerate(TEXT.findall(form)):
        sent[name] = [f"Typed {place}"]
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        values = re.findall(r'<option value="([^"]*)"', options)
        if len(values) > 1:
            sent[name] = [unescape(values[-1])]
    return {**sent, asked: [""]}


def test_each_field_refuses_what_its_kind_does_not_take(desk: Desk) -> None:
    last, wrong, tried = Recording.objects.last_serial(), {}, 0
    for address, text in desk.pages.items():
        asked = next(name for name in ASKED if f'name="{name}"' in own(text))
        answer = desk.client.get(address)
        bad, stands = kinds(own(answer.content.decode())), filled(answer, asked)
        tried += len(bad)
        for sent in rounds(bad) if bad else ():
            page = desk.client.post(address, {**stands, **sent, asked: "a test", form_keys.FIELD: ""})
            told = page.content.decode()
            silent = {name: sent[name][:40] for name in set(sent) - refused(told)}
            if page.status_code != 200 or silent or NOT_WORDS.search(told):
                wrong[address, *sent.values()] = (page.status_code, silent, NOT_WORDS.findall(told))
    assert wrong == {}
    assert tried > 400
    assert Recording.objects.last_serial() == last


def test_each_form_of_every_page_has_a_key_and_once_that_is_spent_does_nothing(desk: Desk) -> None:
    """Those of the pages too: a question, an answer, a saved view, an absence, a package that is ordered."""
    with form_keys.answering("spent"), writing() as recording:
        pass
    keys, without, led, sent_to = [], [], {}, set()
    for address in dict.fromkeys((*desk.pages, *PAGES, *entity_pages(), *admin_pages())):
        final, text = desk.read(address)
        for form in POSTED.findall(text):
            key, action = KEY.search(form), ACTION.match(form)
            keys += [key[1]] if key else []
            without += [] if key else [address]
            target = unescape(action[1]) if action else final
            if shape(target) not in sent_to and target != "/logout/":
                sent_to.add(shape(target))
                led[target] = desk.client.post(target, {form_keys.FIELD: "spent"}).get("Location")
    assert without == []
    assert len(keys) == len(set(keys)) > 300
    there = reverse("admin:record_recording_change", args=[recording.serial])
    assert {target: location for target, location in led.items() if location != there} == {}
    assert len(led) > 70
    later = Recording.objects.filter(serial__gt=recording.serial)  # a page draws what it is first asked for
    assert not later.filter(channel=Channel.FORM).exists()
