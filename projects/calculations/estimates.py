"""An estimate of a phase: what stands in the place of each field that no source states.

A fact outranks an estimate. The size goes by total less baseline, or the increment, times the factor to the unit of
account; the start by a lead time, or by the curve of a plant that is running already.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from projects.calculations.distributions import Distribution, Shape, SizeClass, size_class
from projects.calculations.lead_times import LeadTime
from projects.calculations.random_streams import Floats

ONE = Distribution(Shape.FIXED, middle=1.0)
PLAIN = "kind"
"""The stream that says, where a source does not, whether a figure is a total or an increment."""

Stream = Callable[[str], Floats]
"""The uniform draws of one field, by its name."""


@dataclass(frozen=True, slots=True)
class Size:
    """Nameplate added in units of account a year: (figure less baseline) times factor, never below 0.

    `baseline` None says that the figure is an increment. `may_be_plain` says that a source does not tell a total from
    an increment: half of the draws take the figure as it stands.
    """

    figure: Distribution
    baseline: Distribution | None = None
    factor: Distribution = ONE
    may_be_plain: bool = False

    @property
    def fields(self) -> dict[str, Distribution]:
        """The fields that are drawn, by name."""
        named = {"figure": self.figure, "baseline": self.baseline, "factor": self.factor}
        return {name: one for name, one in named.items() if one is not None and not one.is_fixed}

    def amounts(self, stream: Stream, count: int) -> Floats:
        """The amount of each of `count` draws."""

        def drawn(name: str, one: Distribution) -> Floats | float:
            return one.ends[0] if one.is_fixed else one.at(stream(name))

        figure = drawn("figure", self.figure)
        added = figure
        if self.baseline is not None:
            added = figure - drawn("baseline", self.baseline)
            if self.may_be_plain:
                added = np.where(stream(PLAIN) < 0.5, figure, added)
        amounts: Floats = np.broadcast_to(added * drawn("factor", self.factor), (count,))
        return np.maximum(amounts, 0.0)

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most; of a lognormal field its P10 and P90."""
        low, high = self.figure.ends
        if self.baseline is not None:
            least, most = self.baseline.ends
            low, high = low - most, high if self.may_be_plain else high - least
        smallest, largest = self.factor.ends
        return max(low, 0.0) * smallest, max(high, 0.0) * largest

    @property
    def size_class(self) -> SizeClass:
        return size_class(self.ends)


@dataclass(frozen=True, slots=True)
class Running:
    """The newest recorded period of a plant that runs already: its ramp is set so that its curve passes through it.

    `first_month` and `months` say which period; `output` is what was recorded in it above the baseline, in units of
    account.
    """

    first_month: int
    months: int
    output: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What fills the gaps of a phase. A part that is None is as the sources state it.

    `unknown` says why there is no figure even so, empty where there is one.
    """

    size: Size | None = None
    lead: LeadTime | None = None
    running: Running | None = None
    unknown: str = ""

    @property
    def is_rough(self) -> bool:
        """True for a size of class C, which is drawn only when asked for."""
        return self.size is not None and self.size.size_class is SizeClass.C
