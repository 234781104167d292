"""A proposal is amended while it waits: its older text stays in the trail and is not approved."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portfolio.models import Transaction
from record.models import Proposal, ProposalVersion
from record.services import approvals
from record.services.row_formatting import format_value
from tests.cast import TODAY, day, writing


def payment(grant, amount):
    row = Transaction(investment=grant, kind="disbursement", amount=Decimal(amount), effective_on=day("2026-01-15"))
    return {"row": format_value(row), "sources": "cast1"}


@pytest.fixture
def grant(cast):
    return cast.investments["palisade-doe-grant"]


@pytest.fixture
def proposal(grant, officer):
    with writing(officer, "the invoice of January") as recording:
        return approvals.propose("entry", payment(grant, "1000000"), recording=recording, today=TODAY)


def amend(proposal, payload, by):
    with writing(by, "the invoice says 900,000") as recording:
        return approvals.amend(proposal, payload, recording=recording, today=TODAY)


def test_who_proposed_words_it_anew_and_the_older_text_is_not_approved(proposal, grant, officer, officer2):
    amended = amend(proposal, payment(grant, "900000"), officer)
    assert (amended.pk, amended.amount) == (proposal.pk, Decimal(900_000))
    assert ["Disbursed", "$3,000,000.00", "$3,900,000.00"] in amended.shown["totals"]
    assert Proposal.objects.get(pk=proposal.pk).amount == Decimal(1_000_000)  # as it was proposed
    with pytest.raises(ValidationError, match="What you saw is not what"):
        approvals.approve(proposal, by=officer2, shown_hash=proposal.shown_hash, today=TODAY)
    made = approvals.approve(proposal, by=officer2, shown_hash=amended.shown_hash, today=TODAY)
    assert (made.outcome, made.shown_hash) == ("approved", amended.shown_hash)
    assert Transaction.objects.order_by("-number")[0].amount == Decimal(900_000)


def test_nobody_else_amends_it_and_nothing_decided_is_amended(proposal, grant, officer, officer2):
    with pytest.raises(ValidationError, match="officer proposed this and alone amends it"):
        amend(proposal, payment(grant, "900000"), officer2)
    approvals.withdraw(proposal, by=officer, reason="paid by another", today=TODAY)
    with pytest.raises(ValidationError, match="officer decided this at"):
        amend(proposal, payment(grant, "900000"), officer)
    assert not ProposalVersion.objects.exists()


def test_its_rules_refuse_at_once_and_it_stays_about_the_same(cast, proposal, grant, officer):
    with pytest.raises(ValidationError, match="would disburse"):
        amend(proposal, payment(grant, "6000000"), officer)
    with pytest.raises(ValidationError, match="It says this already"):
        amend(proposal, payment(grant, "1000000"), officer)
    with pytest.raises(ValidationError, match="This is about palisade-doe-grant"):
        amend(proposal, payment(cast.investments["saltwash-doe-loan"], "1000000"), officer)


def test_the_database_takes_an_amendment_from_its_proposer_alone(proposal, officer, officer2):
    columns = {name: getattr(proposal, name) for name in ("subject", "payload", "shown", "base_serial", "base_hash")}
    with (
        writing(officer2) as recording,
        pytest.raises(IntegrityError, match="who follows a proposal amends it"),
        transaction.atomic(),
    ):
        ProposalVersion.objects.create(
            proposal=proposal, is_amended=True, proposed_by=officer, note="mine", counts_from=TODAY,
            recording=recording, **columns,
        )  # fmt: skip
