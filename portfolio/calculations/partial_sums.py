"""Sums of which a part is unknown."""

from collections.abc import Collection
from decimal import Decimal

ZERO = Decimal(0)


def least_of(known: Collection[Decimal], of: int) -> Decimal | None:
    """What is known of a sum over `of` amounts: all of it, or at least that.

    None where nothing is known, and where what is known comes to 0 beside amounts that are not: unknown is not 0.
    """
    total = sum(known, ZERO)
    return total if known and (total or len(known) == of) else None
