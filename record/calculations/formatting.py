"""How exact values are spelt as text, the same in the hash chain, CSV and JSON."""

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

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


def dollars(amount: Decimal) -> str:
    """Dollars and cents as a sentence has them: $1,234,567.89, and -$0.50."""
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


MILLION, BILLION = Decimal(10) ** 6, Decimal(10) ** 9
AMOUNT_IN_TEXT = re.compile(r"(?P<amount>-?\d[\d,]*(?:\.\d+)?) USD\b(?!/| an? | per )")


def compact(dollars: Decimal) -> str:
    """Dollars to at most three significant digits, half up: $205B, $7.5B, $413M, -$18,200. Below a million, whole ones.

    Rounded first: 999,999,999.99 is $1B and not $1,000M.
    """
    amount, sign = abs(dollars), "-" if dollars < 0 else ""
    whole = half_up(amount, 0)
    if whole < MILLION:
        return f"{sign if whole else ''}${whole:,f}"
    shown = rounded(amount, Decimal(1).scaleb(amount.adjusted() - 2), ROUND_HALF_UP)
    size, letter = (BILLION, "B") if shown >= BILLION else (MILLION, "M")
    return f"{sign}${three_digits(shown / size)}{letter}"


def dollars_in(text: str) -> str:
    """A text whose amounts are as a page says them: "1,400,000,000 USD" is "$1.4B", "90.5 USD" is "$90.5".

    A price of a measure ("110 USD/kg") stays as it is.
    """

    def said(found: re.Match[str]) -> str:
        amount = Decimal(found["amount"].replace(",", ""))
        sign = "-" if amount < 0 else ""
        return compact(amount) if abs(amount) >= MILLION else f"{sign}${found['amount'].removeprefix('-')}"

    return AMOUNT_IN_TEXT.sub(said, text)


def three_digits(number: Decimal | float, digits: int = 3) -> str:
    """Three significant digits, or as many as asked, half up, with separators and no exponent: 6,543.2 is "6,540"."""
    exact = _exact(number)
    return _trimmed(
        rounded(exact, Decimal(1).scaleb(exact.adjusted() + 1 - digits), ROUND_HALF_UP) if exact else Decimal(0)
    )


def half_up(number: Decimal | float, places: int) -> Decimal:
    """The number to so many places, a half away from 0: 7.945 to two is 7.95."""
    return rounded(_exact(number), ONES[places], ROUND_HALF_UP)


def percent(share: Decimal | float, places: int = 3) -> str:
    """A part of a whole in percent, half up: 7.945%, 13.846%, 40%. The one way in which a share of ownership is shown.

    It is read to six places, as files have it, so that a page and a file round the same figure. What is there is never
    shown as nothing, nor a part as the whole: "under 0.001%", "under 100%".
    """
    exact = half_up(share, 6)
    shown = _trimmed(half_up(exact * 100, places))
    if shown in ("0", "-0") and share:
        return f"{'above -' if share < 0 else 'under '}{ONES[places]:f}%"
    return "under 100%" if shown == "100" and exact < 1 else f"{shown}%"


def _exact(number: Decimal | float) -> Decimal:
    """A float as its shortest text has it: 0.07945, and not the binary fraction beside it."""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def _trimmed(number: Decimal) -> str:
    shown = f"{number:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


WITH_A_FRACTION = re.compile(r"\d[\d,]*\.\d+")


def three_in(text: str, digits: int = 3) -> str:
    """A text whose every number with a fraction has three significant digits, or as many as asked: "8.3333 to 27" is
    "8.33 to 27".
    """
    return WITH_A_FRACTION.sub(lambda found: three_digits(Decimal(found[0].replace(",", "")), digits), text)


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


def lowered(label: str) -> str:
    """A label within a sentence; what is written in capitals stays so: "agency", "FAIN"."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def ended(text: str) -> str:
    """A sentence with a full stop at its end, and no second one after "Ltd."."""
    return text if text.endswith(".") else f"{text}."
