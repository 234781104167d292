"""Two who send at the same moment, from two pages or by a double click: it is written once, the second is told."""

import threading
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portfolio.imports import workflow
from portfolio.models import CandidateDecision, FeedCandidate, Import, ImportState, Transaction
from projects.models import CapacityPhase, Company, Country, CountryStanding, PhaseEstimate
from record.models import Account, Decision, Proposal, Recording, Source
from record.services import entities, facts, form_keys
from tests.cast import PASSWORD, TODAY, Cast, day, make_cast, writing
from tests.desk import add_page, page, sign_in, words

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.long]

ROWS = b"investment,kind,amount_usd,effective_on\npalisade-doe-grant,disbursement,1000000,2026-01-15\n"


@pytest.fixture
def cast() -> Cast:
    """The cast, committed: other connections read it."""
    return make_cast()


def both(clients: list[Client], address: str, data: list[dict[str, Any]]) -> list[HttpResponse]:
    """What came of two requests that began together, each on a connection of its own; what was said is read after."""
    start, answers = threading.Barrier(2), {}

    def send(place: int) -> None:
        start.wait()
        try:
            answers[place] = clients[place].post(address, data[place])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(answers) == 2
    return [answers[place] for place in range(2)]


def seen(client: Client, answer: HttpResponse) -> str:
    return words(client.get(answer["Location"]) if answer.status_code == 302 else answer)


def keys(is_double_click: bool) -> list[dict[str, str]]:
    """One key in both forms where it is one page that is sent twice; one each of two pages."""
    return [{form_keys.FIELD: key} for key in (["one", "one"] if is_double_click else ["one", "other"])]


def as_typed(model: type[models.Model], **values: str) -> dict[str, str]:
    source = str(Source.objects.get(slug="cast1").pk)
    blank = {one.name: "" for one in model._meta.concrete_fields if one.name not in ("id", "recording", "citation")}
    return {**blank, "sources": source, "why": "as the gazette says", **values}


def standing(cast: Cast) -> tuple[type[models.Model], str, dict[str, str]]:
    with writing() as recording:
        made = entities.create(Country(slug="cu", name="Cuba"), recording=recording)
    typed = as_typed(CountryStanding, standing="of_concern", statute="10 U.S.C. 4872", effective_on="2026-01-05")
    return CountryStanding, add_page(CountryStanding, country=made), typed


def estimate(cast: Cast) -> tuple[type[models.Model], str, dict[str, str]]:
    with writing() as recording:
        project = cast.projects["palisade-magnets"]
        made = entities.create(CapacityPhase(slug="zinc", project=project, product="Zinc"), recording=recording)
    typed = as_typed(PhaseEstimate, field="baseline", shape="uniform", low="100", high="125", unit="t/yr",
                     rule="officer", reason="the acid plant", effective_on="2025-12")  # fmt: skip
    return PhaseEstimate, add_page(PhaseEstimate, phase=made), typed


def decision(cast: Cast) -> tuple[type[models.Model], str, dict[str, str]]:
    with writing() as recording:
        made = FeedCandidate(feed="usaspending", key="k", kind="award", title="A grant", name="Nobody LLC",
                             number="DE-MS1", address="https://example.org/", content="Amount (USD): 1",
                             effective_on=day("2026-01-05"))  # fmt: skip
        facts.record(made, recording=recording)
    return CandidateDecision, add_page(CandidateDecision, candidate=made), {"outcome": "not ours", "why": "Not mining."}


def company(cast: Cast) -> tuple[type[models.Model], str, dict[str, str]]:
    typed = as_typed(Company, name="New Mines", slug="new-mines", country="US")
    return Company, reverse("admin:projects_company_add"), typed


TWICE = ("This form was sent before", "is on record already", "waits for no decision any more", "or open that one")


@pytest.mark.parametrize("is_double_click", [True, False], ids=["double click", "two pages"])
@pytest.mark.parametrize("form", [standing, estimate, decision, company])
@pytest.mark.usefixtures("office_of_one")
def test_a_form_sent_twice_at_once_writes_once_and_the_second_is_told(cast, form, is_double_click):
    model, address, typed = form(cast)
    officer = cast.people["officer"]
    clients = [sign_in(officer), sign_in(officer)]
    before = model.objects.count()
    answers = both(clients, address, [{**typed, **key} for key in keys(is_double_click)])
    assert model.objects.count() == before + 1
    said = [seen(*pair) for pair in zip(clients, answers, strict=True)]
    told = TWICE[:1] if is_double_click else TWICE[1:]
    assert sum(any(sentence in text for sentence in told) for text in said) == 1, said
    assert sum("Recorded:" in text for text in said) <= 1


@pytest.mark.parametrize("is_double_click", [True, False], ids=["double click", "two pages"])
def test_an_entry_proposed_twice_waits_once(cast, is_double_click):
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    typed = as_typed(Transaction, kind="disbursement", effective_on="2026-01-15", amount="1000000")
    clients = [sign_in(cast.people["officer"]) for _ in range(2)]
    answers = both(clients, address, [{**typed, **key} for key in keys(is_double_click)])
    assert Proposal.objects.count() == 1
    said = [seen(*pair) for pair in zip(clients, answers, strict=True)]
    told = "This form was sent before" if is_double_click else "waits already"
    assert sum(told in text for text in said) == 1, said


