"""Attribution: the part of a gain that federal money carried, and what a tonne of new capacity cost."""

from dataclasses import dataclass
from decimal import Decimal

ZERO, WHOLE = Decimal(0), Decimal(1)
Range = tuple[Decimal, Decimal]
"""The least and the most."""


@dataclass(frozen=True, slots=True)
class FederalShare:
    """The share of a project's funding that is federal, a fraction; None where it is unknown, and why."""

    share: Decimal | None
    why: str = ""


def federal_share(
    *, loan_principal: Decimal | None, grants: Decimal | None, equity_cash: Decimal | None, total: Decimal | None
) -> FederalShare:
    """Loan principal, grants and equity cash of all agencies together over the project's total funding, in USD.

    Give 0 for an instrument that does not reach the project and None for one whose amount is unknown.
    """
    if total is None or total <= 0:
        return FederalShare(None, "total funding of the project is unknown")
    parts = {"loan principal": loan_principal, "grants": grants, "equity cash": equity_cash}
    missing = [name for name, amount in parts.items() if amount is None]
    if missing:
        return FederalShare(None, f"{', '.join(missing)} unknown")
    share = sum((amount for amount in parts.values() if amount is not None), ZERO) / total
    if share > WHOLE:
        return FederalShare(None, f"federal funding is above the stated total of {total:,.0f} USD")
    return FederalShare(share)


def attributed(gain: Decimal | None, share: Decimal | None) -> Decimal | None:
    """The gain times the federal share; None where one of the two is unknown. The whole gain is the supported one."""
    return None if gain is None or share is None else gain * share


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount in USD over a capacity from its least to its most, and USD a unit from least to most.

    None where it is unknown.
    """

    amount: Decimal | None
    capacity: Range | None
    per_unit: Range | None


def cost_of(amount: Decimal | None, capacity: Range | None) -> Cost:
    """What a unit of new yearly capacity costs: least over the most capacity, most over the least.

    Unknown where the amount or the capacity is. A capacity of 0 has no cost a unit.
    """
    if amount is None or capacity is None or not all(capacity):
        return Cost(amount, capacity, None)
    least, most = capacity
    return Cost(amount, capacity, (amount / most, amount / least))
