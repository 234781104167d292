"""Odds: how often something is made at all, and how much where it is."""

from decimal import Decimal

import numpy as np

from projects.calculations.odds_of_output import Chance, chance_of, is_nothing_or_all


def test_three_draws_of_ten_give_nothing_and_the_range_is_of_the_seven_others():
    """Of 100, 200, ... 700 the P10 is 160 and the P90 640."""
    total = np.array([0, 0, 0, 100, 200, 300, 400, 500, 600, 700])
    assert chance_of(total) == Chance(0.7, 160, 640)


def test_nothing_at_all_has_no_range():
    assert chance_of(np.array([0, 0])) == Chance(0.0, 0, 0)


def test_nothing_or_all_is_a_p10_of_nought_and_a_p50_above_nine_tenths_of_the_p90():
    nought, most = Decimal(0), Decimal(100)
    assert is_nothing_or_all(nought, Decimal(91), most)
    assert not is_nothing_or_all(nought, Decimal(90), most)
    assert not is_nothing_or_all(Decimal(1), Decimal(95), most)
