"""Black-Scholes beside the intrinsic value of a right. Floats live here alone; what comes back is a Decimal in USD.

Source: F. Black and M. Scholes, "The Pricing of Options and Corporate Liabilities", 1973. European, no dividend,
undiluted: each is said where the figure is shown.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from portfolio.calculations.balance import CENT
from record.calculations.formatting import rounded
from record.calculations.unknown import NotKnown

LEAST_CLOSES = 60
SESSIONS_A_YEAR = 252
LAST_YEAR = timedelta(days=365)


def volatility(closes: Mapping[date, Decimal], on: date) -> float:
    """The yearly volatility of the closes of the last year up to `on`, a fraction: 0.5 is 50%.

    Sample standard deviation of the logarithms of each close over the one before, times the root of 252. Raises
    NotKnown with fewer than 60 closes.
    """
    year = [float(closes[day]) for day in sorted(closes) if on - LAST_YEAR < day <= on]
    if len(year) < LEAST_CLOSES:
        raise NotKnown(f"closes of the last year on record: {len(year)}; volatility needs {LEAST_CLOSES}")
    moves = [math.log(later / earlier) for earlier, later in zip(year, year[1:], strict=False)]
    mean = math.fsum(moves) / len(moves)
    variance = math.fsum((move - mean) ** 2 for move in moves) / (len(moves) - 1)
    return math.sqrt(variance * SESSIONS_A_YEAR)


def nearest_term(terms: Sequence[Decimal], years: float) -> Decimal:
    """The term in years that lies nearest; of two as near the shorter. Raises NotKnown where there is none."""
    if not terms:
        raise NotKnown("no Treasury yield is on record")
    return min(sorted(terms), key=lambda term: abs(float(term) - years))


def black_scholes(*, spot: Decimal, strike: Decimal, years: float, rate: Decimal, sigma: float) -> Decimal:
    """A call for one share, in USD, unrounded.

    `rate` is a yearly yield as a fraction, taken as continuously compounded after ln(1 + rate). Raises NotKnown where
    the right has ended or a figure gives no price.
    """
    if years <= 0:
        raise NotKnown("the right has ended")
    price, exercise = float(spot), float(strike)
    discounted = exercise * math.exp(-math.log1p(float(rate)) * years)
    if sigma <= 0 or exercise <= 0:
        return Decimal(repr(max(0.0, price - discounted)))
    spread = sigma * math.sqrt(years)
    upper = math.log(price / discounted) / spread + spread / 2
    found = price * _below(upper) - discounted * _below(upper - spread)
    if not math.isfinite(found):
        raise NotKnown("its figures give no price")
    return Decimal(repr(max(0.0, found)))


def of_all(rights: Decimal, one: Decimal) -> Decimal:
    """All the rights at the price of one, in whole cents."""
    return rounded(rights * one, CENT)


def _below(number: float) -> float:
    """How likely a standard normal variable lies below `number`."""
    return math.erfc(-number / math.sqrt(2)) / 2
