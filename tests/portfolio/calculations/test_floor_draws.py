"""What a floor pays by draw: percentiles come last, prices have the mean and the volatility that were stated."""

import math
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest

from portfolio.calculations.floor_draws import at_present, in_all, lognormal_prices, owed, received, spread_of
from record.calculations.unknown import NotKnown

PINNED = [59.5458, 57.1744, 76.8752, 72.1465]
"""USD a kilogram: the first draw of four quarters, the same on any machine."""
FLOOR, FIRST = Decimal(110), 8107  # 2026-Q4


def kilograms(*amounts):
    return np.array(amounts, dtype=np.float64)


def test_liability_is_per_draw_and_quarter_and_percentiles_come_last():
    # Three draws of two quarters at 60: 50 USD a kilogram.
    first, second = owed(FLOOR, 60.0, kilograms(0, 0, 10)), owed(FLOOR, 60.0, kilograms(0, 10, 0))
    assert first.tolist() == [0, 0, 50_000]
    assert second.tolist() == [0, 50_000, 0]
    assert [spread_of(one).p50 for one in (first, second)] == [0, 0]
    total = spread_of(in_all([first, second]))
    assert total.p50 == 500  # not 0 + 0, the sum of the middles
    assert total.mean == Decimal("333.33")


def test_two_draws_that_swap_their_quarters_have_no_spread_in_all():
    first, second = owed(FLOOR, 60.0, kilograms(1, 3)), owed(FLOOR, 60.0, kilograms(3, 1))
    # Each quarter: 50 or 150 USD; one draw in ten at or below 60, nine in ten at or below 140.
    for one in (first, second):
        found = spread_of(one)
        assert (found.p10, found.p50, found.p90, found.mean) == (60, 100, 140, 100)
    total = spread_of(in_all([first, second]))
    assert (total.p10, total.p50, total.p90) == (200, 200, 200)  # the sum of the P10 would be 120


def test_each_quarter_is_discounted_within_its_draw():
    quarters = [owed(FLOOR, 60.0, kilograms(2, 4)), owed(FLOOR, 60.0, kilograms(2, 0))]
    # 100 × 0.8 + 100 × 0.64 = 144; 200 × 0.8 = 160
    assert at_present(quarters, [Decimal("0.8"), Decimal("0.64")]).tolist() == [14_400, 16_000]


def test_above_the_floor_nothing_is_owed_and_a_share_is_received():
    prices = np.array([124.0, 92.0])
    assert owed(FLOOR, prices, kilograms(1_000, 1_000)).tolist() == [0, 1_800_000]
    assert received(FLOOR, Decimal("0.3"), prices, kilograms(1_000, 1_000)).tolist() == [420_000, 0]


def test_lognormal_prices_keep_the_path_as_their_mean_and_have_the_volatility_stated():
    means = [Decimal(60)] * 8
    drawn = lognormal_prices(means, first=FIRST, seed=1, product="ndpr", volatility=Decimal("0.4"), draws=10_000)
    assert drawn.shape == (8, 10_000)
    # Two years on: σ√2 = 0.566, and the mean lies within four standard errors of 60.
    assert abs(drawn[7].mean() - 60) < 4 * drawn[7].std() / 100
    assert np.log(drawn[7]).std() == pytest.approx(0.4 * math.sqrt(2), rel=0.03)
    assert np.log(drawn[0]).std() == pytest.approx(0.2, rel=0.03)


def test_the_mean_of_a_floor_under_lognormal_prices_is_a_put_by_black():
    prices = lognormal_prices([Decimal(100)] * 4, first=FIRST, seed=7, product="ndpr", volatility=Decimal("0.3"),
                              draws=20_000)[3]  # fmt: skip
    paid = spread_of(owed(FLOOR, prices, np.ones(20_000)))
    up = (math.log(100 / 110) + 0.3**2 / 2) / 0.3
    put = 110 * NormalDist().cdf(0.3 - up) - 100 * NormalDist().cdf(-up)
    assert float(paid.mean) == pytest.approx(put, rel=0.02)  # 17.0 USD a kilogram; 10 at the path itself


def test_prices_are_drawn_by_seed_product_and_quarter_alone():
    def draw(**other):
        asked = {"first": FIRST, "seed": 1, "product": "ndpr", "volatility": Decimal("0.4"), "draws": 50} | other
        return lognormal_prices([Decimal(60)] * 4, **asked)

    assert (draw() == draw()).all()
    assert (draw(draws=20) == draw()[:, :20]).all()
    assert not (draw(product="dy") == draw()).any()
    assert not (draw(seed=2) == draw()).all()
    assert draw()[:, 0].tolist() == PINNED


def test_amounts_too_large_to_be_exact_are_unknown():
    with pytest.raises(NotKnown, match="too large"):
        owed(FLOOR, 0.0, kilograms(1e15))
