"""What a holding is worth on a day, by which method and at which level. Exact Decimals in whole cents, USD."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from portfolio.calculations.balance import CENT
from record.calculations.formatting import dollars, rounded
from record.calculations.unknown import NotKnown

ZERO = Decimal(0)
TIMES = Decimal("0.000001")


class Method(StrEnum):
    """How a value is found. The level says how far the market bears it out: 1 quoted, 2 observed, 3 neither."""

    label: str
    level: int | None

    def __new__(cls, value: str, label: str = "", level: int | None = None) -> Self:
        """Make the member from its text and what is said of it; a call with the text alone looks a member up."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.level = label, level
        return member

    MARKET = "market", "Units at the close", 1
    AS_CONVERTED = "as_converted", "As converted, at the close", 2
    PREFERENCE = "liquidation_preference", "Liquidation preference", 3
    INTRINSIC = "intrinsic", "Intrinsic: close less strike", 2
    COST = "cost", "Cost", 3
    OUTSTANDING = "outstanding", "Outstanding, no fair value", None
    LESS_ALLOWANCE = "less_allowance", "Outstanding less the allowance that a source states, no fair value", None
    NONE_HELD = "none_held", "Nothing is held", None


@dataclass(frozen=True, slots=True)
class Worth:
    """A value in USD and the method that found it."""

    method: Method
    value: Decimal


def at_market(units: Decimal, close: Decimal) -> Worth:
    """Common shares at the close, in USD."""
    return Worth(Method.MARKET, rounded(units * close, CENT))


def convertible(units: Decimal, preference: Decimal, converted: Decimal, close: Decimal) -> Worth:
    """Convertible preferred shares: the greater of their liquidation preference and the shares that they convert into.

    `preference` is that of one share, `converted` are the whole common shares for all of them.
    """
    preferred, common = rounded(units * preference, CENT), rounded(converted * close, CENT)
    if common >= preferred:
        return Worth(Method.AS_CONVERTED, common)
    return Worth(Method.PREFERENCE, preferred)


def intrinsic(rights: Decimal, strike: Decimal, close: Decimal) -> Worth:
    """Rights at the close less the strike, in USD; 0 out of the money. The strike of a free share is 0."""
    return Worth(Method.INTRINSIC, rounded(rights * max(ZERO, close - strike), CENT))


def lent(outstanding: Decimal, allowance: Decimal | None) -> Worth:
    """What is lent, less what a source says is set aside for losses. Raises NotKnown where that is more."""
    if not allowance:
        return Worth(Method.OUTSTANDING, outstanding)
    if allowance > outstanding:
        raise NotKnown(f"an allowance of {dollars(allowance)} is stated, and {dollars(outstanding)} is outstanding")
    return Worth(Method.LESS_ALLOWANCE, outstanding - allowance)


def multiple(value: Decimal, paid_in: Decimal) -> Decimal | None:
    """How many times what was paid in; None where nothing was."""
    return rounded(value / paid_in, TIMES) if paid_in > 0 else None
