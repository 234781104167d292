"""Two officers approve one proposal at the same moment: one wins, the other reads one sentence."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from portfolio.imports import workflow
from portfolio.imports.preview import Refused
from portfolio.models import Assignment, Transaction
from portfolio.services import imports, ledger_check
from record.models import Account, Decision
from record.reference.loading import sentence
from record.services import approvals
from record.services.row_formatting import format_value
from tests.cast import TODAY, day, make_cast, writing


def third_officer(grant):
    third = Account.objects.create_user("officer3")
    third.groups.add(Group.objects.get(name="officer"))
    Assignment.objects.create(officer=third, agency=grant.agency)
    return third


def at_once(approve, proposal, *approvers):
    """What came of two approvals that begin at the same moment, the one that won first."""
    start, described = Barrier(2), []

    def run(by):
        try:
            start.wait()
            described.append(approve(proposal, by=by, shown_hash=proposal.shown_hash, today=TODAY).outcome)
        except (ValidationError, Refused) as error:
            described.append(sentence(error) if isinstance(error, ValidationError) else str(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(by,)) for by in approvers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(described, key=lambda one: one != "approved")


@pytest.mark.django_db(transaction=True)
def test_two_approvers_of_a_file_at_once_write_it_once():
    cast = make_cast()
    third = third_officer(cast.investments["palisade-doe-grant"])
    text = b"investment,kind,amount_usd,effective_on\npalisade-doe-grant,disbursement,1000000,2026-01-15\n"
    officer, moment = cast.people["officer"], timezone.now()
    one = imports.keep(kind="transactions", filename="one.csv", content=text, why="January", by=officer, now=moment)
    one = workflow.show(one, today=TODAY)
    one = workflow.carry_out(workflow.confirm(one, plan_hash=one.plan_hash), today=TODAY)
    won, lost = at_once(approvals.approve, one.proposals.get(), cast.people["officer2"], third)
    assert won == "approved"
    assert lost.startswith(f"{Decision.objects.get().decided_by} decided this at ")
    one.refresh_from_db()
    assert Transaction.objects.filter(kind="disbursement", recording=one.recording).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_write_once():
    cast = make_cast()
    grant = cast.investments["palisade-doe-grant"]
    third = third_officer(grant)
    row = Transaction(investment=grant, kind="disbursement", amount=Decimal(1_000_000), effective_on=day("2026-01-15"))
    with writing(cast.people["officer"], "the invoice of January") as recording:
        payload = {"row": format_value(row), "sources": "cast1"}
        proposal = approvals.propose("entry", payload, recording=recording, today=TODAY)
    won, lost = at_once(approvals.approve, proposal, cast.people["officer2"], third)
    winner = Decision.objects.get().decided_by
    assert won == "approved"
    assert lost.startswith(f"{winner} decided this at ")
    assert Transaction.objects.filter(investment=grant, kind="disbursement").count() == 2
    assert list(ledger_check.LedgerCheck(TODAY).problems()) == []
