"""Two officers approve one proposal at the same moment: one wins, the other reads one sentence."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import connection

from portfolio.models import Assignment, Decision, Transaction
from portfolio.services import ledger_check, proposals
from portfolio.services.four_eyes.spelling import spell
from tests.cast import TODAY, day, make_cast, writing


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_write_once():
    cast = make_cast()
    grant = cast.investments["palisade-doe-grant"]
    third = User.objects.create_user("officer3")
    third.groups.add(Group.objects.get(name="officer"))
    Assignment.objects.create(officer=third, agency=grant.agency)
    row = Transaction(investment=grant, kind="disbursement", amount=Decimal(1_000_000), effective_on=day("2026-01-15"))
    with writing(cast.people["officer"], "the invoice of January") as recording:
        payload = {"row": spell(row), "sources": "cast1"}
        proposal = proposals.propose("entry", payload, recording=recording, today=TODAY)
    start, told = Barrier(2), []

    def approve(by):
        try:
            start.wait()
            told.append(proposals.approve(proposal, by=by, shown_hash=proposal.shown_hash, today=TODAY).outcome)
        except ValidationError as error:
            told.extend(error.messages)
        finally:
            connection.close()

    approvers = [Thread(target=approve, args=(by,)) for by in (cast.people["officer2"], third)]
    for approver in approvers:
        approver.start()
    for approver in approvers:
        approver.join(timeout=60)
    won, lost = sorted(told, key=lambda one: one != "approved")
    winner = Decision.objects.get().decided_by
    assert won == "approved"
    assert lost.startswith(f"{winner} decided this at ")
    assert Transaction.objects.filter(investment=grant, kind="disbursement").count() == 2
    assert list(ledger_check.LedgerCheck(TODAY).problems()) == []
