"""Ramp-up: the share of nameplate a plant has reached by month after its start, after McNulty.

Percentages of the curves are a reconstruction, about 10 points either way between 6 and 36 months.
"""

import math
from dataclasses import dataclass

from record.calculations.unknown import NotKnown

BILLION = 10**9
"""Ramp tables hold whole billionths of nameplate, so that sums are exact in any order."""


@dataclass(frozen=True, slots=True)
class Curve:
    """R(t) = min(1, (L/100) * (1 - exp(-(t/tau)^k))), t in months since the start.

    `asymptote_percent` is L, `tau_months` tau, `shape` k. Raises NotKnown where they make no curve.
    """

    name: str
    asymptote_percent: float
    tau_months: float
    shape: float

    def __post_init__(self) -> None:
        if self.asymptote_percent < 0 or self.tau_months <= 0 or self.shape <= 0:
            raise NotKnown(f"{self.name} is no ramp-up curve. Give L from 0 on, and tau and k above 0.")

    def at(self, months: float) -> float:
        """The share of nameplate reached `months` after the start, 0 before it."""
        if months <= 0:
            return 0.0
        try:
            bent = (months / self.tau_months) ** self.shape
        except OverflowError:
            bent = math.inf
        return min(1.0, self.asymptote_percent / 100 * -math.expm1(-bent))

    @property
    def steady(self) -> float:
        """The share of nameplate that the curve tends to; below 1 it never reaches nameplate."""
        return min(1.0, self.asymptote_percent / 100)


def monthly_shares(curve: Curve, months: int) -> list[float]:
    """R at the middle of each of the first `months` months: 0.5, 1.5, ..."""
    return [curve.at(month + 0.5) for month in range(months)]


def year_mean(curve: Curve, year: int) -> float:
    """The mean of the twelve monthly shares of the first, second, ... year after the start."""
    if year < 1:
        raise ValueError(f"Year {year} is before the start. Years after the start count from 1.")
    return math.fsum(monthly_shares(curve, 12 * year)[-12:]) / 12


def ramp_table(curve: Curve, months: int) -> list[int]:
    """The monthly shares in whole billionths, rounded half to even."""
    return [round(share * BILLION) for share in monthly_shares(curve, months)]
