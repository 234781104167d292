"""The measures of printed units, and factors between them: rows of the record."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

WHOLE = Decimal(1)


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
