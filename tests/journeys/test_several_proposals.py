"""Several proposals are shown open in order and approved in one go; one is amended in its form; a chain has a form."""

import pytest
from django.urls import reverse

from portfolio.models import Terms, Transaction
from record.models import Proposal, Source
from tests.cast import entry, record_entries
from tests.desk import add_page, page, sign_in, words

pytestmark = pytest.mark.long

WAITING = "/admin/waiting/"


@pytest.fixture
def first(cast):
    return sign_in(cast.people["officer"])


@pytest.fixture
def second(cast):
    return sign_in(cast.people["officer2"])


@pytest.fixture
def grant(cast):
    """Committed 10, bound 8, paid 3 million."""
    return cast.investments["palisade-doe-grant"]


@pytest.fixture
def cited(cast):
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "as the gazette says"}


def pay(client, grant, cited, amount):
    answers = {"kind": "disbursement", "amount": amount, "effective_on": "2026-01-15"} | cited
    assert client.post(add_page(Transaction, investment=grant), answers).status_code == 302
    return Proposal.objects.order_by("-pk").first()


def chosen(*proposals):
    return {"chosen": [f"{one.pk}:{one.shown_hash}" for one in proposals]}


def test_nine_of_one_award_are_shown_open_in_order_with_the_totals_after_each(first, second, grant, cited):
    nine = [pay(first, grant, cited, f"{thousands}00,000") for thousands in range(1, 10)]
    seen = second.post(WAITING, {"_show_all": "1"})
    assert [one["proposal"].pk for one in seen.context["tried"]] == [one.pk for one in nine]
    disbursed = [line.after for one in seen.context["tried"] for line in one["moved"] if line.label == "Disbursed"]
    assert disbursed == [
        "$3,100,000", "$3,300,000", "$3,600,000", "$4,000,000", "$4,500,000", "$5,100,000",
        "$5,800,000", "$6,600,000", "$7,500,000",
    ]  # fmt: skip
    assert Transaction.objects.count() == 10  # it was only looked at
    told = words(second.post(WAITING, chosen(*nine)))
    assert "What became of each: 9 of 9 decided" in told
    assert Transaction.objects.count() == 19


def test_what_the_balance_would_refuse_is_said_beforehand_and_waits_on(first, second, grant, cited):
    three = [pay(first, grant, cited, amount) for amount in ("4,000,000", "2,000,000", "900,000")]
    seen = words(second.post(WAITING, chosen(*three) | {"_show": "1"}))
    assert seen.count("It would not be approved now:") == 1
    told = words(second.post(WAITING, chosen(*three)))
    assert "What became of each: 2 of 3 decided" in told
    assert "would disburse" in told
    assert "It waits on." in told
    assert list(Proposal.objects.undecided()) == [three[1]]


def test_one_whose_award_moved_leads_to_its_totals_as_they_would_be_now(first, second, grant, cited):
    """Paid are 3 million: two payments are proposed, and the second is looked at after the first was approved."""
    one, two = pay(first, grant, cited, "1,000,000"), pay(first, grant, cited, "500,000")
    second.post(WAITING, chosen(one))
    shown = second.get(page(two))
    assert "The totals below are those from before that." in words(shown)
    assert [line.after for line in shown.context["one"]["moved"] if line.label == "Disbursed"] == ["$3,500,000"]
    assert 'name="_show" value="Show the totals as they would be now"' in shown.content.decode()
    assert 'name="_show"' not in first.get(page(two)).content.decode()  # its proposer does not decide
    now = second.post(WAITING, chosen(two) | {"_show": "1"})
    (tried,) = now.context["tried"]
    assert [line.after for line in tried["moved"] if line.label == "Disbursed"] == ["$4,500,000"]
    assert Transaction.objects.count() == 11


def test_nothing_chosen_is_said(first, second, grant, cited):
    pay(first, grant, cited, "1,000,000")
    assert "Nothing is chosen." in words(second.post(WAITING, {"_show": "1"}, follow=True))


def filled_in(form):
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, [], "")}


def test_a_proposal_is_amended_in_its_form_between_show_and_approve(first, second, grant, cited):
    proposal = pay(first, grant, cited, "1,000,000")
    shown_hash = second.get(page(proposal)).context["proposal"].shown_hash
    address = first.get(page(proposal)).context["amend"].address
    assert second.get(page(proposal)).context["amend"] is None  # it is another's
    filled = filled_in(first.get(address).context["adminform"].form)
    sent = first.post(address, filled | {"amount": "$900K", "why": "the invoice says 900,000"})
    assert sent["Location"] == page(proposal)
    told = words(second.post(page(proposal), {"_approve": "1", "shown_hash": shown_hash}, follow=True))
    assert "What you saw is not what" in told
    assert "Amended by officer on" in told
    assert "As it was proposed by officer" in told
    assert "Amount $1,000,000" in told  # the older text stays in the trail
    newest = second.get(page(proposal)).context["proposal"].shown_hash
    assert "Approved" in words(second.post(page(proposal), {"_approve": "1", "shown_hash": newest}, follow=True))
    assert Transaction.objects.order_by("-number")[0].amount == 900_000


