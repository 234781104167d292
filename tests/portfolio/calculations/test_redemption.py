"""Preferred shares paid back in dollars: by their price, or by the dollars where no price is known."""

from decimal import Decimal

import pytest

from portfolio.calculations.balance import LedgerTerms, balance_of
from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules.rules import refusal
from tests.portfolio.calculations.ledger_entries import TODAY, entry

PREFERRED = Instrument.PREFERRED_EQUITY
BOUND = [entry(Kind.COMMITMENT, 25_000_000), entry(Kind.OBLIGATION, 25_000_000)]
COUNTED = [*BOUND, entry(Kind.DISBURSEMENT, 20_000_000, on=9, shares=25_000, reference="T3")]
UNCOUNTED = [*BOUND, entry(Kind.DISBURSEMENT, 25_000_000, on=9, reference="T3")]


def redeemed(dollars, on=300):
    return entry(Kind.SALE, dollars, on=on, reference="T4")


def after(entries, price=None):
    balance = balance_of(entries, LedgerTerms(PREFERRED, redemption_price=price))
    found = figures(balance, instrument=PREFERRED, complete=True)
    return found.outstanding, found.realised_gain, balance.shares if balance.shares_are_known else None


def asked(entries, new, price=None, instrument=PREFERRED):
    return refusal(entries, new, instrument=instrument, today=TODAY, redemption_price=price)


@pytest.mark.parametrize("instrument", [PREFERRED, Instrument.CONVERTIBLE_PREFERRED])
def test_a_preferred_is_redeemed_at_par_without_a_share_count(instrument):
    assert asked(UNCOUNTED, redeemed(25_000_000), instrument=instrument) is None
    assert after([*UNCOUNTED, redeemed(25_000_000)]) == (0, 0, None)


def test_shares_are_the_dollars_over_the_price_and_cost_falls_at_average():
    # 10 million at 1,000 a share: 10,000 of 25,000 shares, 8 of 20 million of cost.
    assert after([*COUNTED, redeemed(10_000_000)], Decimal(1_000)) == (12_000_000, 2_000_000, 15_000)


def test_principal_below_cost_is_a_loss():
    # 5 million at 500 a share: 10,000 shares that cost 8 million.
    assert after([*COUNTED, redeemed(5_000_000)], Decimal(500)) == (12_000_000, -3_000_000, 15_000)


def test_without_a_price_the_cost_falls_by_the_dollars_and_the_rest_is_gain():
    assert after([*UNCOUNTED, redeemed(10_000_000)]) == (15_000_000, 0, None)
    assert after([*UNCOUNTED, redeemed(10_000_000), redeemed(17_000_000, on=310)]) == (0, 2_000_000, None)
    assert after([*COUNTED, redeemed(21_000_000)]) == (0, 1_000_000, None)


def test_each_redemption_adds_to_those_before_it():
    # 5 and 10 million at 1,000 a share: 15,000 of 25,000 shares, 12 of 20 million of cost.
    twice = [*COUNTED, redeemed(5_000_000), redeemed(10_000_000, on=310)]
    assert after(twice, Decimal(1_000)) == (8_000_000, 3_000_000, 10_000)
    unpriced = balance_of([*UNCOUNTED, redeemed(5_000_000), redeemed(10_000_000, on=310)])
    assert unpriced.redeemed_unpriced == 15_000_000
    nothing = balance_of([*BOUND, redeemed(5_000_000), redeemed(10_000_000, on=310)])
    assert nothing.redeemed_unheld == 15_000_000


def test_part_of_a_share_is_redeemed_by_its_price():
    half = [*BOUND, entry(Kind.DISBURSEMENT, 500, on=9, shares="0.5", reference="T3"), redeemed(250)]
    assert after(half, Decimal(1_000)) == (250, 0, Decimal("0.25"))


def test_dividends_paid_with_it_are_income_of_their_own():
    balance = balance_of([*UNCOUNTED, redeemed(25_000_000), entry(Kind.DIVIDEND, 40_000, on=300)])
    assert (balance.income, balance.realised_gain) == (40_000, 0)


def test_no_more_is_redeemed_than_is_held():
    assert asked(COUNTED, redeemed(26_000_000), Decimal(1_000)) == (
        "This would sell 26,000 shares against 25,000 held. Give at most 25,000, or record the shares received first."
    )
    assert asked(BOUND, redeemed(1)) == (
        "This would redeem shares for $1.00, and none is held. "
        "Record the purchase first; of shares received in a conversion, give the number sold."
    )


def test_shares_that_are_all_sold_are_not_redeemed():
    sold = entry(Kind.SALE, 30_000_000, on=20, shares=25_000)
    assert "none is held" in asked([*COUNTED, sold], redeemed(1))


def test_a_common_share_is_sold_by_its_number():
    assert asked(UNCOUNTED, redeemed(1), instrument=Instrument.COMMON_EQUITY) == (
        "A sale needs the number of shares sold. Give it."
    )
