"""Odds of an output: how often it is made at all, and how much where it is."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from projects.calculations.output_tables import Whole

NEARLY_ALL = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Chance:
    """`share`: of draws that produce, from 0 to 1; `low`, `high`: P10 and P90 of those, 0 where none does."""

    share: float
    low: int
    high: int


def chance_of(total: Whole) -> Chance:
    """The chance behind the draws of one period, and the likely range of those above nought, in their unit."""
    producing = total[total > 0]
    if not len(producing):
        return Chance(0.0, 0, 0)
    low, high = np.percentile(producing, (10, 90))
    return Chance(len(producing) / len(total), round(float(low)), round(float(high)))


def is_nothing_or_all(p10: Decimal, p50: Decimal, p90: Decimal) -> bool:
    """True where one draw in ten gives nothing and the middle is nearly all: a range would mislead."""
    return p10 == 0 and p50 > NEARLY_ALL * p90
