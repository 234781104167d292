"""How a figure of a column is written for a person: percents as percents, dollars and shares with their separators."""

from decimal import Decimal

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
        return f"${value:,.2f}"
    if name in PRICES:
        return f"${separated(value)}"
    return separated(value) if name in COUNTS else trimmed(value)


def separated(value: Decimal) -> str:
    whole, _, places = trimmed(value).partition(".")
    return f"{int(whole):,}" + (f".{places}" if places else "")
