"""How exact values are spelt as text, the same in the hash chain, CSV and JSON."""

import re
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


def compact(dollars: Decimal) -> str:
    """Dollars to at most three significant digits, for a sentence or a picture: $205B, $7.5B, $413M, $18,200."""
    for size, letter in ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M")):
        if abs(dollars) >= size:
            shown = f"{Decimal(f'{dollars / size:.3g}'):,f}"
            return f"${shown.rstrip('0').rstrip('.') if '.' in shown else shown}{letter}"
    return f"${dollars:,.0f}"


def three_digits(number: Decimal | float) -> str:
    """Three significant digits, with separators and without an exponent: 6,543.2 is "6,540"."""
    shown = f"{Decimal(f'{number:.3g}'):,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


WITH_A_FRACTION = re.compile(r"\d[\d,]*\.\d+")


def three_in(text: str) -> str:
    """A text whose every number with a fraction has three significant digits: "8.333333333 to 27" is "8.33 to 27"."""
    return WITH_A_FRACTION.sub(lambda found: three_digits(Decimal(found[0].replace(",", ""))), text)


def likely(low: Decimal | None, middle: Decimal | None, high: Decimal | None, *, is_estimated: bool) -> str | None:
    """A middle with its likely range: "9,550 (6,350 to 15,400)", of an estimate "about 17,600 (5,850 to 46,800), est."

    None where there is no middle; a range without width is one figure.
    """
    if low is None or middle is None or high is None:
        return None
    least, half, most = map(three_digits, (low, middle, high))
    words = half if least == most else f"{half} ({least} to {most})"
    return f"about {words}, est." if is_estimated else words


def moment(when: datetime) -> str:
    """A moment in UTC to the millisecond, 2026-10-05T17:00:00.000Z."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rounded(number: Decimal, to: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """The number to the places of `to`, however many digits it has."""
    return number.quantize(to, rounding, WIDE)
