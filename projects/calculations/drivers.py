"""What drives a line's spread: how much of it each project or milestone makes, and what the median is without it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.calculations.bands import band_of_sums
from projects.calculations.line_draws import LineDraws
from projects.calculations.phases import Phase


@dataclass(frozen=True, slots=True)
class Driver:
    """One project or milestone in one period.

    `spread_share` is its covariance with the line over the line's variance: over all drivers they sum to 1, and one
    that moves against the others is negative; None where the line does not vary. `p50_carried` is the median of the
    line less its median without it, in whole millionths.
    """

    name: str
    spread_share: float | None
    p50_carried: int


def drivers(drawn: LineDraws, period: int, *, by: Callable[[Phase], str]) -> list[Driver]:
    """The drivers of a line in one period, by its draws on one basis, those that make most of the spread first.

    `by` names what a phase is put under: its project, or the slug of its start milestone. Empty where nothing is drawn.
    """
    parts: dict[str, NDArray[np.int64]] = {}
    for slug, part in drawn.parts.items():
        name, output = by(drawn.phases[slug]), part.in_period(period)
        parts[name] = parts[name] + output if name in parts else output
    if not parts:
        return []
    line = drawn.total(period)
    median = _median(line)
    off = line - line.mean()
    variance = float(off @ off)
    found = [
        Driver(name, float((part - part.mean()) @ off) / variance if variance else None, median - _median(line - part))
        for name, part in parts.items()
    ]
    return sorted(found, key=lambda one: (-(one.spread_share or 0.0), one.name))


def _median(sums: NDArray[np.int64]) -> int:
    return int(band_of_sums(sums[:, None]).p50[0])
