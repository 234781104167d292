"""A bank rescue of 900 institutions comes in by a file: totals by kind are exact, and so are the returns of all."""

import time
from datetime import date
from decimal import Decimal

import pytest

from benchmarks import bank_rescue as rescue
from portfolio.calculations.kinds import Kind
from portfolio.positions.filters import Filters
from portfolio.positions.return_groups import Level
from portfolio.reports import returns_by_month as by_month
from portfolio.reports.returns import answer
from tests.cast import now
from tests.portfolio.imports.conftest import put
from tests.portfolio.reports.answers import ask

TODAY = date(2026, 6, 30)


@pytest.fixture
def book(db):
    rescue.make_banks()
    plan, _ = put("transactions", rescue.a_file())
    assert plan.counts["new"] == rescue.ENTRIES
    return now(TODAY)


@pytest.mark.slow
def test_900_banks_come_in_by_a_file_with_exact_returns_and_213_months_cost_less_than_8_days(book):
    totals = {total.label: (total.rows, total.values.get("amount_usd")) for total in ask("transactions", book).totals}
    assert totals == {
        Kind.COMMITMENT.label: (900, 900 * 1_100_000),
        Kind.OBLIGATION.label: (900, 900 * 1_100_000),
        Kind.DISBURSEMENT.label: (900, 900 * 1_100_000),
        # 5,100 dividends of 13,750.25.
        Kind.DIVIDEND.label: (5_100, Decimal("70126275.00")),
        # 100 at 1,000,000, 400 at 1,100,000, 100 at 1,150,000; and 300 warrants at 45,000.
        Kind.SALE.label: (900, 100_000_000 + 440_000_000 + 115_000_000 + 13_500_000),
        Kind.WARRANT_ISSUE.label: (300, None),
    }
    begun = time.process_time()
    found = answer(book, Filters()).lines
    of_today = time.process_time() - begun
    (whole,) = [one for one in found if one.level is Level.PORTFOLIO]
    tally = whole.tally
    assert tally.invested == 990_000_000
    assert tally.income == Decimal("70126275.00")
    assert tally.warrant_proceeds == 13_500_000
    # What came back of principal is at most its cost.
    assert tally.repaid == 100_000_000 + 440_000_000 + 110_000_000
    # 100 banks redeemed at 100,000 below cost, 100 at 50,000 above; the warrants cost nothing.
    assert tally.realised == -10_000_000 + 5_000_000 + 13_500_000
    assert tally.remaining == 300 * 1_100_000
    assert tally.received == tally.repaid + 5_000_000 + tally.income + tally.warrant_proceeds
    assert whole.value == 300 * 1_100_000
    assert whole.rate.rate is not None
    assert sum(1 for one in found if one.level is Level.PACKAGE) == 900
    assert all(one.rate.rate is not None for one in found)

    begun = time.process_time()
    months = list(by_month.answer(book, Filters()).lines)
    shown = [[column.shown(line) for column in by_month.COLUMNS] for line in months]
    of_months = time.process_time() - begun
    # 213 months from October 2008 to June 2026, each by agency, by program and in all.
    assert len(shown) == 213 * 3
    assert months[-1].found.tally == tally
    assert of_months <= 8 * of_today, f"{of_months:.2f} s against {of_today:.2f} s"
