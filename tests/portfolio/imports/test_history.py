"""A program's history: companies, investments and entries in one go, under one recording; taken back in one."""

from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Investment, InvestmentStatus, Transaction
from portfolio.positions.figures import figures_of
from portfolio.reports import REPORTS
from portfolio.services.ledger_check import LedgerCheck
from portfolio.services.undoing import take_back
from projects.models import Company
from tests.cast import TODAY, now, writing

from .conftest import put, show

HEAD = "agency,program,company_name,company_state,instrument,kind,amount_usd,shares,effective_on,sources\n"
BANKS = (
    HEAD
    + "".join(
        f"DOW,DOW-OSC,Bank {name},TX,preferred_equity,disbursement,\"$5,000,000\",5000,2025-03-01,cast1\n"
        f"DOW,DOW-OSC,Bank {name},TX,preferred_equity,dividend,62500.00,,2025-06-01,cast1\n"
        f"DOW,DOW-OSC,Bank {name},TX,preferred_equity,sale,\"5,000,000.00\",5000,2026-03-01,cast1\n"
        f"DOW,DOW-OSC,Bank {name},TX,warrant,warrant_issue,,1000,2025-03-01,cast1\n"
        f"DOW,DOW-OSC,Bank {name},TX,warrant,sale,250000,1000,2026-04-01,cast1\n"
        for name in ("Alder", "Birch", "Cedar")
    )
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("cast")


def test_a_history_comes_in_one_go_under_one_recording():
    plan, recording = put("history", BANKS)
    assert {row_outcome.becomes for row_outcome in plan.row_outcomes} == {Becomes.NEW}
    assert ("new company", "", "Bank Alder [bank-alder]") in plan.row_outcomes[0].changes
    assert ("implied", "", "obligation, derived") in plan.row_outcomes[0].changes
    assert Company.objects.filter(created_in=recording, hq_state="TX").count() == 3
    awards = Investment.objects.filter(created_in=recording)
    assert awards.count() == 6
    entries = Transaction.objects.filter(recording=recording)
    assert entries.count() == 3 * (5 + 2)
    assert entries.filter(is_derived=True, amount=Decimal("5000000")).count() == 6
    assert not list(LedgerCheck(today=TODAY).problems())


def test_a_history_twice_changes_nothing():
    put("history", BANKS)
    plan, recording = put("history", BANKS)
    assert ({row_outcome.becomes for row_outcome in plan.row_outcomes}, recording) == ({Becomes.SAME}, None)


def test_one_wrong_row_stops_the_whole_history():
    plan = show("history", BANKS.replace("sale,250000,1000", "sale,250000,1001", 1))
    (row_outcome,) = plan.refused
    assert row_outcome.row == 6
    assert "1,001" in row_outcome.changes[0][2]
    assert not Company.objects.filter(name="Bank Alder").exists()


def test_a_history_is_taken_back_in_one_recording():
    before = REPORTS["investments"].report(at=now()).totals
    _, recording = put("history", BANKS)
    with writing(why="wrong program") as undoing:
        take_back(recording, reason="wrong program", recording=undoing, today=TODAY)
    reversals = Transaction.objects.filter(recording=undoing)
    assert reversals.count() == 21
    assert {entry.kind for entry in reversals} == {Kind.REVERSAL}
    assert not InvestmentStatus.objects.filter(recording=undoing).exists()
    after = {total.label: total.values for total in REPORTS["investments"].report(at=now()).totals}
    for total in before:
        assert after[total.label] == total.values
    assert not list(LedgerCheck(today=TODAY).problems())


REDEEMED = (
    "agency,program,company_name,instrument,kind,amount_usd,effective_on\n"
    "DOE,,Bank A,preferred_equity,disbursement,25000000,2009-01-09\n"
    "DOE,,Bank A,preferred_equity,sale,25000000,2009-12-23\n"
)


def test_a_preferred_redeemed_at_par_comes_in_without_a_share_count():
    put("history", REDEEMED)
    award = Investment.objects.get(recipient__name="Bank A")
    figures, balance = figures_of(award, at=now())
    assert (figures.outstanding, figures.exposure, figures.realised_gain) == (0, 0, 0)
    assert not balance.shares_are_known
    assert not list(LedgerCheck(today=TODAY).problems())
