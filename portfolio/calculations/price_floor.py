"""Price floors: what a floor owes at a reference price, for a volume."""

from decimal import Decimal

ZERO = Decimal(0)


def top_up(*, floor: Decimal, reference: Decimal, kilograms: Decimal) -> Decimal:
    """Support owed in USD, exact: what the reference price lacks to the floor, both in USD per kg, times the volume."""
    return max(ZERO, floor - reference) * kilograms