def chain_of(cited, *entries):
    answers = {"entry-TOTAL_FORMS": "5", "entry-INITIAL_FORMS": "0"}
    answers |= {"entry-1-kind": "obligation", "entry-2-kind": "disbursement"}  # as they stand there beforehand
    for number, (kind, amount, on) in enumerate(entries):
        answers |= {f"entry-{number}-kind": kind, f"entry-{number}-amount": amount, f"entry-{number}-effective_on": on}
    return answers | cited


def test_a_chain_is_entered_in_one_form_amended_and_approved_as_a_whole(first, second, grant, cited):
    address = f"{reverse('admin:entries_in_order')}?investment={grant.pk}"
    assert address in first.get(page(grant)).content.decode()
    form = first.get(address).context["entries"]
    assert [row["kind"].value() for row in form][:4] == ["commitment", "obligation", "disbursement", None]
    rows = (
        ("commitment", "$5 million", "2026-01-15"),
        ("obligation", "4,000,000", "2026-02-15"),
        ("disbursement", "2,000,000", "2026-03-15"),
    )
    sent = first.post(address, chain_of(cited, *rows))
    assert sent.status_code == 302, sent.context["form"].errors
    proposal = Proposal.objects.get()
    seen = words(second.get(page(proposal)))
    assert "1. Commitment $5,000,000 on 2026-01-15" in seen
    assert "3. Disbursement Total Before After Disbursed $3,000,000 $5,000,000" in seen
    amend = first.get(page(proposal)).context["amend"].address
    assert first.get(amend).context["entries"][2]["amount"].value() == "2000000"
    assert first.post(amend, chain_of(cited, *rows[:2], ("disbursement", "3,000,000", "2026-03-15"))).status_code == 302
    newest = second.get(page(proposal)).context["proposal"]
    assert newest.payload["rows"][2]["amount"] == "3000000.00"
    second.post(page(proposal), {"_approve": "1", "shown_hash": newest.shown_hash})
    assert Transaction.objects.count() == 13


def test_a_chain_that_is_refused_keeps_what_was_typed(first, grant, cited):
    address = f"{reverse('admin:entries_in_order')}?investment={grant.pk}"
    seen = first.post(address, chain_of(cited, ("disbursement", "9,000,000", "2026-03-15")))
    assert "would disburse" in words(seen)
    assert 'value="9,000,000"' in seen.content.decode()
    seen = first.post(address, chain_of(cited, ("commitment", "1,000,000", "")))
    assert seen.context["entries"][0].errors["effective_on"]
    seen = first.post(address, chain_of(cited, ("commitment", "", ""), ("obligation", "", "")))
    assert "No entry is filled in." in words(seen)
    assert not Proposal.objects.exists()


def test_a_row_of_a_chain_that_is_emptied_is_none_also_where_its_kind_stood_there(first, second, grant, cited):
    address = f"{reverse('admin:entries_in_order')}?investment={grant.pk}"
    obliged = ("obligation", "2,000,000", "2026-02-15")
    half = first.post(address, chain_of(cited, ("", "", ""), obliged, ("", "", ""), ("fee", "", "")))
    assert half.context["entries"][3].errors["effective_on"]
    assert not half.context["entries"][2].errors
    paid = ("disbursement", "2,000,000", "2026-03-15")
    assert first.post(address, chain_of(cited, ("", "", ""), obliged, paid)).status_code == 302
    amend = first.get(page(Proposal.objects.get())).context["amend"].address
    assert first.post(amend, chain_of(cited, obliged, ("disbursement", "", ""), ("", "", ""))).status_code == 302
    kept = second.get(page(Proposal.objects.get())).context["proposal"]
    assert [row["amount"] for row in kept.payload["rows"]] == ["2000000.00"]


def test_a_return_names_the_field_and_next_leads_to_the_next_one(first, second, grant, cited):
    one, other = (pay(first, grant, cited, amount) for amount in ("1,000,000", "900,000"))
    assert second.get(page(one)).context["next"] == page(other)
    second.post(page(one), {"_return": "1", "field": "Amount", "reason": "the invoice says 800,000"})
    assert Proposal.objects.get(pk=one.pk).decision.note == "Amount: the invoice says 800,000"


def test_the_approver_is_told_of_a_twin_of_another_proposal_and_the_award_says_what_waits(
    first, second, grant, cited, officer2
):
    one, other = (pay(first, grant, cited, amount) for amount in ("1,000,000", "900,000"))
    record_entries([entry(grant, "disbursement", "2026-01-15", "1000000")], by=officer2)
    seen = words(second.get(page(one)))
    assert "T000011 has the same award, kind, day and amount" in seen
    assert f'"{other}" waits too, by officer. It touches the same.' in seen
    assert "Waits for a second officer (2)" in words(second.get(page(grant)))


def test_terms_of_low_confidence_from_one_source_are_told(first, second, cast, cited):
    loan = cast.investments["saltwash-doe-loan"]
    answers = {"announced_amount": "100000000", "principal": "95000000", "confidence": "low"}
    sent = first.post(add_page(Terms, investment=loan), answers | {"effective_on": "2026-05-01"} | cited)
    assert sent.status_code == 302, words(sent)
    assert "It rests on one source of low confidence: cast1." in words(second.get(page(Proposal.objects.get())))
