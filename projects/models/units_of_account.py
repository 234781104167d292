"""In which units the output of a phase is counted, and what it is in units of account."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .capacity import CapacityEstimate, ProductionRecord

Factors = Mapping[str, Decimal]
"""Unit → what one of it is in units of account."""
WHOLE = Decimal(1)


def factors_of(estimate: CapacityEstimate | None) -> dict[str, Decimal]:
    """The units in which output of a phase can be counted."""
    if estimate is None:
        return {}
    factor: Any = estimate.factor_to_unit_of_account
    found = {estimate.unit_of_account: WHOLE} if estimate.unit_of_account else {}
    if factor is not None or not found:
        found = {estimate.unit: factor or WHOLE, **found}
    return {unit.removesuffix("/yr"): one for unit, one in found.items()}


def in_account(figure: Any, unit: str, factors: Factors) -> Decimal:
    """A figure in units of account; one of an unknown unit as it is."""
    return Decimal(figure or 0) * factors.get(unit.removesuffix("/yr"), WHOLE)


def counted(record: ProductionRecord, factors: Factors) -> Decimal:
    """The output of a period in units of account."""
    return in_account(record.output, record.unit, factors)
