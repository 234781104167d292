"""How much of a cost goes along to another company's securities, and by what."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.balance import CENT
from record.calculations.formatting import rounded

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Carried:
    """Cost in USD that goes along, None where none does, and the reason in words."""

    amount: Decimal | None
    why: str


def carried(
    cost: Decimal | None,
    *,
    all_goes: bool,
    stated: Decimal | None,
    ratio: Decimal,
    close: Decimal | None,
    other_close: Decimal | None,
) -> Carried:
    """The part of a cost in USD that goes to `ratio` new shares for one old share.

    By the stated split of value, as a fraction; else all of it where all shares go; else by the closes of the first
    day, in one currency; else the cost stays. Source: the split of basis by relative market value (26 USC 358).
    """
    if cost is None:
        return Carried(None, "its cost is not on record, so none goes along")
    if stated is not None:
        part, why = stated, f"{percent(stated)} of the cost goes along, by the stated split of value"
    elif all_goes:
        part, why = WHOLE, "all of the cost goes along with the shares"
    elif close is None or other_close is None:
        return Carried(
            None, "the cost stays: no split of value is stated, and the closes of the first day are not known"
        )
    else:
        new = ratio * other_close
        part = new / (new + close)
        why = (
            f"{percent(part)} of the cost goes along, by the closes of the first day: "
            f"{plain(other_close)} x {plain(ratio)} against {plain(close)}"
        )
    amount = rounded(cost * part, CENT)
    return Carried(amount or None, why)


def percent(part: Decimal) -> str:
    return f"{plain(rounded(part * 100, Decimal('0.0001')))}%"


def plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
