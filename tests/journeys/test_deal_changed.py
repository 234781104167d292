"""A deal changes: new terms of several awards, a new award and entries are one proposal and one recording."""

from decimal import Decimal

import pytest
from django.test import Client

from portfolio.admin.change_deal_forms import ChangedAwardForm
from portfolio.models import Investment, InvestmentStatus, Terms, Transaction
from record.models import Proposal, Recording
from tests.cast import Cast
from tests.desk import approve_what_waits, page, sign_in, words
from tests.filled_forms import filled


@pytest.fixture
def officer(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


@pytest.fixture
def awards(cast: Cast) -> list[Investment]:
    """A grant, and a loan that was put into the same deal with it."""
    grant = cast.investments["palisade-doe-grant"]
    return list(Investment.objects.filter(deal=grant.deal).order_by("pk"))


@pytest.fixture
def address(awards: list[Investment]) -> str:
    return f"/admin/change-a-deal/?deal={awards[0].deal.slug}"


def sent(client: Client, address: str) -> dict[str, str]:
    """What a browser sends of the form as it opens."""
    context = client.get(address).context
    forms = [context["head"], *context["changed"], *(one for one, *_ in context["new"])]
    fields = [field for form in forms for field in form]
    return {field.html_name: str(field.value()) for field in fields if field.value() not in (None, "")}


def test_what_is_left_as_it_is_changes_nothing(officer, address):
    answer = officer.post(address, sent(officer, address) | {"why": "looked at it", "_save": "1"})
    assert "Nothing is changed. Change a term, a status, add an entry or an award." in words(answer)
    assert not Proposal.objects.exists()


def test_terms_a_status_entries_and_a_new_award_are_one_proposal_and_one_recording(
    officer, officer2, cast, awards, address
):
    grant = awards[0]
    place, new = 1, len(awards) + 1
    amount = Terms.objects.filter(investment=grant).last().announced_amount
    typed = sent(officer, address) | {
        "why": "amended on 3 March",
        f"a{place}-announced_amount": str(amount + 1_000_000),
        f"a{place}-terms_on": "March 3 2026",
        f"a{place}-entry_1_kind": "commitment",
        f"a{place}-entry_1_on": "3/3/2026",
        f"a{place}-entry_1_amount": "$1 million",
        f"a{place}-sources": "cast1",
        f"a{new}-agency": str(cast.agencies["DOE"].pk),
        f"a{new}-program": str(cast.programs["DOE-MESC"].pk),
        f"a{new}-company": "palisade",
        f"a{new}-instrument": "offtake",
        f"a{new}-product": "Magnets",
        f"a{new}-payments_known": "no",
        f"a{new}-sources": "cast1",
    }
    shown = words(officer.post(address, typed | {"_preview": "1"}))
    assert "What follows from it" in shown
    last = Recording.objects.last_serial()
    answer = officer.post(address, typed | {"_save": "1"})
    assert answer.status_code == 302, words(answer)
    proposal = Proposal.objects.get()
    assert proposal.amount == 1_000_000
    before = (Terms.objects.count(), Transaction.objects.count(), Investment.objects.count())
    assert Recording.objects.last_serial() == last + 1
    approve_what_waits(officer2)
    after = (Terms.objects.count(), Transaction.objects.count(), Investment.objects.count())
    assert [now - then for now, then in zip(after, before, strict=True)] == [2, 1, 1]
    version = Terms.objects.filter(investment=grant).last()
    entry = Transaction.objects.filter(investment=grant).last()
    joined = Investment.objects.get(deal=grant.deal, instrument="offtake")
    assert (version.announced_amount, str(version.effective_on)) == (amount + 1_000_000, "2026-03-03")
    assert (entry.kind, entry.amount) == ("commitment", Decimal("1000000.00"))
    assert version.recording_id == entry.recording_id == joined.recording_id


def test_a_status_needs_its_day_and_a_change_its_source(officer, awards, address):
    typed = sent(officer, address) | {"why": "ended", "a1-status": "disbursed", "_save": "1"}
    form: ChangedAwardForm = officer.post(address, typed).context["changed"][0]
    assert set(form.errors) == {"status_on", "sources"}
    good = typed | {"a1-status_on": "2026-05-01", "a1-sources": "cast1"}
    assert officer.post(address, good).status_code == 302
    assert Proposal.objects.get().payload["changes"][0]["status"]["status"] == "disbursed"
    assert not InvestmentStatus.objects.filter(status="disbursed", investment=awards[0]).exists()


def test_an_entry_that_the_ledger_refuses_stands_on_its_row(officer, address):
    paid = {"why": "paid", "a1-entry_1_kind": "disbursement", "a1-entry_1_on": "2026-03-01", "_save": "1"}
    typed = sent(officer, address) | paid | {"a1-entry_1_amount": "900 billion", "a1-sources": "cast1"}
    form = officer.post(address, typed).context["changed"][0]
    assert "entry_1_amount" in form.errors
    assert form["entry_1_amount"].value() == "900 billion"


def test_an_award_of_another_program_is_not_offered(cast, officer2, awards):
    deal = cast.investments["palisade-doe-grant"].deal
    outsider = sign_in(cast.people["auditor"])
    assert outsider.get(f"/admin/change-a-deal/?deal={deal.slug}").status_code == 403
    assert sign_in(cast.people["officer"]).get("/admin/change-a-deal/?deal=nothing").status_code == 404


def test_what_came_back_opens_as_it_was_typed(officer, cast, address):
    typed = sent(officer, address) | {"why": "ended", "a1-status": "disbursed", "a1-status_on": "May 1 2026",
                                      "a1-sources": "cast1", "_save": "1"}  # fmt: skip
    officer.post(address, typed)
    proposal = Proposal.objects.get()
    sign_in(cast.people["officer2"]).post(
        page(proposal), {"_return": "1", "reason": "Wrong day", "shown_hash": proposal.shown_hash}
    )
    again = officer.get(page(proposal)).context["again"].address
    assert officer.get(again).context["changed"][0]["status_on"].value() == "May 1 2026"


def test_several_new_awards_join_the_deal_in_one_proposal(officer, officer2, cast, awards, address):
    first, second = len(awards) + 1, len(awards) + 2

    def joining(place: int, product: str) -> dict[str, str]:
        own = {"agency": cast.agencies["DOE"].pk, "program": cast.programs["DOE-MESC"].pk, "company": "palisade",
               "instrument": "offtake", "product": product, "payments_known": "no", "sources": "cast1"}  # fmt: skip
        return {f"a{place}-{name}": str(text) for name, text in own.items()}

    one = sent(officer, address) | joining(first, "Magnets") | {"why": "two offtakes"}
    shown = officer.post(address, one | {"joining": "1", "_add": "1"})
    assert [form.place for form, *_ in shown.context["new"]] == [first, second]
    assert shown.context["new"][0][0]["product"].value() == "Magnets"
    answer = officer.post(address, {**filled(shown), **joining(second, "Metal"), "_save": "1"})
    assert answer.status_code == 302, words(answer)
    proposal = Proposal.objects.get()
    labels = [line[0] for line in proposal.shown["fields"]]
    assert "New award 1: Product" in labels
    assert "New award 2: Product" in labels
    again = officer.get(f"/admin/change-a-deal/?amends={proposal.pk}")
    assert [form["product"].value() for form, *_ in again.context["new"]] == ["Magnets", "Metal"]
    approve_what_waits(officer2)
    found = Investment.objects.filter(deal=awards[0].deal, instrument="offtake")
    assert found.count() == 2
    assert len({one.created_in_id for one in found}) == 1
