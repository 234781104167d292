"""Entries in order are one proposal: shown with the balance after each, decided as a whole."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.models import Transaction
from portfolio.services.handlers.chains import payload_of
from record.models import Decision, Proposal
from record.services import approvals
from tests.cast import TODAY, day, entry, record_entries, writing


@pytest.fixture
def grant(cast):
    """Committed 10, bound 8, paid 3 million."""
    return cast.investments["palisade-doe-grant"]


def chain(cast, grant, *amounts):
    kinds = ("commitment", "obligation", "disbursement")
    return [
        Transaction(
            investment=grant, kind=kind, amount=Decimal(amount), effective_on=day(f"2026-0{month}-15"),
            citation=cast.citation,
        )
        for month, (kind, amount) in enumerate(zip(kinds, amounts, strict=True), 1)
    ]  # fmt: skip


def propose(rows, by):
    with writing(by, "the second phase") as recording:
        return approvals.propose("chain", payload_of(rows), recording=recording, today=TODAY)


def approve(proposal, by):
    return approvals.approve(proposal, by=by, shown_hash=proposal.shown_hash, today=TODAY)


def test_a_chain_is_shown_in_order_with_the_balance_after_each(cast, grant, officer):
    proposal = propose(chain(cast, grant, "5000000", "4000000", "2000000"), officer)
    assert proposal.shown["fields"] == [
        ["1. Commitment", "", "$5,000,000.00 on 2026-01-15"],
        ["2. Obligation", "", "$4,000,000.00 on 2026-02-15"],
        ["3. Disbursement", "", "$2,000,000.00 on 2026-03-15"],
    ]
    assert [one["title"] for one in proposal.shown["steps"]] == ["1. Commitment", "2. Obligation", "3. Disbursement"]
    first, second, third = (one["totals"] for one in proposal.shown["steps"])
    assert ["Committed", "$10,000,000.00", "$15,000,000.00"] in first
    assert ["Obligated", "$8,000,000.00", "$12,000,000.00"] in second
    assert ["Disbursed", "$3,000,000.00", "$5,000,000.00"] in third
    assert ["Disbursed", "$3,000,000.00", "$5,000,000.00"] in proposal.shown["totals"]
    assert (proposal.amount, Transaction.objects.count()) == (Decimal(5_000_000), 10)


def test_it_is_one_recording_under_one_hash(cast, grant, officer, officer2):
    proposal = propose(chain(cast, grant, "5000000", "4000000", "2000000"), officer)
    made = approve(proposal, officer2)
    written = Transaction.objects.filter(recording=made.written).order_by("number")
    assert list(written.values_list("kind", flat=True)) == ["commitment", "obligation", "disbursement"]


def test_a_later_one_may_rest_on_an_earlier_one_and_none_is_written_alone(cast, grant, officer):
    with pytest.raises(ValidationError, match="would disburse"):
        propose(chain(cast, grant, "5000000", "4000000", "9500000"), officer)
    assert propose(chain(cast, grant, "5000000", "4000000", "9000000"), officer)
    assert Transaction.objects.count() == 10


def test_it_is_returned_as_a_whole(cast, grant, officer, officer2):
    proposal = propose(chain(cast, grant, "5000000", "4000000", "2000000"), officer)
    approvals.send_back(proposal, by=officer2, reason="the obligation is missing its letter", today=TODAY)
    assert (Decision.objects.get().outcome, Transaction.objects.count()) == ("returned", 10)


def test_what_else_is_recorded_leaves_it_standing_and_one_of_its_own_makes_it_lapse(cast, grant, officer, officer2):
    proposal = propose(chain(cast, grant, "5000000", "4000000", "2000000"), officer)
    record_entries([entry(grant, "disbursement", "2026-04-01", "500000")], by=officer2)
    other = propose(chain(cast, grant, "6000000", "4000000", "2000000"), officer)
    assert approve(proposal, officer2).outcome == "approved"
    assert "The same was recorded since: T00001" in Decision.objects.get(proposal=other).note
    assert not Proposal.objects.undecided().exists()
