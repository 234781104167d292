"""Factors between units that are definitions; those between products are rows of the record."""

from decimal import Decimal
from typing import NamedTuple


class UnitFactor(NamedTuple):
    """One unit of `source` is `factor` units of `target`."""

    source: str
    target: str
    factor: Decimal


SI = (
    UnitFactor("kilogram", "metric ton", Decimal("0.001")),
    UnitFactor("metric ton", "kilogram", Decimal(1000)),
)
