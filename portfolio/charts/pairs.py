"""Two figures for each of several names, one bar under the other, as wide as the page."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

Two = tuple[Decimal | None, Decimal | None]
LEAST, WHOLE = 0.4, 100
"""The shortest bar, and the line, in percent of the width."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Lengths in percent of the line; None where the figure is 0 or not known."""

    name: str
    first: float | None
    second: float | None
    text: str
    is_hatched: bool = False
    """The second figure rests on estimates."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs in their order; `first` and `second` say what the bars are; without a `first` there is one bar each."""

    title: str
    summary: str
    first: str
    second: str
    bars: list[Pair]
    hatch: str = "pairs-hatch"

    @property
    def is_hatched(self) -> bool:
        return any(one.is_hatched for one in self.bars)


def pairs(
    title: str,
    summary: str,
    of: tuple[str, str],
    sums: Mapping[str, Two],
    text: Callable[[str], str],
    *,
    estimated: Collection[str] = (),
) -> Pairs:
    """A picture of `sums` in their order, all bars on one scale; `text` says the figures of a name.

    The second figure of the names in `estimated` rests on estimates.
    """
    most = max((figure for two in sums.values() for figure in two if figure), default=Decimal(1))

    def length(figure: Decimal | None) -> float | None:
        return round(max(LEAST, float(figure / most) * WHOLE), 2) if figure else None

    bars = [
        Pair(name, length(first), length(second), text(name), name in estimated)
        for name, (first, second) in sums.items()
    ]
    return Pairs(title, summary, *of, bars)
