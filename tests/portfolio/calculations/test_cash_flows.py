"""What entries come to, told as Treasury tells its stakes: principal, income, warrant proceeds and gains apart."""

from decimal import Decimal

import pytest

from portfolio.calculations.balance import LedgerTerms
from portfolio.calculations.cash_flows import Bucket, Tally, bucket_of, tally
from portfolio.calculations.entries import standing
from portfolio.calculations.kinds import Family, Instrument, Kind
from tests.portfolio.calculations.ledger_entries import entry

PREFERRED = LedgerTerms(Instrument.PREFERRED_EQUITY, redemption_price=Decimal(1_000))
WARRANT = LedgerTerms(Instrument.WARRANT)
LOAN = LedgerTerms(Instrument.DIRECT_LOAN)


def of_equity(*entries, terms=PREFERRED):
    return tally(standing(entries), Family.EQUITY, terms)


def test_a_redemption_at_cost_is_principal_and_no_gain():
    found = of_equity(
        entry(Kind.DISBURSEMENT, 1_000_000, on=1, shares=1_000),
        entry(Kind.DIVIDEND, 50_000, on=100),
        entry(Kind.SALE, 400_000, on=200),
    )
    assert (found.invested, found.repaid, found.income, found.realised) == (1_000_000, 400_000, 50_000, 0)
    assert (found.remaining, found.received) == (600_000, 450_000)


def test_a_gain_stands_apart_from_the_principal():
    # 500 of 1,000 shares that cost 5 each, sold at 7.
    found = of_equity(entry(Kind.DISBURSEMENT, 5_000, on=1, shares=1_000), entry(Kind.SALE, 3_500, on=2, shares=500))
    assert (found.repaid, found.realised, found.remaining, found.received) == (2_500, 1_000, 2_500, 3_500)


def test_a_loss_takes_the_cost_away_with_less_principal():
    found = of_equity(entry(Kind.DISBURSEMENT, 5_000, on=1, shares=1_000), entry(Kind.SALE, 2_000, on=2, shares=500))
    assert (found.repaid, found.realised, found.remaining) == (2_000, -500, 2_500)


def test_what_is_written_off_is_lost_and_what_is_recovered_comes_back():
    found = of_equity(
        entry(Kind.DISBURSEMENT, 5_000, on=1, shares=1_000),
        entry(Kind.WRITE_OFF, 5_000, on=2),
        entry(Kind.RECOVERY, 700, on=3),
    )
    assert (found.realised, found.remaining, found.received) == (-4_300, 0, 700)


def test_warrants_that_are_sold_are_warrant_proceeds():
    found = tally(
        standing([entry(Kind.WARRANT_ISSUE, None, on=1, shares=100), entry(Kind.SALE, 900, on=2, shares=100)]),
        Family.RIGHT,
        WARRANT,
    )
    assert (found.warrant_proceeds, found.repaid, found.realised, found.received) == (900, 0, 900, 900)


def test_a_loan_repays_principal_and_pays_interest():
    found = tally(
        standing(
            [
                entry(Kind.DISBURSEMENT, 1_000, on=1),
                entry(Kind.CAPITALISED_INTEREST, 50, on=2),
                entry(Kind.REPAYMENT, 300, on=3),
                entry(Kind.INTEREST, 20, on=4),
            ]
        ),
        Family.LOAN,
        LOAN,
    )
    assert (found.invested, found.repaid, found.income) == (1_000, 300, 20)
    assert (found.remaining, found.received) == (750, 320)


def test_cost_that_is_carried_over_moves_no_cash_and_adds_nothing_over_both():
    old = of_equity(entry(Kind.DISBURSEMENT, 1_000, on=1, shares=100), entry(Kind.TRANSFER_OUT, 250, on=2))
    new = of_equity(entry(Kind.TRANSFER_IN, 250, on=2, shares=40))
    assert (old.invested, old.paid, old.remaining, old.received) == (750, 1_000, 750, 0)
    assert (new.invested, new.paid, new.remaining, new.received) == (250, 0, 250, 0)
    assert Tally.of([old, new]).invested == 1_000


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_moves_cash_by_its_bucket_or_none(kind):
    cash = {bucket_of(kind, family) for family in Family}
    expected = {
        Kind.DISBURSEMENT: {Bucket.INVESTED},
        Kind.EXERCISE: {Bucket.INVESTED},
        Kind.REPAYMENT: {Bucket.REPAID},
        Kind.SALE: {Bucket.REPAID, Bucket.WARRANTS},
        Kind.INTEREST: {Bucket.INCOME},
        Kind.DIVIDEND: {Bucket.INCOME},
        Kind.FEE: {Bucket.INCOME},
        Kind.RECOVERY: {Bucket.RECOVERED},
        Kind.TRANSFER_IN: {Bucket.CARRIED_IN},
        Kind.TRANSFER_OUT: {Bucket.CARRIED_OUT},
    }
    assert cash == expected.get(kind, {None})
