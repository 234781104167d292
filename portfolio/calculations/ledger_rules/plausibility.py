"""What an entry of shares says that the terms do not: taken with a reason alone."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.messages import shares
from portfolio.calculations.position import as_converted
from record.calculations.formatting import dollars

EXPLAINED = frozenset({Kind.SPLIT, Kind.CONVERSION, Kind.EXERCISE})
"""The kinds of which something may have to be explained."""


def unexplained(
    entry: Entry,
    *,
    original_price: Decimal | None = None,
    conversion_price: Decimal | None = None,
    strike: Decimal | None = None,
    sisters: Collection[str] = (),
    close: Decimal | None = None,
    last_day: date | None = None,
) -> str | None:
    """What about a split, a conversion or an exercise asks for a reason, with the numbers; None where nothing does.

    Prices in USD are those of the terms, None where they state none. `sisters` are the other holdings of the issuer
    that are not split on that day. `close` is that of one share on the day, None where none of it is fresh.
    `last_day` is that of the rights, None where it is not known.
    """
    given, received = entry.shares or Decimal(0), entry.shares_received or Decimal(0)
    if entry.kind is Kind.SPLIT and sisters:
        return (
            f"This would split {shares(given)} shares into {shares(received)} on one award alone, while "
            f"{', '.join(sorted(sisters))} of the same issuer would stay as they are. A split is of the whole company: "
            "record it for each of its holdings."
        )
    if entry.kind is Kind.CONVERSION and original_price and conversion_price:
        expected = as_converted(given, original_price, conversion_price)
        if abs(received - expected) > 1:
            return (
                f"This would convert {shares(given)} shares into {shares(received)}. By the terms, "
                f"{dollars(original_price)} a share at {dollars(conversion_price)}, they convert into "
                f"{shares(expected)}."
            )
    if entry.kind is Kind.EXERCISE and last_day is not None and entry.on > last_day:
        return (
            f"This would exercise {shares(given)} rights on {entry.on}, after their last day, {last_day}: rights that "
            "expired bring no share."
        )
    if entry.kind is Kind.EXERCISE and strike is not None:
        expected = given * strike
        if entry.amount is not None and abs(entry.amount - expected) >= Decimal("0.01"):
            return (
                f"This would exercise {shares(given)} rights for {dollars(entry.amount)}. At the strike of "
                f"{dollars(strike)} they cost {dollars(expected)}."
            )
        if entry.amount is None and strike > 0 and received >= given:
            return (
                f"This would exercise {shares(given)} rights into {shares(received)} shares without cash. At the "
                f"strike of {dollars(strike)} they cost {dollars(expected)}; without cash fewer shares come than "
                "rights go."
            )
        if entry.amount is None and close is not None and close <= strike:
            return (
                f"This would exercise {shares(given)} rights into {shares(received)} shares without cash. At the close "
                f"of {dollars(close)} against a strike of {dollars(strike)} they are worth nothing, and bring no share."
            )
        if received > given:
            return f"This would exercise {shares(given)} rights into more shares than that, {shares(received)}."
    return None
