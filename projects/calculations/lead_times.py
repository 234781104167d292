"""Starts that no source dates: from the day a stage was last stated on, by the lead time of that stage.

With F the lognormal of the lead time in months and a the months gone by, a start that has not come is drawn from what
is left of F: start = F⁻¹(F(a) + u·(1 − F(a))), u = Φ(z). Whole months are compared as normals, so that no inverse is
computed for each draw: the start is k months away or more where z ≥ Φ⁻¹((F(a + k) − F(a)) ÷ (1 − F(a))).
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from projects.calculations.distributions import Distribution, Shape
from projects.calculations.random_streams import Floats

LEAST_LEFT = 0.001
NORMAL = NormalDist()
BEYOND = "overdue beyond its range"


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Months from `origin`, a position on the scale of months, to the start: lognormal by its median and sigma."""

    origin: float
    median_months: float
    sigma: float

    @classmethod
    def by_p90(cls, origin: float, median_months: float, p90_months: float) -> "LeadTime":
        """Sigma = ln(P90 ÷ median) ÷ 1.28155. Raises ValueError where these make no lognormal."""
        months = Distribution(Shape.LOGNORMAL, middle=median_months, high=p90_months)
        return cls(origin, median_months, months.sigma)

    def share_by(self, position: float) -> float:
        """F: the share of starts that have come by `position`."""
        months = position - self.origin
        if months <= 0:
            return 0.0
        if not self.sigma:
            return 1.0 if months >= self.median_months else 0.0
        return NORMAL.cdf(math.log(months / self.median_months) / self.sigma)

    def left_at(self, now: float) -> float:
        """1 − F(a): the share of starts that are still to come."""
        return 1.0 - self.share_by(now)

    def overdue_at(self, now: float) -> bool:
        """True where less than one in a thousand is still to come: the start is unknown then."""
        return self.left_at(now) < LEAST_LEFT

    def months_from(self, now: float, z: Floats, most: int) -> NDArray[np.intp]:
        """Whole months from the month of `now` to the month of the start, by draw, from 0 to `most`.

        `z`: the standard normal of each draw. Raises ValueError where the start is overdue beyond its range.
        """
        return np.searchsorted(_limits(self, now, most), z, side="right")

    def percentile(self, now: float, percent: float) -> float:
        """The position on the scale of months by which `percent` of a hundred starts have come, seen at `now`."""
        gone = self.share_by(now)
        share = gone + percent / 100 * (1.0 - gone)
        return self.origin + self.median_months * math.exp(self.sigma * normal_at(share))


@lru_cache(maxsize=64)
def _limits(lead: LeadTime, now: float, most: int) -> Floats:
    """The normals at which the start moves a month away, from one month to `most`."""
    left = lead.left_at(now)
    if left < LEAST_LEFT:
        raise ValueError(BEYOND)
    gone, month = 1.0 - left, math.floor(now)
    return np.array([normal_at((lead.share_by(month + k) - gone) / left) for k in range(1, most + 1)])


def normal_at(share: float) -> float:
    """Φ⁻¹, with the infinities at its ends."""
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else NORMAL.inv_cdf(share)
