"""How exact values are spelt as text, the same in the hash chain, CSV and JSON."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal

WIDE = Context(prec=100)
"""Wide enough for any product of figures on record: rounding fails for none of them."""
ONES = [Decimal(1).scaleb(-places) for places in range(19)]


def plain(number: Decimal | None, places: int) -> str:
    """Plain digits with their places, no exponent, no grouping; empty for the unknown.

    Raises ValueError rather than rounding a figure away.
    """
    if number is None:
        return ""
    exact = number.quantize(ONES[places], context=WIDE)
    if exact != number:
        raise ValueError(f"{number} has more than {places} decimal places.")
    return f"{exact:f}"


def moment(when: datetime) -> str:
    """A moment in UTC to the millisecond, 2026-10-05T17:00:00.000Z."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rounded(number: Decimal, to: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """The number to the places of `to`, however many digits it has."""
    return number.quantize(to, rounding, WIDE)
