"""One officer proposes in a form, another looks and approves, and the auditor's CSV names both."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse

from portfolio.models import Investment, InvestmentStatus, Terms, Transaction
from portfolio.positions.figures import figures_of
from record.models import Decision, Proposal, Source
from tests.cast import now
from tests.desk import add_page, deal_form, page, sign_in, words
from tests.filled_forms import filled

pytestmark = pytest.mark.long


@pytest.fixture
def first(cast):
    return sign_in(cast.people["officer"])


@pytest.fixture
def second(cast):
    return sign_in(cast.people["officer2"])


@pytest.fixture
def cited(cast):
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "as the gazette says"}


def pay(client, grant, cited, amount="1,000,000"):
    answers = {"kind": "disbursement", "amount": amount, "effective_on": "2026-01-15"} | cited
    assert client.post(add_page(Transaction, investment=grant), answers).status_code == 302
    return Proposal.objects.order_by("-pk").first()


def approve(client, proposal):
    return client.post(page(proposal), {"_approve": "1", "shown_hash": proposal.shown_hash}, follow=True)


def test_from_the_officers_form_over_the_second_officer_to_the_csv(cast, first, second, cited):
    grant = cast.investments["palisade-doe-grant"]
    entries = Transaction.objects.count()
    proposal = pay(first, grant, cited)
    assert Transaction.objects.count() == entries
    assert "Waiting for me" not in words(first.get("/admin/"))
    assert "Waiting for me" in words(second.get("/admin/"))
    seen = words(second.get(page(proposal)))
    assert "At stake $1,000,000" in seen
    assert "Proposed by officer on" in seen
    assert "Disbursed $3,000,000 $4,000,000" in seen
    assert "Sources Gazette: Three awards for two mines, 2025-07-10" in seen
    assert "Approved: it is on record now." in words(approve(second, proposal))
    answer = sign_in(cast.people["auditor"]).get("/reports/transactions.csv?investment=palisade-doe-grant")
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))
    assert (rows[-1]["amount_usd"], rows[-1]["recorded_by"], rows[-1]["control"]) == (
        "1000000.00", "officer", f"proposed by officer, approved by officer2: proposal {proposal.pk}",
    )  # fmt: skip


def test_the_proposer_is_refused_by_form_and_in_bulk_also_as_superuser(cast, first, officer, cited):
    proposal = pay(first, cast.investments["palisade-doe-grant"], cited)
    officer.is_superuser = True
    officer.save()
    assert "You proposed this yourself" in words(approve(first, proposal))
    chosen = {"chosen": f"{proposal.pk}:{proposal.shown_hash}"}
    assert "You proposed this yourself" in words(first.post(reverse("admin:waiting_for_me"), chosen))
    assert not Decision.objects.exists()


def bulk(client, proposals):
    chosen = {"chosen": [f"{each.pk}:{each.shown_hash}" for each in proposals]}
    return words(client.post(reverse("admin:waiting_for_me"), chosen))


def test_nine_of_one_award_are_approved_in_one_go(cast, first, second, cited):
    grant = cast.investments["palisade-doe-grant"]
    entries = Transaction.objects.count()
    nine = [pay(first, grant, cited, f"{thousands},000") for thousands in range(1, 10)]
    assert bulk(second, nine).count("Approved: it is on record now.") == 9
    assert Transaction.objects.count() == entries + 9


def test_what_the_balance_refuses_after_the_others_waits_with_its_reason(cast, first, second, cited):
    grant = cast.investments["palisade-doe-grant"]
    left = Decimal(figures_of(grant, at=now())[0].undisbursed)
    one, other = pay(first, grant, cited, f"{left}"), pay(first, grant, cited, f"{left - 1}")
    text = bulk(second, [one, other])
    assert text.count("Approved: it is on record now.") == 1
    assert Proposal.objects.get(pk=other.pk).is_open
    assert "Recorded since this was proposed: transaction" in words(second.get(page(other)))


def proposed_terms(client, award, cited, on, **changes):
    """The form as it opens, with what counts now filled in, and these changes."""
    form = client.get(add_page(Terms, investment=award)).context["adminform"].form
    filled = {name: form[name].value() for name in form.fields}
    typed = {name: form.fields[name].prepare_value(value) for name, value in filled.items() if value not in (None, [])}
    answer = client.post(add_page(Terms, investment=award), typed | {"effective_on": on, **changes} | cited)
    assert answer.status_code == 302, words(answer)
    return Proposal.objects.order_by("-pk").first()


def test_two_who_change_different_terms_both_stand_and_the_same_term_lapses(cast, first, second, cited):
    loan = cast.investments["saltwash-doe-loan"]
    rate = proposed_terms(first, loan, cited, "2026-02-01", interest_rate="4.5%")
    tenor = proposed_terms(first, loan, cited, "2026-03-01", tenor_years="12")
    again = proposed_terms(first, loan, cited, "2026-03-02", interest_rate="5%")
    text = bulk(second, [rate, tenor, again])
    assert text.count("Approved: it is on record now.") == 2
    assert "Somebody changed the same since: Fixed rate was shown as empty to 5% and is 4.5% to 5%" in text
    newest = Terms.objects.filter(investment=loan).at(now()).last()
    assert (newest.interest_rate, newest.tenor_years) == (Decimal("0.045"), 12)


def test_what_came_back_is_corrected_in_one_field_and_proposed_again(cast, first, second, cited):
    grant = cast.investments["palisade-doe-grant"]
    proposal = pay(first, grant, cited)
    second.post(page(proposal), {"_return": "1", "reason": "the invoice says 900,000"}, follow=True)
    seen = first.get(page(proposal))
    assert seen.context["again"].text == "Correct and propose again"
    assert second.get(page(proposal)).context["again"] is None  # it is another's
    address = seen.context["again"].address
    form = first.get(address).context["adminform"].form
    filled = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [], "")}
    assert filled["why"] == "as the gazette says"
    assert first.post(address, filled | {"amount": "$900K"}).status_code == 302
    again = Proposal.objects.order_by("-pk").first()
    assert (again.amount, again.sources, again.payload["row"]["kind"]) == (900_000, "cast1", "disbursement")


def test_the_same_payment_proposed_twice_is_written_once(cast, first, second, cited):
    grant = cast.investments["palisade-doe-grant"]
    one, other = pay(first, grant, cited), pay(first, grant, cited | {"note": "as the ledger of the agency has it"})
    text = bulk(second, [one, other])
    assert "Pay $1M on the DOE grant to Palisade Magnetics : Approved: it is on record now." in text
    assert "The same was recorded since: T000011." in text


def test_it_is_returned_with_a_reason_or_withdrawn(cast, first, second, cited):
    grant = cast.investments["palisade-doe-grant"]
    one, other = (pay(first, grant, cited, amount) for amount in ("1,000,000", "900,000"))
    refused = second.post(page(one), {"_return": "1", "field": "Amount", "reason": ""})
    assert "Say why it goes back" in words(refused)
    assert filled(refused, "reason")["field"] == ["Amount"]
    text = words(second.post(page(one), {"_return": "1", "reason": "the invoice says 900,000"}, follow=True))
    assert "the invoice says 900,000" in text
    assert "Withdrawn." in words(first.post(page(other), {"_withdraw": "1", "reason": "twice"}, follow=True))


def test_the_list_says_what_each_would_do(cast, first, second, cited):
    pay(first, cast.investments["palisade-doe-grant"], cited)
    assert "What it would do" in words(second.get("/admin/record/proposal/"))


def test_many_others_about_the_same_are_told_of_in_one_sentence(cast, first, second, cited):
    grant = cast.investments["palisade-doe-grant"]
    four = [pay(first, grant, cited, f"{number}00,000") for number in range(1, 5)]
    seen = words(second.get(page(four[3])))
    assert seen.count("waits too, by officer. It touches the same.") == 3
    assert '"Pay $100,000 on the DOE grant to Palisade Magnetics" waits too' in seen
    pay(first, grant, cited, "500,000")
    told = '4 others wait about the same. The oldest, by officer: "Pay $100,000 on the DOE grant to Palisade'
    assert told in words(second.get(page(four[3])))


def test_the_second_approver_reads_one_sentence(cast, first, second, cited):
    proposal = pay(first, cast.investments["palisade-doe-grant"], cited)
    approve(second, proposal)
    assert "Officer2 decided this at" in words(approve(second, proposal))


def test_terms_statuses_and_undoing_wait_too(cast, first, second, cited):
    loan = cast.investments["saltwash-doe-loan"]
    terms = {"announced_amount": "100000000", "principal": "95000000", "effective_on": "2026-05-01"} | cited
    assert first.post(add_page(Terms, investment=loan), terms).status_code == 302
    status = {"status": "disbursing", "effective_on": "2025-10-20"} | cited
    assert first.post(add_page(InvestmentStatus, investment=loan), status).status_code == 302
    entry = Transaction.objects.filter(investment=loan, kind="disbursement").first()
    assert first.post(page(entry, "reverse"), {"reason": "entered twice"}).status_code == 302
    kept = loan.statuses.order_by("-pk").first()
    assert first.post(page(kept, "retract"), {"reason": "too early"}).status_code == 302
    assert list(Proposal.objects.order_by("pk").values_list("kind", flat=True)) == [
        "terms", "status", "reversal", "retraction",
    ]  # fmt: skip
    assert (Terms.objects.filter(investment=loan).count(), loan.statuses.count()) == (1, 2)
    assert not hasattr(entry, "reversed_by")


def test_a_new_deal_waits_as_one_proposal(cast, first, second):
    answers = {
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
        "_save": "1",
    }
    assert first.post("/admin/record-a-deal/", deal_form(answers)).status_code == 302
    proposal = Proposal.objects.get()
    assert not Investment.objects.filter(deal__name="Second round of Palisade").exists()
    approve(second, proposal)
    assert Investment.objects.get(deal__name="Second round of Palisade").transactions.get().amount == 5_000_000