def test_a_file_sent_twice_is_kept_once(cast):
    clients = [sign_in(cast.people["officer"]) for _ in range(2)]
    data = [
        {"kind": "transactions", "why": "January", "file": SimpleUploadedFile("a.csv", ROWS), form_keys.FIELD: "file"}
        for _ in range(2)
    ]
    answers = both(clients, reverse("admin:portfolio_import_add"), data)
    assert Import.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]
    said = [seen(*pair) for pair in zip(clients, answers, strict=True)]
    assert sum("This form was sent before" in text for text in said) == 1


@pytest.mark.parametrize("is_double_click", [True, False], ids=["double click", "two pages"])
@pytest.mark.parametrize("alone", [True, False], ids=["written", "proposed"])
def test_a_file_confirmed_twice_is_written_once(cast, settings, alone, is_double_click):
    settings.SINGLE_CONTROL = alone
    clients = [sign_in(cast.people["officer"]) for _ in range(2)]
    data = {"kind": "transactions", "why": "January", "file": SimpleUploadedFile("a.csv", ROWS)}
    clients[0].post(reverse("admin:portfolio_import_add"), data)
    one, before = Import.objects.get(), Transaction.objects.count()
    confirmed = {"_confirm": "1", "plan_hash": one.plan_hash}
    answers = both(clients, page(one), [{**confirmed, **key} for key in keys(is_double_click)])
    one.refresh_from_db()
    assert one.state == (ImportState.WRITTEN if alone else ImportState.PROPOSED)
    assert Transaction.objects.count() - before == (1 if alone else 0)
    assert Proposal.objects.count() == (0 if alone else 1)
    said = [seen(*pair) for pair in zip(clients, answers, strict=True)]
    told = "This form was sent before" if is_double_click else "was confirmed before"
    assert sum(told in text for text in said) == 1, said


@pytest.mark.usefixtures("office_of_one")
def test_a_look_that_ends_after_the_write_leaves_the_file_written(cast):
    """Two pages of one file: one looks at its rows again, the other confirms meanwhile."""
    client = sign_in(cast.people["officer"])
    data = {"kind": "transactions", "why": "January", "file": SimpleUploadedFile("a.csv", ROWS)}
    client.post(reverse("admin:portfolio_import_add"), data)
    seen_before, also = Import.objects.get(), Import.objects.get()
    workflow.carry_out(workflow.confirm(Import.objects.get(), plan_hash=seen_before.plan_hash), today=TODAY)
    assert workflow.show(seen_before, today=TODAY).state == ImportState.WRITTEN
    assert Import.objects.get().state == ImportState.WRITTEN
    client.post(page(also), {"_match": "1"})
    assert Import.objects.get().mapping == also.mapping


def third_officer(cast: Cast) -> Account:
    made = Account.objects.create_user("officer3", password=PASSWORD, is_staff=True)
    made.groups.add(Group.objects.get(name="officer"))
    for one in cast.people["officer2"].assignments.all():
        one.pk, one.officer = None, made
        one.save(force_insert=True)
    return made


def test_of_two_officers_who_approve_at_once_one_does(cast):
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    typed = as_typed(Transaction, kind="disbursement", effective_on="2026-01-15", amount="1000000")
    sign_in(cast.people["officer"]).post(address, typed)
    proposal, before = Proposal.objects.get(), Transaction.objects.count()
    clients = [sign_in(cast.people["officer2"]), sign_in(third_officer(cast))]
    approved = {"_approve": "1", "shown_hash": proposal.shown_hash}
    answers = both(clients, page(proposal), [{**approved, **key} for key in keys(False)])
    assert (Decision.objects.count(), Transaction.objects.count() - before) == (1, 1)
    said = [seen(*pair) for pair in zip(clients, answers, strict=True)]
    assert sum("Approved: it is on record now" in text for text in said) == 1, said
    assert sum("decided this at" in text and "Nothing was done now" in text for text in said) == 1, said


def test_of_two_officers_who_tick_the_same_at_once_one_approves(cast):
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    typed = as_typed(Transaction, kind="disbursement", effective_on="2026-01-15", amount="1000000")
    sign_in(cast.people["officer"]).post(address, typed)
    proposal, before = Proposal.objects.get(), Recording.objects.last_serial()
    clients = [sign_in(cast.people["officer2"]), sign_in(third_officer(cast))]
    ticked = {"chosen": f"{proposal.pk}:{proposal.shown_hash}"}
    answers = both(clients, "/admin/waiting/", [{**ticked, **key} for key in keys(False)])
    assert (Decision.objects.count(), Recording.objects.last_serial() - before) == (1, 2)
    said = [seen(*pair) for pair in zip(clients, answers, strict=True)]
    assert sum("Nothing was done now" in text for text in said) == 1, said
