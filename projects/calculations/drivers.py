"""What drives a line's spread: how much of it each project or milestone makes, and what the median is without it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.calculations.bands import band_of_sums
from projects.calculations.draws import Draws, Factors, rows_drawn
from projects.calculations.months import Horizon
from projects.calculations.output_tables import table_of
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


def drivers(
    phases: Iterable[Phase], horizon: Horizon, draws: Draws, period: int, *, by: Callable[[Phase], str]
) -> list[Driver]:
    """The drivers of the phases of one line in one period, those that make most of the spread first.

    `by` names what a phase is put under: its project, or the slug of its start milestone.
    """
    chunk = range(draws.count)
    factors = Factors(draws, chunk)
    parts: dict[str, NDArray[np.int64]] = {}
    for phase in sorted(phases, key=lambda one: one.slug):
        if phase.not_drawn:
            continue
        table = table_of(phase, draws.mixture, horizon)
        output = table.values[rows_drawn(phase, table, horizon, draws, factors, chunk), period]
        name = by(phase)
        parts[name] = parts[name] + output if name in parts else output
    if not parts:
        return []
    line: NDArray[np.int64] = np.sum(list(parts.values()), axis=0, dtype=np.int64)
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
