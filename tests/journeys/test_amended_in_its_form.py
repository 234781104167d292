"""A proposal that waits is worded anew in the form it came from, as it was filled in; so is progress that came back."""

from decimal import Decimal
from html import unescape
from re import search

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.models import Terms, Tranche, TrancheCondition, Transaction
from portfolio.services import tranches
from projects.models import Company, CompanyMerge, Milestone
from record.models import Proposal, ProposalVersion, Source
from record.services import entities
from tests.cast import TODAY, Cast, day, writing
from tests.desk import add_page, approve_what_waits, page, sign_in, words
from tests.filled_forms import filled

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def desk(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


@pytest.fixture
def cited(cast: Cast) -> str:
    return str(Source.objects.get(slug="cast1").pk)


def form_of(desk: Client, text: str = "Amend") -> str:
    """Where the button of the only proposal's page leads."""
    shown = desk.get(page(Proposal.objects.get())).content.decode()
    found = search(rf'href="([^"]+)">{text}<', shown)
    assert found, f"the proposal has no button {text}"
    return unescape(found[1])


def amend(desk: Client, **changes: str) -> Proposal:
    """The proposal after its form was opened from it, changed here and there, and sent."""
    address = form_of(desk)
    answer = desk.post(address, {**filled(desk.get(address)), **changes, "_save": "1"})
    assert answer.status_code == 302, words(answer)
    assert ProposalVersion.objects.filter(is_amended=True).count() == 1
    return Proposal.objects.as_worded().get()


def test_a_new_deal(desk: Client, cast: Cast) -> None:
    typed = {
        "awards": "1", "deal": "Copperline comes to Arizona", "announced_on": "Feb 1 2026",
        "a1-agency": str(cast.agencies["DOE"].pk), "a1-program": str(cast.programs["DOE-MESC"].pk),
        "a1-company": "Copperline", "a1-instrument": "grant", "a1-announced_amount": "$7 million",
        "a1-status": "committed", "a1-payments_known": "no", "a1-new_publisher": "Ledger Times",
        "a1-new_title": "Copperline comes", "_save": "1",
    }  # fmt: skip
    assert desk.post(reverse("admin:record_a_deal"), typed).status_code == 302
    amended = amend(desk, **{"a1-announced_amount": "$8 million"})
    assert amended.amount == Decimal(8_000_000)
    approve(cast, amended)
    assert Terms.objects.get(investment__recipient__name="Copperline").announced_amount == 8_000_000


def approve(cast: Cast, proposal: Proposal) -> None:
    answers = {"_approve": "1", "shown_hash": proposal.shown_hash}
    said = words(sign_in(cast.people["officer2"]).post(page(proposal), answers, follow=True))
    assert "Approved: it is on record now." in said, said


def test_a_change_of_a_deal(desk: Client, cast: Cast) -> None:
    deal = cast.investments["palisade-doe-grant"].deal
    address = f"{reverse('admin:change_a_deal')}?deal={deal.slug}"
    own = {"a1-terms_on": "March 3 2026", "a1-announced_amount": "9000000", "a1-sources": "cast1", "why": "amended"}
    assert desk.post(address, {**filled(desk.get(address)), **own, "_save": "1"}).status_code == 302
    assert "9,500,000" in str(amend(desk, **{"a1-announced_amount": "9500000"}).shown["fields"])


def test_a_move_of_an_award(desk: Client, cast: Cast, cited: str) -> None:
    award, army = cast.investments["palisade-doe-grant"], cast.programs["DOW-OSC"]
    moved = {"agency": str(army.agency.pk), "program": str(army.pk), "sources": cited, "why": "by the letter"}
    assert desk.post(page(award), {**filled(desk.get(page(award))), **moved}).status_code == 302
    amended = amend(desk, fain="DEEE0010009")
    assert [line[0] for line in amended.shown["fields"]] == ["Agency", "Program", "FAIN"]
    approve(cast, amended)
    award.refresh_from_db()
    assert (award.program.code, award.fain) == ("DOW-OSC", "DEEE0010009")


def test_a_merge(desk: Client, cast: Cast) -> None:
    with writing() as recording:
        second = entities.create(Company(slug="plm-holdings", name="Quarry and Magnet"), recording=recording)
    into = str(cast.companies["palisade"].pk)
    answers = {"into": into, "note": "the filing names both", "why": "found in the filing"}
    assert desk.post(add_page(CompanyMerge, entity=second), answers).status_code == 302
    amended = amend(desk, note="the filing of 3 June names both")
    assert amended.payload["row"]["note"] == "the filing of 3 June names both"
    assert str(amended.payload["row"]["into_id"]) == into


@pytest.fixture
def draw(cast: Cast) -> Tranche:
    """A draw of 10 of a loan of 90 that has 35 drawn, which waits for a permit."""
    loan = cast.investments["saltwash-doe-loan"]
    with writing(cast.people["officer"]) as recording:
        first = Tranche(slug="first-draw", investment=loan, name="First draw", amount=Decimal(35_000_000))
        tranches.create(first, recording=recording, today=TODAY)
        tranches.release(first, on=day("2025-10-20"), recording=recording, today=TODAY)
        one = Tranche(slug="second-draw", investment=loan, name="Second draw", amount=Decimal(10_000_000))
        tranches.create(one, recording=recording, today=TODAY)
        permit = Milestone(slug="permit", project=cast.projects["saltwash-clay"], name="Permit granted", kind="permit")
        entities.create(permit, recording=recording)
        tranches.add_condition(TrancheCondition(tranche=one, milestone=permit), recording=recording, today=TODAY)
    return one


def test_the_size_of_a_tranche(desk: Client, cast: Cast, draw: Tranche, cited: str) -> None:
    sized = {"amount": "11,000,000", "sources": cited, "why": "by the amendment"}
    assert desk.post(page(draw), {**filled(desk.get(page(draw))), **sized}).status_code == 302
    amended = amend(desk, amount="12,000,000")
    approve(cast, amended)
    draw.refresh_from_db()
    assert draw.amount == Decimal(12_000_000)


def test_several_entries_of_one_award(desk: Client, cast: Cast, cited: str) -> None:
    award = cast.investments["palisade-doe-grant"]
    address = f"/admin/entries-in-order/?investment={award.pk}"
    rows = filled(desk.get(address))
    for place, (kind, amount) in enumerate((("commitment", "1000"), ("obligation", "1000"))):
        rows |= {f"entry-{place}-kind": [kind], f"entry-{place}-amount": [amount],
                 f"entry-{place}-effective_on": ["2026-02-01"]}  # fmt: skip
    answer = desk.post(address, {**rows, "sources": cited, "why": "by the letter"})
    assert answer.status_code == 302, words(answer)
    amended = amend(desk, **{"entry-1-amount": "900"})
    approve(cast, amended)
    found = Transaction.objects.filter(investment=award, effective_on="2026-02-01").order_by("number")
    assert [one.amount for one in found] == [1000, 900]


def progress(desk: Client, draw: Tranche, cited: str) -> None:
    permit = Milestone.objects.get(slug="permit")
    answers = {
        "happened_on": "2026-06-15", "note": "Page 3: the permit is granted.", "sources": cited,
        "tranche": str(draw.pk), "released_on": "2026-06-20", "paid_amount": "10,000,000", "paid_on": "2026-06-25",
        "why": "the permit is there",
    }  # fmt: skip
    answers |= {"new_publisher": "BLM", "new_title": "Decision", "new_address": "https://blm.example/decision"}
    answer = desk.post(f"/admin/record-progress/?milestone={permit.pk}", answers)
    assert answer.status_code == 302, words(answer)


def test_progress_that_waits(desk: Client, draw: Tranche, cited: str) -> None:
    progress(desk, draw, cited)
    amended = amend(desk, paid_amount="9,000,000")
    assert amended.amount == Decimal(9_000_000)


def test_progress_that_came_back_is_corrected_in_one_field_and_proposed_again(
    desk: Client, cast: Cast, draw: Tranche, cited: str
) -> None:
    progress(desk, draw, cited)
    back = {"_return": "1", "reason": "the bank says 9,000,000"}
    sign_in(cast.people["officer2"]).post(page(Proposal.objects.get()), back)
    address = form_of(desk, "Correct and propose again")
    assert address in words_of_links(desk)
    form = filled(desk.get(address))
    assert (form["happened_on"], form["paid_on"], form["tranche"]) == (["2026-06-15"], ["2026-06-25"], [str(draw.pk)])
    assert desk.post(address, {**form, "paid_amount": "9,000,000"}).status_code == 302
    again = Proposal.objects.order_by("-pk")[0]
    assert again.amount == Decimal(9_000_000)
    approve_what_waits(cast.people["officer2"])
    assert Transaction.objects.filter(investment=draw.investment, kind="disbursement", amount=9_000_000).exists()


def words_of_links(desk: Client) -> str:
    return unescape(desk.get(reverse("portfolio:desk")).content.decode())


def test_another_officer_does_not_amend_it(desk: Client, cast: Cast, draw: Tranche, cited: str) -> None:
    progress(desk, draw, cited)
    address, other = form_of(desk), sign_in(cast.people["officer2"])
    answer = other.post(address, {**filled(other.get(address)), "paid_amount": "1"}, follow=True)
    assert "officer proposed this and alone amends it" in words(answer)
    assert not ProposalVersion.objects.exists()
