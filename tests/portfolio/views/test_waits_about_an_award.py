"""The page of an award says what waits about it, today; of an earlier day it says nothing of it."""

import pytest

from portfolio.models import Transaction
from record.models import Proposal, Source
from tests.cast import Cast
from tests.desk import add_page, approve_what_waits, page, sign_in, words

pytestmark = pytest.mark.django_db
ADDRESS = "/investments/palisade-doe-grant/"


@pytest.fixture
def payment(cast: Cast) -> Proposal:
    answers = {"kind": "disbursement", "amount": "1,000,000", "effective_on": "2026-01-15", "why": "as it says"}
    answers["sources"] = str(Source.objects.get(slug="cast1").pk)
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    sign_in(cast.people["officer"]).post(address, answers)
    return Proposal.objects.get()


def test_it_is_said_until_it_is_decided_with_a_link_for_who_sees_proposals(cast: Cast, payment: Proposal) -> None:
    officer, manager = sign_in(cast.people["officer2"]), sign_in(cast.people["manager"])
    for client in (officer, manager):
        assert "Waits for a second officer 1" in words(client.get(ADDRESS))
        assert "$1,000,000 at stake, by officer since" in words(client.get(ADDRESS))
    assert page(payment) in officer.get(ADDRESS).content.decode()
    assert page(payment) not in manager.get(ADDRESS).content.decode()
    approve_what_waits(cast.people["officer2"])
    assert "Waits for a second officer" not in words(officer.get(ADDRESS))


def test_of_another_award_or_an_earlier_day_nothing_is_said(cast: Cast, payment: Proposal) -> None:
    officer = sign_in(cast.people["officer2"])
    assert "Waits for a second officer" not in words(officer.get("/investments/palisade-preferred/"))
    assert "Waits for a second officer" not in words(officer.get(f"{ADDRESS}?as_of=2026-06-01"))


def test_duplicate_as_new_keeps_the_sources(cast: Cast) -> None:
    officer = sign_in(cast.people["officer"])
    entry = Transaction.objects.filter(citation__isnull=False).order_by("number").first()
    shown = officer.get(page(entry)).context["actions"]
    (again,) = [link for link in shown if link.text == "Duplicate as new"]
    form = officer.get(again.address).context["adminform"].form
    assert form["sources"].value() == list(entry.citation.sources.values_list("pk", flat=True))
    assert form["kind"].value() == entry.kind
    company = cast.companies["palisade"]
    again = officer.get(page(company)).context["duplicate"]
    form = officer.get(again.address).context["adminform"].form
    cited = company.citation.sources.values_list("pk", flat=True) if company.citation else []
    assert list(form["sources"].value() or []) == list(cited)
