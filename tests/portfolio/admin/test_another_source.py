"""Beside each figure of a form, another source may say otherwise: the link leads to a rival claim of that figure."""

from decimal import Decimal
from html import unescape
from re import findall

import pytest
from django.contrib import admin

from portfolio.models import Terms, Tranche, TrancheCondition, Transaction
from portfolio.services import tranches
from projects.models import Milestone
from record.admin.facts import FactAdmin
from record.models import Claim, Entity, Source
from record.models.fields import ExactField
from record.services import entities
from tests.cast import TODAY, Cast, writing
from tests.desk import add_page, page, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LINK = r'href="(/admin/record/claim/add/\?[^"]+)">Another source says otherwise'


def links(page: str) -> list[str]:
    return [unescape(one) for one in findall(LINK, page)]


def test_the_link_opens_a_claim_of_that_figure_and_records_it(cast: Cast) -> None:
    award = cast.investments["palisade-doe-grant"]
    desk = sign_in(cast.people["officer"])
    offered = links(desk.get(add_page(Terms, investment=award)).content.decode())
    (address,) = [one for one in offered if "figure=announced_amount" in one]
    form = desk.get(address).context["adminform"].form
    assert (form["figure"].value(), form["unit"].value()) == ("announced_amount", "USD")
    sent = {"figure": "announced_amount", "value": "57000000", "unit": "USD", "why": "the firm says so"}
    sent["sources"] = str(Source.objects.get(slug="cast1").pk)
    assert desk.post(address, sent).status_code == 302
    claim = Claim.objects.get()
    assert (claim.entity, claim.figure, claim.value) == (award, "announced_amount", "57000000")


def test_every_figure_of_every_form_about_an_entity_has_it(cast: Cast) -> None:
    desk, seen = sign_in(cast.people["officer"]), 0
    for model, table in admin.site._registry.items():
        for relation in table.belongs_to if isinstance(table, FactAdmin) else ():
            parent = model._meta.get_field(relation).related_model._default_manager.first()
            if not isinstance(parent, Entity):
                continue
            answer = desk.get(add_page(model, **{relation: parent}))
            if answer.status_code != 200 or "adminform" not in (answer.context or {}):
                continue
            shown = {one.name for one in answer.context["adminform"].form.visible_fields()}
            figures = {one.name for one in model._meta.concrete_fields if isinstance(one, ExactField)} & shown
            offered = {one.split("figure=")[1].split("&")[0] for one in links(answer.content.decode())}
            assert offered == figures, model
            seen += len(figures)
    assert seen > 20


def test_an_entry_offers_it_for_its_amount(cast: Cast) -> None:
    page = sign_in(cast.people["officer"]).get(add_page(Transaction, investment=cast.investments["palisade-doe-grant"]))
    assert any("figure=amount" in one for one in links(page.content.decode()))


def test_labels_that_are_figures_a_change_of_a_deal_and_entries_in_order_have_it(cast: Cast) -> None:
    desk, award = sign_in(cast.people["officer"]), cast.investments["palisade-doe-grant"]
    with writing(cast.people["officer"]) as recording:
        first = Tranche(slug="first", investment=award, name="First", amount=Decimal(1000))
        tranches.create(first, recording=recording, today=TODAY)
        permit = Milestone(slug="permit", project=cast.projects["palisade-magnets"], name="Permit", kind="permit")
        entities.create(permit, recording=recording)
        tranches.add_condition(TrancheCondition(tranche=first, milestone=permit), recording=recording, today=TODAY)
    asked = {
        page(first): {"amount", "shares"},
        f"/admin/change-a-deal/?deal={award.deal.slug}": {"announced_amount", "cost_share", "amount"},
        f"/admin/entries-in-order/?investment={award.pk}": {"amount"},
        f"/admin/record-progress/?milestone={permit.pk}": {"amount"},
    }
    for address, figures in asked.items():
        offered = {one.split("figure=")[1].split("&")[0] for one in links(desk.get(address).content.decode())}
        assert figures <= offered, address
