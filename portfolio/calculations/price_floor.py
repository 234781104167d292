"""Price floors: what a floor owes at a reference price, what comes back above it, and where the two meet. Exact."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from record.calculations.formatting import WIDE

ZERO, ONE = Decimal(0), Decimal(1)
DAYS_A_YEAR = 365
FACTOR = Decimal("0.000000000001")


def top_up(*, floor: Decimal, reference: Decimal, kilograms: Decimal) -> Decimal:
    """Support owed in USD, exact: what the reference price lacks to the floor, both in USD per kg, times the volume."""
    return max(ZERO, floor - reference) * kilograms


def upside(*, floor: Decimal, reference: Decimal, kilograms: Decimal, share: Decimal) -> Decimal:
    """What the government receives in USD of a price above the floor, once its condition is met."""
    return share * max(ZERO, reference - floor) * kilograms


def break_even(*, floor: Decimal, owed: Decimal, share: Decimal, kilograms: Decimal) -> Decimal | None:
    """The flat price in USD per kg at which the upside of `kilograms` pays back `owed` USD; None where none comes.

    owed = share × (price − floor) × kilograms. At the floor itself nothing is owed and nothing comes back.
    """
    if share <= 0 or kilograms <= 0:
        return None
    return floor + owed / (share * kilograms)


def discount_factor(rate: Decimal, as_of: date, due: date) -> Decimal:
    """What a dollar that is due then is worth on `as_of`: (1 + rate) ^ −(days ÷ 365), to twelve places.

    `rate` is a fraction a year, above −1. A day that is past is not discounted: its factor is 1.
    """
    days = (due - as_of).days
    if days <= 0:
        return ONE
    years = WIDE.divide(Decimal(days), Decimal(DAYS_A_YEAR))
    return (WIDE.divide(ONE, WIDE.power(ONE + rate, years))).quantize(FACTOR)


def discounted(amounts: Sequence[Decimal], factors: Sequence[Decimal]) -> Decimal:
    """The sum of amounts, each times its factor."""
    return sum((amount * factor for amount, factor in zip(amounts, factors, strict=True)), ZERO)
