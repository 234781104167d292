"""Distributions of an estimate: what may stand where a source is silent, as quantiles of a uniform draw."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np

from projects.calculations.random_streams import Floats, normal_of

P90_OF_NORMAL = NormalDist().inv_cdf(0.9)
"""1.28155: where nine in ten of a standard normal are at or below."""
SMALLEST, LARGEST = math.nextafter(0.0, 1.0), math.nextafter(1.0, 0.0)


class Shape(StrEnum):
    FIXED = "fixed"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"
    DISCRETE = "discrete"


class SizeClass(StrEnum):
    """How wide the size of an estimate is. C is drawn only when asked for."""

    A = "A"
    B = "B"
    C = "C"


WIDEST_OF_A, WIDEST_OF_B = 1.2, 1.6


@dataclass(frozen=True, slots=True)
class Distribution:
    """One shape with its figures, in the unit of what is estimated.

    fixed: `middle`. uniform: `low`, `high`. triangular: `low`, `middle` (the mode), `high`. lognormal: `middle` (the
    median) and `high` (its P90). discrete: `values` with their shares, which sum to 1. Raises ValueError, with the
    figures, where they make no distribution.
    """

    shape: Shape
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    values: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        fault = _fault(self)
        if fault:
            raise ValueError(fault)

    def at(self, u: Floats) -> Floats:
        """The quantile at each uniform `u` strictly between 0 and 1."""
        low, middle, high = self.low or 0.0, self.middle or 0.0, self.high or 0.0
        match self.shape:
            case Shape.FIXED:
                return np.full_like(u, middle)
            case Shape.UNIFORM:
                return low + (high - low) * u
            case Shape.TRIANGULAR:
                return _triangular(low, middle, high, u)
            case Shape.LOGNORMAL:
                return middle * np.exp(self.sigma * normal_of(u))
            case Shape.DISCRETE:
                amounts = np.array([value for value, _ in self.values])
                limits = np.cumsum([share for _, share in self.values])[:-1]
                return amounts[np.searchsorted(limits, u, side="right")]

    @property
    def sigma(self) -> float:
        """Of a lognormal: ln(P90 ÷ median) ÷ 1.28155; 0 of any other shape."""
        if self.shape is not Shape.LOGNORMAL or not self.middle or not self.high:
            return 0.0
        return math.log(self.high / self.middle) / P90_OF_NORMAL

    @property
    def is_fixed(self) -> bool:
        return self.ends[0] == self.ends[1]

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that it gives; of a lognormal, which has no ends, P10 and P90."""
        match self.shape:
            case Shape.FIXED:
                return self.middle or 0.0, self.middle or 0.0
            case Shape.UNIFORM | Shape.TRIANGULAR:
                return self.low or 0.0, self.high or 0.0
            case Shape.LOGNORMAL:
                return (self.middle or 0.0) ** 2 / (self.high or 1.0), self.high or 0.0
            case Shape.DISCRETE:
                amounts = [value for value, share in self.values if share > 0]
                return min(amounts), max(amounts)

    def times(self, many: float) -> "Distribution":
        """The same shape with that many times each of its values."""
        if not many:
            return Distribution(Shape.FIXED, middle=0.0)
        low, middle, high = (None if one is None else one * many for one in (self.low, self.middle, self.high))
        values = tuple((value * many, share) for value, share in self.values)
        return Distribution(self.shape, low, middle, high, values)

    def percentile(self, percent: float) -> float:
        """The quantile at `percent` of a hundred."""
        share = min(max(percent / 100, SMALLEST), LARGEST)
        return float(self.at(np.array([share]))[0])


def pairs_in(text: str) -> tuple[tuple[float, float], ...]:
    """Values with their shares, as "1294: 0.5; 2599: 0.5". Raises ValueError that says what was not read."""
    found = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        value, _, share = (one.strip() for one in part.partition(":"))
        try:
            found.append((float(value), float(share)))
        except ValueError:
            raise ValueError(f'"{part}" is no value with its share. Write it as 1294: 0.5.') from None
    return tuple(found)


def size_class(ends: tuple[float, float]) -> SizeClass:
    """A: fixed or at most 1.2 times wide; B: to 1.6; C: wider, or from nought."""
    low, high = ends
    if low == high:
        return SizeClass.A
    if low <= 0:
        return SizeClass.C
    width = round(high / low, 9)
    if width <= WIDEST_OF_A:
        return SizeClass.A
    return SizeClass.B if width <= WIDEST_OF_B else SizeClass.C


def _triangular(low: float, mode: float, high: float, u: Floats) -> Floats:
    """The inverse of the triangular distribution function: rising by a square root to the mode, then falling."""
    if high == low:
        return np.full_like(u, low)
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u < turn, rising, falling)


def _fault(one: Distribution) -> str:
    """Why the figures make no distribution; empty where they do."""
    given: dict[str, float | None] = {"low": one.low, "middle": one.middle, "high": one.high}
    needed: dict[Shape, Sequence[str]] = {
        Shape.FIXED: ("middle",),
        Shape.UNIFORM: ("low", "high"),
        Shape.TRIANGULAR: ("low", "middle", "high"),
        Shape.LOGNORMAL: ("middle", "high"),
        Shape.DISCRETE: (),
    }
    names = needed[one.shape]
    missing = [name for name in names if given[name] is None]
    if missing:
        return f"A {one.shape} distribution needs its {' and its '.join(missing)}."
    surplus = [name for name, value in given.items() if value is not None and name not in names]
    if surplus or (one.values and one.shape is not Shape.DISCRETE):
        return f"A {one.shape} distribution has no {' and no '.join(surplus) or 'values with shares'}. Leave it empty."
    figures = [value for name in names if (value := given[name]) is not None]
    in_words = ", ".join(f"{value:.10g}" for value in figures)
    if any(not math.isfinite(value) or value < 0 for value in figures):
        return f"The figures of an estimate are finite and never negative, not {in_words}."
    if figures != sorted(figures):
        return f"The figures of a {one.shape} distribution rise from low to high, not as {in_words}."
    if one.shape is Shape.LOGNORMAL and not figures[0]:
        return "The median of a lognormal distribution is above 0."
    return _fault_of_values(one) if one.shape is Shape.DISCRETE else ""


def _fault_of_values(one: Distribution) -> str:
    if not one.values:
        return "A discrete distribution needs its values with their shares."
    if any(not math.isfinite(value) or value < 0 or share < 0 for value, share in one.values):
        return "The values and the shares of a discrete distribution are finite and never negative."
    total = math.fsum(share for _, share in one.values)
    return "" if abs(total - 1) <= 1e-9 else f"The shares of the values sum to {total:g}. They sum to 1."
