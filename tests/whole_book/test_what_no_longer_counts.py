"""The admin's page of whatever no longer counts says so first, with the reason and the recording."""

import pytest
from django.contrib import admin

from portfolio.models import CorporateAction, Transaction
from portfolio.services import corporate_actions, ledger
from projects.models import CompanyMerge
from record.admin.entities import EntityAdmin
from record.admin.facts import FactAdmin
from record.models import Withdrawal
from record.services import entities, facts
from tests.cast import TODAY, Cast, writing
from tests.desk import page, sign_in, words

REASON = "entered by mistake, says a test"


def kinds(of: type) -> list[type]:
    """The tables whose admin is of this kind."""
    return [model for model, one in admin.site._registry.items() if isinstance(one, of)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", kinds(EntityAdmin), ids=lambda model: model.__name__)
def test_a_withdrawn_one_says_so(whole_book: Cast, model: type) -> None:
    entity = model.objects.standing().first()
    desk = sign_in(whole_book.people["officer"])
    assert "is withdrawn" not in words(desk.get(page(entity)))
    with writing(whole_book.people["officer"]) as recording:
        entities.withdraw(entity, reason=REASON, recording=recording)
    shown = words(desk.get(page(entity)))
    assert (
        f"This is withdrawn: it is on no list and in no total. {REASON} ( recording {recording.serial} by officer"
        in shown
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", [one for one in kinds(FactAdmin) if one.is_retractable], ids=lambda one: one.__name__)
def test_a_retracted_one_says_so(whole_book: Cast, model: type) -> None:
    fact = model.objects.first()
    if fact is None or model is Withdrawal:
        pytest.skip("none on record")
    with writing(whole_book.people["officer"]) as recording:
        if model is CorporateAction:  # goes with all that follows from it, the latest first
            fact = model.objects.last()
            corporate_actions.take_back(fact, reason=REASON, recording=recording, today=TODAY)
        else:
            facts.retract(fact, reason=REASON, recording=recording)
    assert f"This no longer counts: {REASON}" in words(sign_in(whole_book.people["officer"]).get(page(fact)))


@pytest.mark.django_db
def test_a_reversed_entry_and_a_merged_company_say_so(whole_book: Cast) -> None:
    entry = Transaction.objects.exclude(kind="reversal").filter(reversed_by=None).order_by("-number").first()
    one, into = whole_book.companies["saltwash"], whole_book.companies["palisade"]
    with writing() as recording:
        ledger.reverse(entry, reason=REASON, recording=recording, today=TODAY)
        facts.record(CompanyMerge(entity=one, into=into, note=REASON), recording=recording)
    desk = sign_in(whole_book.people["officer"])
    assert f"This no longer counts: {REASON}" in words(desk.get(page(entry)))
    shown = words(desk.get(page(one)))
    assert f"This was on record twice. {REASON} ( recording {recording.serial} by" in shown
    assert f"It is read as {into}" in shown
