"""Every form of the admin leads to its guide, keeps a draft, and when it is refused holds what was typed in it."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.cast import Cast
from tests.desk import sign_in
from tests.every_form import forms
from tests.filled_forms import filled

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DECISION = re.compile(r"/admin/record/proposal/[0-9]+/change/")
"""Its one sentence is no draft: a proposal is decided about when its page is read."""
ASKED = ("why", "reason")
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
