"""An office of one: an officer records alone, nothing waits, and each row says so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portfolio.models import Import, ImportState, Investment, InvestmentStatus, Terms, Transaction
from record.models import Proposal, Recording, Retraction, Source
from tests.desk import add_page, deal_form, page, sign_in, words

pytestmark = pytest.mark.usefixtures("office_of_one")


@pytest.fixture
def first(cast):
    return sign_in(cast.people["officer"])


@pytest.fixture
def cited(cast):
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "as the gazette says"}


def test_an_entry_is_recorded_and_its_row_says_so(cast, first, cited):
    grant = cast.investments["palisade-doe-grant"]
    answers = {"kind": "disbursement", "amount": "1,000,000", "effective_on": "2026-01-15"} | cited
    first.post(add_page(Transaction, investment=grant), answers)
    assert not Proposal.objects.exists()
    assert Transaction.objects.order_by("-number").first().recording.approval == "single control"
    assert "single control" in words(first.get("/reports/transactions/?investment=palisade-doe-grant"))


def test_terms_a_status_and_what_is_undone_count_at_once(cast, first, cited):
    loan = cast.investments["saltwash-doe-loan"]
    terms = {"announced_amount": "100000000", "principal": "95000000", "effective_on": "2026-05-01"} | cited
    assert first.post(add_page(Terms, investment=loan), terms).status_code == 302
    status = {"status": "disbursing", "effective_on": "2025-10-20"} | cited
    assert first.post(add_page(InvestmentStatus, investment=loan), status).status_code == 302
    entry = Transaction.objects.filter(investment=loan, kind="disbursement").last()
    assert first.post(page(entry, "reverse"), {"reason": "entered twice"}).status_code == 302
    kept = loan.statuses.order_by("-pk").first()
    assert first.post(page(kept, "retract"), {"reason": "too early"}).status_code == 302
    assert (Terms.objects.filter(investment=loan).count(), loan.statuses.count()) == (2, 3)
    assert Transaction.objects.get(reverses=entry).recording.approval == "single control"
    assert Retraction.objects.get().recording.approval == "single control"
    assert not Proposal.objects.exists()


def test_a_new_deal_is_written_in_one_recording_and_its_page_opens(cast, first):
    answers = {
        "_save": "1",
        "new_deal_name": "Second round of Palisade",
        "agency": str(cast.agencies["DOW"].pk),
        "program": str(cast.programs["DOW-OSC"].pk),
        "company": "palisade",
        "project_1": "palisade-magnets",
        "basis": "stated",
        "instrument": "common_equity",
        "announced_amount": "$5,000,000",
        "announced_on": "2026-02-01",
        "closed_on": "2026-03-01",
        "shares": "100,000",
        "price_per_share": "50",
        "status": "closed",
        "confidence": "high",
        "source_1": "cast1",
        "why": "the second round closed",
    }
    last = Recording.objects.last_serial()
    response = first.post("/admin/record-a-deal/", deal_form(answers))
    made = Investment.objects.get(deal__name="Second round of Palisade")
    assert (response.status_code, response["Location"]) == (302, page(made))
    assert Recording.objects.last_serial() == made.created_in.serial == last + 1
    assert made.created_in.approval == "single control"
    assert made.transactions.get().amount == 5_000_000


def test_a_file_is_written_once_it_is_confirmed_and_undone_by_the_same_officer(cast, first):
    text = 'investment,kind,amount_usd,effective_on\npalisade-doe-grant,disbursement,"1,000,000",2026-01-15\n'
    sent = {"kind": "transactions", "file": SimpleUploadedFile("payments.csv", text.encode()), "why": "January"}
    first.post(reverse("admin:portfolio_import_add"), sent)
    one = Import.objects.get()
    first.post(page(one), {"_confirm": "1", "plan_hash": one.plan_hash})
    one.refresh_from_db()
    assert (one.state, one.recording.approval) == (ImportState.WRITTEN, "single control: import")
    first.post(page(one), {"_undo": "1", "reason": "Wrong month"})
    one.refresh_from_db()
    assert (one.state, one.undone_in.approval) == (ImportState.UNDONE, "single control: undo of an import")
    assert Transaction.objects.get(reverses__recording=one.recording).amount == 1_000_000
