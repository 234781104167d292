"""Factors between units that are definitions; those between products are rows of the record."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

WHOLE = Decimal(1)


class UnitFactor(NamedTuple):
    """One unit of `source` is `factor` units of `target`."""

    source: str
    target: str
    factor: Decimal


SI = (
    UnitFactor("kilogram", "metric ton", Decimal("0.001")),
    UnitFactor("metric ton", "kilogram", Decimal(1000)),
)


def measure_of(unit: str, known: Iterable[str]) -> str | None:
    """The measure that a printed unit begins with, the longest of those known: "kt" of "kt Cu"; None for no such."""
    return max((name for name in known if unit == name or unit.startswith(f"{name} ")), key=len, default=None)


def in_measure(unit: str, other: str, factors: Mapping[tuple[str, str], Decimal]) -> tuple[str, Decimal]:
    """`unit` with the measure of the unit `other`, and the factor to it: "kt Cu" beside "t LCE" is "t Cu" and 1000.

    The unit itself and 1 where they are measured alike, or no factor leads from one measure to the other.
    """
    names = {name for pair in factors for name in pair}
    source, target = measure_of(unit, names), measure_of(other, names)
    if source is None or target is None or (source, target) not in factors:
        return unit, WHOLE
    return f"{target}{unit.removeprefix(source)}", factors[source, target]
