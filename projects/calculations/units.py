"""The measures of printed units, and factors between them: rows of the record."""

from collections.abc import Container, Mapping
from decimal import Decimal

WHOLE = Decimal(1)
CONTAINED = frozenset({"contained", "contained metal"})
"""The words of a unit that counts what the product holds of its mineral."""


def content_of(unit: str, mineral: str) -> str:
    """A unit with its mineral by name: "t contained" of niobium is "t nb", as the statistics print it."""
    measure, _, what = unit.partition(" ")
    return f"{measure} {mineral}" if what in CONTAINED else unit


def measure_of(unit: str, known: Container[str]) -> str | None:
    """The measure that a printed unit begins with, the longest of those known: "kt" of "kt Cu"; None for no such."""
    name = unit
    while name not in known:
        name, space, _ = name.rpartition(" ")
        if not space:
            return None
    return name


def in_measure(unit: str, other: str, factors: Mapping[tuple[str, str], Decimal]) -> tuple[str, Decimal]:
    """`unit` with the measure of the unit `other`, and the factor to it: "kt Cu" beside "t LCE" is "t Cu" and 1000.

    The unit itself and 1 where they are measured alike, or no factor leads from one measure to the other.
    """
    names = {name for pair in factors for name in pair}
    source, target = measure_of(unit, names), measure_of(other, names)
    if source is None or target is None or (source, target) not in factors:
        return unit, WHOLE
    return f"{target}{unit.removeprefix(source)}", factors[source, target]
