"""Price floors: what a floor owes at a reference price, and what it is owed above it, for a volume."""

from decimal import Decimal

ZERO = Decimal(0)


def top_up(*, floor: Decimal, reference: Decimal, kilograms: Decimal) -> Decimal:
    """Support owed in USD, exact: what the reference price lacks to the floor, both in USD per kg, times the volume."""
    return max(ZERO, floor - reference) * kilograms


def upside(*, floor: Decimal, reference: Decimal, kilograms: Decimal, share: Decimal, condition_met: bool) -> Decimal:
    """What is owed to the government in USD: its share, a fraction, of what the reference is above the floor.

    0 until the condition of the upside is met.
    """
    return share * max(ZERO, reference - floor) * kilograms if condition_met else ZERO
