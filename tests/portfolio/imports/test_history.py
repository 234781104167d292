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


def test_another_seat_of_a_company_on_record_is_said_of_the_company():
    row = "DOE,,Bank Alder,{},warrant,warrant_issue,,10,2026-04-01,cast1\n"
    put("history", HEAD + row.format("TX"))
    plan = show("history", HEAD + row.format("NV").replace("DOE", "DOW"))
    assert plan.row_outcomes[0].changes == [
        ("company_state", "NV", "Bank Alder has TX on record. Correct it, or change it on its page.")
    ]


BOUND = (
    "agency,program,company_name,instrument,kind,amount_usd,effective_on,sources\n"
    "DOE,DOE-MESC,Kestrel,grant,obligation,1000000,2024-01-02,cast1\n"
    "DOE,DOE-MESC,Kestrel,grant,obligation,500000,2025-01-02,cast1\n"
    "DOE,DOE-MESC,Kestrel,grant,deobligation,200000,2025-06-02,cast1\n"
)


def test_obligations_alone_bring_the_commitments_that_they_imply():
    """As USAspending's transactions have them: 1,000,000 and 500,000 bound, 200,000 of it taken back: 1,300,000."""
    plan, recording = put("history", BOUND)
    told = [[one for one in row_outcome.changes if one[0] == "implied"] for row_outcome in plan.row_outcomes]
    assert told == [[("implied", "", f"{kind}, derived")] for kind in ("commitment", "commitment", "decommitment")]
    found, _ = figures_of(Investment.objects.get(created_in=recording), at=now())
    assert (found.committed, found.obligated, found.headroom) == (1_300_000, 1_300_000, 0)
    notes = Transaction.objects.filter(recording=recording, is_derived=True).order_by("number").values_list("note")
    assert [note for (note,) in notes] == [
        "Implied by the obligation of $1,000,000.00",
        "Implied by the obligation of $500,000.00",
        "Implied by the deobligation of $200,000.00",
    ]
    plan, again = put("history", BOUND)
    assert ({row_outcome.becomes for row_outcome in plan.row_outcomes}, again) == ({Becomes.SAME}, None)


def test_outlays_beside_stated_obligations_imply_nothing_more():
    """1,300,000 bound and 400,000 paid: committed is what was bound, undisbursed 900,000."""
    paid = "DOE,DOE-MESC,Kestrel,grant,disbursement,400000,2025-07-01,cast1\n"
    _, recording = put("history", BOUND + paid)
    award = Investment.objects.get(created_in=recording)
    later = paid.replace("400000", "100000").replace("2025-07-01", "2025-08-01")
    put("history", BOUND.splitlines(keepends=True)[0] + later)
    found, _ = figures_of(award, at=now())
    assert (found.committed, found.obligated, found.net_outlays) == (1_300_000, 1_300_000, 500_000)
    assert found.undisbursed == 800_000


def test_what_is_committed_on_record_is_not_committed_again():
    """The cast's grant: 10 million committed, 8 bound, 3 paid. Another 1 is paid: 10, 8 and 4."""
    head = "investment,agency,instrument,kind,amount_usd,effective_on,sources\n"
    plan, _ = put("history", head + "palisade-doe-grant,DOE,grant,disbursement,1000000,2026-02-01,cast1\n")
    assert [one.becomes for one in plan.row_outcomes] == [Becomes.NEW]
    found, _ = figures_of(Investment.objects.get(slug="palisade-doe-grant"), at=now())
    assert (found.committed, found.obligated, found.disbursed) == (10_000_000, 8_000_000, 4_000_000)


def test_obligations_after_those_that_payments_implied_are_refused_with_the_numbers():
    head, first = BOUND.splitlines(keepends=True)[:2]
    put("history", head + first.replace("obligation", "disbursement"))
    (refused,) = show("history", head + first.replace("2024-01-02", "2024-03-02")).refused
    assert "1,000,000.00" in refused.changes[0][2]


def test_a_subsidy_cost_implies_no_commitment():
    head, first = BOUND.splitlines(keepends=True)[:2]
    (refused,) = show("history", head + first.replace(",grant,", ",direct_loan,")).refused
    told = "This would obligate $1,000,000.00 against a commitment of $0.00. Record a further commitment first."
    assert refused.changes[0][2] == told


def test_what_is_wrong_with_a_row_goes_before_what_it_would_imply():
    head, first, *_ = BOUND.splitlines(keepends=True)
    (refused,) = show("history", head + first.replace("1000000", "-1000000")).refused
    assert refused.changes[0][2].endswith("For the opposite, record a deobligation.")
    (refused,) = show("history", head + first + first.replace(",obligation,1000000", ",deobligation,1500000")).refused
    assert refused.changes[0][2].endswith("At most $1,000,000.00 can be released.")


def test_rows_of_one_new_award_say_one_status():
    head, first, second, _ = BOUND.splitlines(keepends=True)
    said = [head.replace("kind", "status,kind"), first.replace("obligation", "closed,obligation")]
    (refused,) = show("history", "".join([*said, second.replace("obligation", "terminated,obligation")])).refused
    told = "Row 2 says closed of kestrel-doe-mesc-grant. Keep one."
    assert (refused.row, refused.changes) == (3, [("status", "terminated", told)])
    assert not show("history", "".join([*said, second.replace("obligation", ",obligation")])).refused


def test_a_correction_of_an_obligation_commits_nothing_again():
    """1,000,000 is corrected to 800,000: 800,000 bound of 1,000,000 committed. To 1,200,000 it is refused, and told."""
    head, first, *_ = BOUND.splitlines(keepends=True)
    keyed = head.replace("sources", "sources,source_key,source_version_on")
    row = first.rstrip("\n") + ",K1,{}\n"
    _, recording = put("history", keyed + row.format("2026-01-01"))
    plan, _ = put("history", keyed + row.format("2026-02-01").replace("1000000", "800000"))
    assert [one.becomes for one in plan.row_outcomes] == [Becomes.CHANGED]
    found, _ = figures_of(Investment.objects.get(created_in=recording), at=now())
    assert (found.committed, found.obligated, found.headroom) == (1_000_000, 800_000, 200_000)
    (refused,) = show("history", keyed + row.format("2026-03-01").replace("1000000", "1200000")).refused
    assert "Record a further commitment first." in refused.changes[0][2]
