"""What a floor pays, draw by draw: the liability of each quarter in whole cents, added up within a draw.

Whole cents add up to the same sum in any order. Percentiles are taken last, of sums: never sums of percentiles.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from projects.calculations.bands import band_of_periods
from projects.calculations.output_tables import Whole
from projects.calculations.random_streams import Floats, normal
from record.calculations.unknown import TOO_LARGE, NotKnown

CENTS, TEN_THOUSANDTHS = 100, 10_000
A_QUARTER = 0.25
LARGEST = 2.0**53
"""Cents that a float holds exactly."""


@dataclass(frozen=True, slots=True)
class Spread:
    """P10, P50, P90 and mean over the draws, in USD."""

    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal


def lognormal_prices(
    means: Sequence[Decimal], *, first: int, seed: int, product: str, volatility: Decimal, draws: int
) -> Floats:
    """Prices in USD a kilogram by quarter and draw, from the quarter `first` on, to four places.

    price = mean × exp(σ·√¼·(z₁ + … + zₖ) − σ²·k/8), k quarters on: lognormal with the volatility σ a year, and with
    the given path as its mean. The shock of a quarter is a function of the seed, the product and the quarter alone.
    """
    sigma = float(volatility)
    walk = np.zeros(draws)
    found = np.empty((len(means), draws))
    for place, mean in enumerate(means):
        walk = walk + normal(seed, f"price:{product}:{first + place}", 0, draws)
        drift = sigma * sigma * A_QUARTER * (place + 1) / 2
        found[place] = float(mean) * np.exp(sigma * math.sqrt(A_QUARTER) * walk - drift)
    # Four places: what the last bit of a machine's exponential says is rounded away.
    return np.rint(found * TEN_THOUSANDTHS) / TEN_THOUSANDTHS


def owed(floor: Decimal, prices: Floats | float, kilograms: Floats) -> Whole:
    """Support by draw in cents: max(0, floor − price) × kilograms. Raises NotKnown where too large to be exact."""
    return in_cents(np.maximum(0.0, float(floor) - prices) * kilograms)


def received(floor: Decimal, share: Decimal, prices: Floats | float, kilograms: Floats) -> Whole:
    """Upside by draw in cents: share × max(0, price − floor) × kilograms. Raises NotKnown as `owed` does."""
    return in_cents(float(share) * np.maximum(0.0, prices - float(floor)) * kilograms)


def in_cents(dollars: Floats) -> Whole:
    cents = np.rint(dollars * CENTS)
    if not (cents.min() > -LARGEST and cents.max() < LARGEST):
        raise NotKnown(TOO_LARGE)
    return cents.astype(np.int64)


def at_present(quarters: Sequence[Whole], factors: Sequence[Decimal]) -> Whole:
    """The sum of quarters within each draw, each times its factor, in cents."""
    parts = [np.rint(cents * float(factor)).astype(np.int64) for cents, factor in zip(quarters, factors, strict=True)]
    return in_all(parts)


def in_all(quarters: Sequence[Whole]) -> Whole:
    """The sum of quarters within each draw, in cents. Raises NotKnown where it is too large to be exact."""
    if sum(float(max(cents.max(), -cents.min())) for cents in quarters) * len(quarters[0]) >= 2.0**62:
        raise NotKnown(TOO_LARGE)
    total: Whole = np.sum(quarters, axis=0, dtype=np.int64)
    return total


def spread_of(cents: Whole) -> Spread:
    """The percentiles and the mean of what each draw came to."""
    band = band_of_periods(cents[None, :].copy())
    return Spread(*(Decimal(int(value[0])) / CENTS for value in (band.p10, band.p50, band.p90, band.mean)))
