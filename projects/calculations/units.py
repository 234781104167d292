"""Conversions between products and units, by the factors that the reference rows hold and no others."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

WHOLE = Decimal(1)


class Conversion(NamedTuple):
    """One unit of `source` is `factor` units of `target`; `low` and `high` are the range of a yield or an assay."""

    source: str
    target: str
    factor: Decimal
    basis: str
    low: Decimal | None = None
    high: Decimal | None = None


SI = (
    Conversion("kilogram", "metric ton", Decimal("0.001"), "definition"),
    Conversion("metric ton", "kilogram", Decimal(1000), "definition"),
)


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount as reported, and what it is in the target; the steps hold the factors used."""

    reported: Decimal
    amount: Decimal
    steps: tuple[Conversion, ...]

    @property
    def factor(self) -> Decimal:
        return product(step.factor for step in self.steps)

    @property
    def low(self) -> Decimal:
        """The amount at the low end of every factor that has a range."""
        return self.reported * product(step.factor if step.low is None else step.low for step in self.steps)

    @property
    def high(self) -> Decimal:
        return self.reported * product(step.factor if step.high is None else step.high for step in self.steps)

    @property
    def bases(self) -> tuple[str, ...]:
        """On what the factors rest, each once, in the order of the steps."""
        return tuple(dict.fromkeys(step.basis for step in self.steps))


@dataclass(frozen=True, slots=True)
class NotConvertible:
    """An amount that no factor leads to the target: listed with its reason, and in no total."""

    reported: Decimal
    reason: str


class Conversions:
    """The factors between products that are known, one a pair and direction.

    A way back is only taken where a row of its own gives it: a yield has no inverse, and a rounded factor none that is
    exact. Raises ValueError for two factors of one pair: choose which counts before asking.
    """

    def __init__(self, rows: Iterable[Conversion]) -> None:
        self._from: dict[str, dict[str, Conversion]] = {}
        for row in rows:
            if row.factor <= 0:
                raise ValueError(f"{row.source} to {row.target}: a factor of {row.factor} converts nothing.")
            if row.target in self._from.setdefault(row.source, {}):
                raise ValueError(f"{row.source} has two factors to {row.target}. Choose the one that counts.")
            self._from[row.source][row.target] = row

    def path(self, source: str, target: str) -> tuple[Conversion, ...] | None:
        """The fewest steps from source to target, by name where several are as short; None where none leads there."""
        reached: dict[str, tuple[Conversion, ...]] = {source: ()}
        waiting = deque([source])
        while waiting:
            name = waiting.popleft()
            if name == target:
                return reached[name]
            for further, row in sorted(self._from.get(name, {}).items()):
                if further not in reached:
                    reached[further] = (*reached[name], row)
                    waiting.append(further)
        return None

    def convert(self, amount: Decimal, source: str, target: str) -> Converted | NotConvertible:
        """`amount` of the source in units of the target, with the factors used, or why there is none."""
        steps = self.path(source, target)
        if steps is None:
            return NotConvertible(amount, f"not convertible: no factor leads from {source} to {target}")
        return Converted(amount, amount * product(step.factor for step in steps), steps)


def in_unit_of_account(
    amount: Decimal, unit: str, unit_of_account: str, factor: Decimal | None
) -> Converted | NotConvertible:
    """A reported amount in the unit of account of its stage, by the factor that the record states for it, or None."""
    if factor is None:
        return NotConvertible(amount, f"not convertible: {unit} has no factor to {unit_of_account}")
    return Converted(amount, amount * factor, (Conversion(unit, unit_of_account, factor, "as recorded"),))


def product(factors: Iterable[Decimal]) -> Decimal:
    """The factors multiplied; 1 for none."""
    result = WHOLE
    for factor in factors:
        result *= factor
    return result


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
