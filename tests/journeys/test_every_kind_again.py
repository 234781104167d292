"""A proposal of every kind is worded anew while it waits, and once it came back, in its form as it was filled in."""

from html import unescape
from re import search

import pytest
from django.test import Client
from django.urls import reverse

from record.models import Proposal, ProposalVersion
from record.services.approval_handlers import HANDLERS
from tests.cast import Cast
from tests.desk import page, sign_in, words
from tests.filled_forms import filled
from tests.journeys.waiting_kinds import MAKERS

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ASKED = ("why", "reason")


def address_of(desk: Client, text: str) -> str:
    """Where the button of the only proposal's page leads."""
    shown = desk.get(page(Proposal.objects.get())).content.decode()
    found = search(rf'href="([^"]+)">{text}<', shown)
    assert found, f"the proposal has no button {text}"
    return unescape(found[1])


def form_at(desk: Client, address: str) -> dict[str, list[str]]:
    """What the form at the address holds."""
    shown = desk.get(address)
    assert shown.status_code == 200, address
    asked = next(name for name in ASKED if f'name="{name}"' in shown.content.decode())
    return filled(shown, asked)


def test_every_kind_but_that_of_a_file_is_made_here() -> None:
    assert {kind for kind, one in HANDLERS.items() if not one.has_rows} == set(MAKERS)


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_it_is_amended_while_it_waits_and_proposed_again_once_it_came_back(cast: Cast, kind: str) -> None:
    desk = sign_in(cast.people["officer"])
    changed = MAKERS[kind](desk, cast)
    first = Proposal.objects.get()
    assert first.kind == kind
    address = address_of(desk, "Amend")
    assert address in unescape(desk.get(reverse("portfolio:desk")).content.decode())
    answer = desk.post(address, {**form_at(desk, address), **changed})
    assert answer.status_code == 302, words(answer)
    assert ProposalVersion.objects.filter(proposal=first, is_amended=True).count() == 1
    amended = Proposal.objects.as_worded().get()

    back = {"_return": "1", "reason": "look at page 4"}
    sign_in(cast.people["officer2"]).post(page(first), back)
    again = address_of(desk, "Correct and propose again")
    assert again in unescape(desk.get(reverse("portfolio:desk")).content.decode())
    assert "Returned by officer2" in words(desk.get(again))
    answer = desk.post(again, {**form_at(desk, again), **({"_save": "1"} if "_save" in changed else {})})
    assert answer.status_code == 302, words(answer)
    second = Proposal.objects.as_worded().latest("pk")
    assert (second.kind, second.pk != first.pk) == (kind, True)
    assert second.shown["fields"] == amended.shown["fields"]
    assert again not in unescape(desk.get(reverse("portfolio:desk")).content.decode()), "it is proposed again already"
