"""The split of a group line by the distribution of its feed: element lines as an estimate, beside the group.

They are never added to the group line, nor to each other beyond it: by a ratio the two parts of a draw are the group.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from projects.calculations.distributions import Distribution, Shape
from projects.calculations.random_streams import Floats

Middles = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ElementShare:
    """The part of a group that an element is. `ratio`: of a pair, by the ratio of the first to the second."""

    element: str
    share: Distribution
    ratio: bool = False
    is_first: bool = True

    def at(self, u: Floats) -> Floats:
        """The share of each draw by its uniform `u`: one stream a phase, so that a pair always adds up."""
        found = self.share.at(u)
        if not self.ratio:
            return found
        part: Floats = found / (1 + found) if self.is_first else 1 / (1 + found)
        return part

    @property
    def ends(self) -> Middles:
        """The least, the middle and the most: r ÷ (1 + r) of the first, 1 ÷ (1 + r) of the second."""
        low, high = self.share.ends
        middle = low if self.share.middle is None else self.share.middle
        if not self.ratio:
            return low, middle, high
        first = tuple(sorted(r / (1 + r) if self.is_first else 1 / (1 + r) for r in (low, middle, high)))
        return first[0], first[1], first[2]


def distribution_of(value: float, low: float | None, high: float | None) -> Distribution:
    """Triangular where a range is given, else the figure as it stands."""
    if low is None or high is None:
        return Distribution(Shape.FIXED, middle=value)
    return Distribution(Shape.TRIANGULAR, low, value, high)


def shares_of_oxides(rows: Iterable[tuple[str, Distribution]]) -> list[ElementShare]:
    """Each element by its mass share of the oxides of the feed. Raises ValueError for a share above 1."""
    found = [ElementShare(element, share) for element, share in rows]
    for one in found:
        if one.ends[2] > 1:
            raise ValueError(f"the share of {one.element} in the feed is {one.ends[2]:g}, above 1")
    return found


def shares_of_pair(pair: str, ratio: Distribution) -> list[ElementShare]:
    """The two elements of "Dy : Tb" by their ratio. Raises ValueError where the text names no two."""
    first, _, second = (one.strip() for one in pair.partition(":"))
    if not first or not second:
        raise ValueError(f'"{pair}" names no two elements. Write them as Dy : Tb.')
    return [ElementShare(first, ratio, ratio=True), ElementShare(second, ratio, ratio=True, is_first=False)]
