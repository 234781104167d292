"""How a figure of a column is written for a person: percents as percents, dollars and shares with their separators."""

import re
from decimal import Decimal

from .formatting import dollars

RATES = {"share", "dividend_rate", "interest_rate", "spread", "success_share_low", "success_share_high"}
DOLLARS = {
    "amount", "announced_amount", "headline", "liquidation_preference", "principal", "capitalised_interest",
    "subsidy_cost", "ceiling", "cost_share", "total",
}  # fmt: skip
PRICES = {"price_per_share", "original_price", "conversion_price", "strike_price"}
COUNTS = {"shares", "shares_received", "basic_shares", "diluted_or_other"}


def is_fraction(name: str) -> bool:
    """True for a column that keeps a part of a whole, from 0 to 1."""
    return name in RATES or (name.endswith("_share") and name not in PRICES | DOLLARS)


def trimmed(number: Decimal) -> str:
    """A number without needless zeros: 15, 0.5, 1200."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def formatted_number(name: str, value: Decimal) -> str:
    """A number with its unit as its column's name tells it."""
    if is_fraction(name):
        return f"{trimmed(value.scaleb(2))}%"
    if name in DOLLARS:
        return dollars(value)
    if name in PRICES:
        return f"{'-' if value < 0 else ''}${separated(abs(value))}"
    return separated(value) if name in COUNTS else trimmed(value)


WHOLE_DOLLARS = re.compile(r"(\$[\d,]+)\.00(?!\d)")


def as_written(text: str) -> str:
    """A text whose dollars have cents only where there are any, as a person writes them: $600,000,000 and $7.50."""
    return WHOLE_DOLLARS.sub(r"\1", text)


def separated(value: Decimal) -> str:
    whole, _, places = trimmed(value).partition(".")
    return f"{int(whole):,}" + (f".{places}" if places else "")
