"""What using rights costs and gives, by hand."""

from decimal import Decimal

import pytest

from portfolio.calculations.exercise import Exercise, Moneyness, moneyness
from record.calculations.unknown import NotKnown


def exercise(rights: str, strike: str, price: str | None, *, is_new: bool = True) -> Exercise:
    return Exercise(Decimal(rights), Decimal(strike), price and Decimal(price), is_new)


def test_all_rights_at_the_strike_are_the_cost():
    mp = exercise("11201659", "30.03", "47.26")
    assert (mp.cost, mp.worth, mp.gain) == (
        Decimal("336385819.77"), Decimal("529390404.34"), Decimal("193004584.57"),
    )  # fmt: skip


def test_out_of_the_money_the_gain_is_below_nought():
    assert exercise("100", "17.17", "14.63").gain == -254


def test_without_a_close_there_is_no_worth_and_no_gain():
    unlisted = exercise("100", "2", None)
    assert (unlisted.cost, unlisted.worth, unlisted.gain) == (200, None, None)


@pytest.mark.parametrize(("price", "where"), [("2.01", "in"), ("2", "at"), ("1.99", "out of")])
def test_moneyness_is_the_close_against_the_strike(price, where):
    assert moneyness(Decimal(price), Decimal(2)) == f"{where} the money"
    assert Moneyness.AT == "at the money"


def test_new_shares_are_in_the_holding_and_in_the_count():
    # (10 + 20) ÷ (80 + 20)
    assert exercise("20", "1", None).after(Decimal(10), Decimal(80)) == Decimal("0.3")


def test_shares_of_another_holder_are_in_the_holding_alone():
    # (10 + 20) ÷ 80
    assert exercise("20", "1", None, is_new=False).after(Decimal(10), Decimal(80)) == Decimal("0.375")


def test_a_count_of_nought_is_none():
    with pytest.raises(NotKnown):
        exercise("20", "1", None).before(Decimal(10), Decimal(0))
