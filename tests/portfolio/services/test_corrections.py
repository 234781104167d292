"""Replacing an entry: one write, one proposal, asked against the balance after both."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from portfolio.positions.figures import figures_of
from portfolio.services import ledger
from portfolio.services.ledger_check import LedgerCheck
from record.models import Proposal
from record.services import approvals
from tests.cast import TODAY, Cast, entry, now, writing


@pytest.fixture
def obligation(cast: Cast) -> Transaction:
    """8 million bound, of which 3 are paid."""
    return cast.investments["palisade-doe-grant"].transactions.get(kind=Kind.OBLIGATION)


def replace_by(
    old: Transaction, amount: str, on: str = "2025-09-30", reason: str = "the letter says so"
) -> Transaction:
    with writing() as recording:
        return ledger.replace_entry(
            old, entry(old.investment, Kind.OBLIGATION, on, amount), reason=reason, recording=recording, today=TODAY
        )


def test_an_entry_on_which_a_payment_rests_is_replaced_in_one_step(obligation: Transaction):
    new = replace_by(obligation, "9000000", on="2025-09-15")
    reversal = Transaction.objects.get(reverses=obligation)
    assert (reversal.number + 1, reversal.recording_id) == (new.number, new.recording_id)
    assert figures_of(obligation.investment, at=now())[0].obligated == 9_000_000
    assert not list(LedgerCheck(today=TODAY).problems())


def test_a_replacement_that_others_cannot_rest_on_is_refused_whole(obligation: Transaction):
    before = Transaction.objects.count()
    with pytest.raises(ValidationError, match=r"disburse \$3,000,000.00 against an obligation of \$2,000,000.00"):
        replace_by(obligation, "2000000")
    assert Transaction.objects.count() == before


@pytest.mark.parametrize(
    ("amount", "reason", "sentence"), [("1", " ", "gives its reason"), ("8000000", "x", "already")]
)
def test_a_replacement_says_why_and_changes_something(obligation: Transaction, amount: str, reason: str, sentence: str):
    with pytest.raises(ValidationError, match=sentence):
        replace_by(obligation, amount, reason=reason)


def test_an_entry_is_not_moved_to_another_award(cast: Cast, obligation: Transaction):
    other = entry(cast.investments["palisade-preferred"], Kind.OBLIGATION, "2025-09-30", "1")
    with pytest.raises(ValidationError, match="is an entry of palisade-doe-grant"), writing() as recording:
        ledger.replace_entry(obligation, other, reason="x", recording=recording, today=TODAY)


def correction(client, old: Transaction, amount: str):
    address = f"{reverse('admin:portfolio_transaction_add')}?investment={old.investment_id}&corrects={old.pk}"
    page = client.get(address)
    assert f"Correct {old.reference}".encode() in page.content
    form = page.context["adminform"].form
    assert form.initial["amount"] == old.amount
    source = form.initial["sources"]
    given = {"kind": old.kind, "amount": amount, "effective_on": str(old.effective_on), "sources": source}
    return client.post(address, {**given, "why": "misread"})


def test_the_form_proposes_both_as_one_and_a_second_officer_approves(client, cast: Cast, obligation, settings):
    settings.SINGLE_CONTROL = False
    client.force_login(cast.people["officer"])
    correction(client, obligation, "9000000")
    proposal = Proposal.objects.get()
    assert proposal.kind_label == "correction of an entry"
    assert ["Amount", "$8,000,000.00", "$9,000,000.00"] in proposal.shown["fields"]
    assert ["Obligated", "$8,000,000.00", "$9,000,000.00"] in proposal.shown["totals"]
    assert proposal.amount == 9_000_000
    approvals.approve(proposal, by=cast.people["officer2"], shown_hash=proposal.shown_hash, today=TODAY)
    assert figures_of(obligation.investment, at=now())[0].obligated == 9_000_000


def test_an_office_of_one_corrects_at_once(client, cast: Cast, obligation, settings):
    settings.SINGLE_CONTROL = True
    client.force_login(cast.people["officer"])
    correction(client, obligation, "9000000")
    assert figures_of(obligation.investment, at=now())[0].obligated == 9_000_000
    page = client.get(reverse("admin:portfolio_investment_change", args=[obligation.investment_id]))
    assert f"corrects={obligation.pk}".encode() not in page.content
    again = client.get(
        f"{reverse('admin:portfolio_transaction_add')}?investment={obligation.investment_id}&corrects={obligation.pk}"
    )
    assert again.status_code == 302
