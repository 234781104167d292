"""An officer to whom nothing is assigned: what is of a program is read and not changed, by any form of any table."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.test import Client

from portfolio.models import Agency, Assignment, CandidateDecision, Deal, FeedCandidate, Investment, Program
from record.models import Fact, Proposal, Recording
from record.services import facts
from tests.cast import Cast, writing
from tests.desk import page, sign_in, words
from tests.journeys.test_forms_sent_twice import filled, recorded_forms

from .opened import PAGES, admin_pages, broken, entity_pages, report_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OF_A_PROGRAM = (Investment, Program, Agency)
REFUSALS = ("not assigned to", "it is not among yours", "none of the choices", "among those assigned to you")
OPEN_TO_EVERY_OFFICER = {Agency, Program, Deal}
"""A new agency, program or deal: nobody can be assigned to what is not on record yet."""


def programs_of(row: models.Model, seen: tuple[type[models.Model], ...] = ()) -> Iterator[models.Model]:
    """The awards, programs and agencies that a row is about, by whatever relations lead there."""
    if isinstance(row, OF_A_PROGRAM):
        yield row
        return
    for field in row._meta.concrete_fields:
        found = getattr(row, field.name, None) if field.is_relation else None
        if isinstance(found, models.Model) and found._meta.app_label == "portfolio" and type(found) not in seen:
            yield from programs_of(found, (*seen, type(row)))


def leads_to_a_program(model: type[models.Model], seen: tuple[type[models.Model], ...] = ()) -> bool:
    if model in OF_A_PROGRAM:
        return True
    return any(
        leads_to_a_program(field.related_model, (*seen, model))
        for field in model._meta.concrete_fields
        if field.is_relation and not field.null and field.related_model not in seen
        and field.related_model._meta.app_label == "portfolio"
    )  # fmt: skip


@pytest.fixture
def outsider(whole_book: Cast) -> Client:
    """An officer whose assignments are all taken away."""
    officer = whole_book.people["officer2"]
    decide_about_a_candidate(whole_book)
    Assignment.objects.filter(officer=officer).delete()
    return sign_in(officer)


def decide_about_a_candidate(book: Cast) -> None:
    """What a feed found is one of the awards on record, as an officer of its program decided."""
    found = FeedCandidate.objects.filter(kind="award").first() or FeedCandidate.objects.first()
    award = book.investments["palisade-doe-grant"]
    with writing(book.people["officer"], "it is ours") as recording:
        made = CandidateDecision(candidate=found, outcome="same", investment=award, note="The same award.")
        facts.record(made, recording=recording)


def written_by(client: Client, address: str, data: dict[str, str]) -> bool:
    """Whether a form wrote something; it is taken back."""
    before = Recording.objects.last_serial()
    with transaction.atomic():
        client.post(address, data)
        wrote = Recording.objects.last_serial() != before
        transaction.set_rollback(True)
    return wrote


@pytest.mark.parametrize("is_office_of_one", [True, False])
def test_no_form_of_a_program_is_written_by_an_outsider(outsider: Client, settings, is_office_of_one: bool) -> None:
    settings.SINGLE_CONTROL = is_office_of_one
    wrong, taken = set(), 0
    for address, form in recorded_forms(outsider):
        model = form._meta.model
        if not written_by(outsider, address, filled(form)):
            continue
        taken += 1
        if leads_to_a_program(model) and not (model in OPEN_TO_EVERY_OFFICER and address.endswith("/add/")):
            wrong.add(address)
    assert not wrong
    assert taken >= 10, "what is of no program is everybody's"


@pytest.mark.parametrize("is_office_of_one", [True, False])
def test_nothing_of_a_program_is_undone_by_an_outsider(outsider: Client, settings, is_office_of_one: bool) -> None:
    settings.SINGLE_CONTROL = is_office_of_one
    wrong, asked = set(), 0
    for model, desk in admin.site._registry.items():
        if not issubclass(model, Fact) or not getattr(desk, "undo", ""):
            continue
        for row in model._default_manager.order_by("-pk")[:5]:
            if list(programs_of(row)):
                asked += 1
                if written_by(outsider, page(row, desk.undo), {"reason": "trying", "why": "trying"}):
                    wrong.add(f"{model.__name__}: {row}")
    assert not wrong
    assert asked >= 20


def test_an_outsider_decides_about_no_proposal(outsider: Client) -> None:
    for proposal in Proposal.objects.undecided():
        for data in ({"_approve": "1", "shown_hash": proposal.shown_hash}, {"_return": "1", "reason": "no"}):
            before = Recording.objects.last_serial()
            said = words(outsider.post(page(proposal), data, follow=True))
            assert Recording.objects.last_serial() == before, proposal
            assert any(one in said for one in REFUSALS), (str(proposal), said[:2000])
    assert "Approve" not in words(outsider.get("/admin/waiting/"))


def test_an_outsider_opens_every_page(outsider: Client) -> None:
    assert not broken(outsider, [*PAGES, *entity_pages(), *report_addresses(["/"]), *admin_pages()])
