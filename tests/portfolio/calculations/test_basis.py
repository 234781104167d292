"""Counts and prices on one basis: a split multiplies shares and divides prices, and changes no value."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.basis import Split, between, price_after, ratio, shares_after

ONE_FOR_TEN = Split(date(2026, 3, 2), new=Decimal(1), old=Decimal(10))
TWO_FOR_ONE = Split(date(2026, 5, 1), new=Decimal(2), old=Decimal(1))


def test_a_reverse_split_of_one_for_ten():
    """20,000,000 shares at 4.50 are 2,000,000 at 45.00: 90,000,000 both."""
    by = ONE_FOR_TEN.ratio
    assert (shares_after(Decimal(20_000_000), by), price_after(Decimal("4.50"), by)) == (2_000_000, 45)


def test_splits_count_after_the_day_of_a_figure_and_up_to_the_day_asked():
    both = [TWO_FOR_ONE, ONE_FOR_TEN]
    assert between(both, date(2026, 3, 1), date(2026, 5, 1)) == [ONE_FOR_TEN, TWO_FOR_ONE]
    assert between(both, date(2026, 3, 2), date(2026, 4, 30)) == []
    assert ratio(both) * 5 == 1


def test_a_split_says_itself_in_words():
    assert str(ONE_FOR_TEN) == "1 for 10 on 2026-03-02"


@given(st.integers(1, 10**9), st.integers(1, 10**6), st.integers(1, 50))
def test_a_value_is_the_same_on_either_basis(number, cents, times):
    split = Split(date(2026, 1, 2), new=Decimal(times), old=Decimal(1))
    price = Decimal(cents * times) / 100
    after = shares_after(Decimal(number), split.ratio) * price_after(price, split.ratio)
    assert after == number * price
