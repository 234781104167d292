"""A return names a line of what was shown: the form that corrects it begins at the field of that line."""

import re
from html import unescape

import pytest
from django.test import Client

from record.admin.returned_field import field_of
from record.models import Proposal
from tests.cast import Cast
from tests.desk import page, sign_in
from tests.journeys.test_every_kind_again import address_of
from tests.journeys.waiting_kinds import MAKERS

pytestmark = pytest.mark.django_db
WITHOUT_FIELD: dict[str, set[str]] = {
    "action": {"Company", "palisade-preferred: conversion price", "palisade-warrant: split", "palisade-warrant: shares",
               "palisade-warrant: strike price", "Of the old basis"},
    "correction": {"Entry"},
    "deal": {"Identifier"},
    "entry": {"Is derived"},
    "retraction": {"Investment", "Amount as stated", "Announced", "Closed", "Confidence", "Effective on"},
    "reversal": {"Entry", "Effective on", "Kind", "Amount", "Is derived"},
    "takeback": {"Palisade Magnets (PLM): name"},
    "tranche": {"Tranche"},
    "tranche_size": {"Tranche"},
    "withdrawal": {"Investment"},
}  # fmt: skip
"""Kind → lines that its form has no field for: what follows from others, and what is undone as a whole."""


def lines_of(desk: Client, proposal: Proposal) -> list[str]:
    """What a second officer may name in a return."""
    html = desk.get(page(proposal)).content.decode().partition('id="id_field"')[2].partition("</select>")[0]
    return [unescape(text) for text in re.findall(r'<option value="([^"]+)"', html)]


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_each_line_of_each_kind_leads_to_its_field(cast: Cast, kind: str) -> None:
    first, second = (sign_in(cast.people[name]) for name in ("officer", "officer2"))
    MAKERS[kind](first, cast)
    proposal = Proposal.objects.get()
    lines = lines_of(second, proposal)
    assert lines
    second.post(page(proposal), {"_return": "1", "field": lines[0], "reason": "look at page 4"})
    html = first.get(address_of(first, "Correct and propose again")).content.decode()
    fields = {line: field_of(proposal, f"{line}: look at page 4") for line in lines}
    assert f'data-came-back="{fields[lines[0]]}"' in html
    form = html.partition('id="content"')[2]
    assert {line for line, name in fields.items() if f'name="{name}"' not in form} == WITHOUT_FIELD.get(kind, set())


def test_the_fields_of_several_awards_are_told_apart(cast: Cast) -> None:
    MAKERS["deal"](sign_in(cast.people["officer"]), cast)
    proposal = Proposal.objects.get()
    for label, name in (
        ("Award 2: Amount as stated", "a2-announced_amount"),
        ("Award 1: Recipient", "a1-company"),
        ("Award 3: New project: state", "a3-new_project_state"),
        ("Announced on", "announced_on"),
    ):
        proposal.shown["fields"] = [[label, "", ""], ["Award 2: Amount", "", ""]]
        assert field_of(proposal, f"{label}: page 4 says otherwise") == name


def test_a_reason_that_names_no_line_leads_nowhere(cast: Cast) -> None:
    MAKERS["entry"](sign_in(cast.people["officer"]), cast)
    proposal = Proposal.objects.get()
    assert field_of(proposal, "the amount is wrong") == ""
    assert field_of(proposal, "Amount: it is wrong") == "amount"
