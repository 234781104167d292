"""Output of a phase by period for every month it may start in, in whole millionths of the unit of account.

Whole numbers add up to the same sum in any order, so neither chunks nor workers nor the order of phases can show.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from projects.calculations.months import Horizon, month_of, span_of
from projects.calculations.phases import Mixture, Phase
from projects.calculations.ramp_up import BILLION, Curve, ramp_table

Whole = NDArray[np.int64]
MILLION = 10**6


def millionths(amount: Decimal) -> int:
    """An amount in whole millionths, rounded half to even."""
    return round(amount * MILLION)


@dataclass(frozen=True, slots=True)
class OutputTable:
    """`values[row]` is the output by period; a draw picks a row. The last row is that of a phase that never starts.

    Rows go by curve, then by months from `origin` to the start, then by years survived; `steps` is how many starts
    and `lives` how many years survived there are. `falling` says that no row is above the one before it.
    """

    values: Whole
    origin: int
    steps: int
    lives: int
    falling: bool


def table_of(phase: Phase, mixture: Mixture, horizon: Horizon) -> OutputTable:
    """The table of a phase that can be drawn; see `Phase.not_drawn`. Raises ValueError for one that cannot."""
    if phase.start.due is None or phase.odds is None:
        raise ValueError(f"{phase.slug}: {phase.not_drawn}.")
    first, length = span_of(phase.start.due)
    now = month_of(horizon.as_of)
    origin = min(math.floor(first), now) if phase.start.happened else max(math.floor(first), now)
    reach = max(horizon.end_month - origin, 0)
    slips = phase.odds.slip_median_months > 0 and not phase.start.happened
    steps = reach if slips else min(reach, math.ceil(length) + 1)
    return table_from(phase, mixture, horizon, origin, steps)


def table_from(phase: Phase, mixture: Mixture, horizon: Horizon, origin: int, steps: int) -> OutputTable:
    """The table of a phase that starts in one of the `steps` months from `origin` on, or after them all."""
    curves = curves_of(phase, mixture)
    reach = max(horizon.end_month - origin, 0)
    lives = reach // 12 + 1 if phase.odds and phase.odds.yearly else 0
    blocks = [_block(phase, curve, horizon, origin, steps + 1, lives) for curve in curves]
    values = np.concatenate([*blocks, np.zeros((1, horizon.count), dtype=np.int64)])
    values += np.array(recorded_output(phase, horizon), dtype=np.int64)
    return OutputTable(values, origin, steps + 1, lives + 1, len(curves) == 1 and not lives)


def curves_of(phase: Phase, mixture: Mixture) -> list[Curve]:
    """The curve of a phase, else those of the mixture. Raises ValueError where there is none."""
    curves = [phase.curve] if phase.curve else [curve for curve, _ in mixture]
    if not curves:
        raise ValueError(f"{phase.slug} has no curve. Give one, or the mixture to draw it from.")
    return curves


def recorded_output(phase: Phase, horizon: Horizon) -> list[int]:
    """What was recorded above the baseline, by period, in millionths; 0 where nothing was."""
    if not phase.recorded:
        return [0] * horizon.count
    return [
        sum(
            millionths(phase.recorded[month])
            for month in range(start, start + horizon.months)
            if month in phase.recorded
        )
        for start in horizon.starts
    ]


def output_from(phase: Phase, curve: Curve, horizon: Horizon, start: int) -> list[int]:
    """Output by period of a phase that starts in one month, with what was recorded, in millionths."""
    block = _block(phase, curve, horizon, start, 1, 0)
    recorded = recorded_output(phase, horizon)
    return [projected + known for projected, known in zip(block[0].tolist(), recorded, strict=True)]


def _block(phase: Phase, curve: Curve, horizon: Horizon, origin: int, starts: int, lives: int) -> Whole:
    """Rows of one curve: by start, and by years survived where there are `lives`."""
    if phase.added is None:
        raise ValueError(f"{phase.slug}: nameplate added is unknown.")
    closed = tuple(sorted(month for month in phase.recorded if horizon.first_month <= month < horizon.end_month))
    months = float(phase.added * phase.utilisation * MILLION) / 12
    return np.rint(_months_of_nameplate(curve, horizon, origin, starts, lives, closed) * months).astype(np.int64)


@lru_cache(maxsize=512)
def _months_of_nameplate(
    curve: Curve, horizon: Horizon, origin: int, starts: int, lives: int, closed: tuple[int, ...]
) -> NDArray[np.float64]:
    """How many months of nameplate a period yields, by start and years survived, leaving out the closed months.

    Added up in whole billionths, so that the order of the months cannot show.
    """
    ramp = _ramp(curve, max(horizon.end_month - origin, 0) // 120 + 1)
    reached = np.concatenate([[0], np.cumsum(ramp)])
    bounds = np.arange(horizon.count + 1) * horizon.months + horizon.first_month - origin
    begins = np.repeat(np.arange(starts), lives + 1)[:, None]
    ends = _ends(starts, lives, month_of(horizon.as_of) - origin) if lives else np.full((starts, 1), len(ramp))
    ages = np.clip(bounds[None, :] - begins, 0, np.minimum(ends, len(ramp)))
    output = np.diff(reached[ages], axis=1)
    for month in closed:
        age = month - origin - begins
        running = (age >= 0) & (age < ends)
        output[:, (month - horizon.first_month) // horizon.months] -= np.where(running, ramp[age % len(ramp)], 0)[:, 0]
    shares: NDArray[np.float64] = output / BILLION
    return shares


@lru_cache(maxsize=64)
def _ramp(curve: Curve, decades: int) -> Whole:
    return np.array(ramp_table(curve, 120 * decades), dtype=np.int64)


def _ends(starts: int, lives: int, now: int) -> Whole:
    """By start and years survived, the month after the last one, counted from the start; the last life never ends."""
    ends = np.maximum(now - np.arange(starts), 0)[:, None] + 12 * np.arange(lives + 1)[None, :]
    ends[:, -1] = np.iinfo(np.int32).max
    return ends.reshape(-1, 1)
