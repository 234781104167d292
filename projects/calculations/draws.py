"""Draws: of success, slip, the day of the start and the curve, each a function of the seed, a slug and its number.

Per start milestone z (slip) and z' (success) = sqrt(rho) * M + sqrt(rho) * G + sqrt(1 - 2 * rho) * own, with one normal
M a mineral and one G a group: an adverse shared factor raises slip and lowers success alike.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from projects.calculations.months import Horizon, position_of, span_of
from projects.calculations.output_tables import OutputTable
from projects.calculations.phases import Mixture, Odds, Phase, Start, check_mixture
from projects.calculations.random_streams import Floats, normal, normals, uniform


@dataclass(frozen=True, slots=True)
class Draws:
    """What a run is seeded with. `correlation` is the share of variance in each shared factor: mineral and group."""

    seed: int
    count: int = 10_000
    correlation: float = 0.2
    mixture: Mixture = ()

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"{self.count} draws answer nothing. Draw at least once.")
        if not 0 <= self.correlation <= 0.5:
            raise ValueError(f"A correlation of {self.correlation} leaves no variance of its own. Give 0 to 0.5.")
        if self.mixture:
            check_mixture(self.mixture)


class Factors:
    """Shared normals by name over a range of draws, each computed once."""

    def __init__(self, draws: Draws, chunk: range) -> None:
        self._draws, self._chunk = draws, chunk
        self._known: dict[str, Floats] = {}

    def weighted(self, start: Start) -> tuple[Floats, Floats]:
        """The normals z and z' of a start: of slip and of success. An unnamed factor leaves its share to their own."""
        names = start.shared
        slip, success = normals(self._draws.seed, f"start:{start.slug}", self._chunk.start, len(self._chunk))
        own = math.sqrt(1 - self._draws.correlation * len(names))
        slip, success = slip * own, success * own
        for name in names:
            shared = self.shared(name)
            slip += shared
            success += shared
        return slip, success

    def shared(self, name: str) -> Floats:
        """A shared normal, weighted: the square root of the correlation times a standard normal."""
        if name not in self._known:
            weight = math.sqrt(self._draws.correlation)
            self._known[name] = weight * normal(self._draws.seed, name, self._chunk.start, len(self._chunk))
        return self._known[name]


@lru_cache(maxsize=32)
def shared_factors(draws: Draws, chunk: range) -> Factors:
    """The factors of a chunk, kept so that the phases of a run draw each of them once."""
    return Factors(draws, chunk)


def rows_drawn(
    phase: Phase, table: OutputTable, horizon: Horizon, draws: Draws, factors: Factors, chunk: range
) -> NDArray[np.intp]:
    """The row of the phase's table that each draw picks."""
    start, odds = phase.start, phase.odds
    if start.due is None or odds is None:
        raise ValueError(f"{phase.slug}: {phase.not_drawn}.")
    slip, success = factors.weighted(start)
    begins, length = span_of(start.due)
    where: Floats | float = begins
    if length:
        where = begins + length * uniform(draws.seed, f"day:{start.slug}", chunk.start, len(chunk))
    now = position_of(horizon.as_of)
    if start.happened:
        where = np.minimum(where, now)
    else:
        if odds.slip_median_months:
            where = where + odds.slip_median_months * np.exp((odds.slip_sigma or 0.0) * slip)
        where = np.maximum(where, now)
    steps = np.minimum(np.floor(where) - table.origin, table.steps - 1)
    return rows_of(phase, table, np.broadcast_to(steps, success.shape).astype(np.intp), success, draws, chunk)


def rows_of(
    phase: Phase, table: OutputTable, steps: NDArray[np.intp], success: Floats, draws: Draws, chunk: range
) -> NDArray[np.intp]:
    """The row of the table for starts at `steps`: with the years survived, the curve, and success or not."""
    odds = phase.odds
    if odds is None:
        raise ValueError(f"{phase.slug}: {phase.not_drawn}.")
    rows = steps
    if table.lives > 1:
        rows = rows * table.lives + years_survived(odds, success, table.lives - 1)
    if phase.curve is None:
        rows = rows + curve_drawn(phase, draws, chunk) * (table.steps * table.lives)
    if not odds.yearly:
        rows = np.where(success >= threshold(odds.success_share), len(table.values) - 1, rows)
    return rows


def curve_drawn(phase: Phase, draws: Draws, chunk: range) -> NDArray[np.intp]:
    """Which curve of the mixture each draw takes."""
    chosen = uniform(draws.seed, f"curve:{phase.slug}", chunk.start, len(chunk))
    limits = np.cumsum([share for _, share in draws.mixture])[:-1]
    return np.searchsorted(limits, chosen, side="right")


def threshold(share: float) -> float:
    """The z' below which a phase succeeds: the probability of z' below it is `share`."""
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else NormalDist().inv_cdf(share)


def years_survived(odds: Odds, success: Floats, most: int) -> NDArray[np.intp]:
    """Whole years that an operating phase survives, up to `most`: n years where the probability of z' is below p^n."""
    limits = [threshold(odds.success_share**years) for years in range(most, 0, -1)]
    return most - np.searchsorted(limits, success, side="right")
