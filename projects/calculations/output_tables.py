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


@lru_cache(maxsize=64)
def _ramp(curve: Curve, decades: int) -> NDArray[np.float64]:
    return np.array(ramp_table(curve, 120 * decades), dtype=np.float64)


def monthly_output(phase: Phase, curve: Curve, months: int) -> Whole:
    """Output in each of the first months after the start. Raises ValueError where the nameplate is unknown."""
    if phase.added is None:
        raise ValueError(f"{phase.slug}: nameplate added is unknown.")
    scale = float(phase.added * phase.utilisation * MILLION) / 12 / BILLION
    return np.rint(_ramp(curve, -(-months // 120))[:months] * scale).astype(np.int64)


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
    curves = [phase.curve] if phase.curve else [curve for curve, _ in mixture]
    if not curves:
        raise ValueError(f"{phase.slug} has no curve. Give one, or the mixture to draw it from.")
    first, length = span_of(phase.start.due)
    now = month_of(horizon.as_of)
    origin = min(math.floor(first), now) if phase.start.happened else max(math.floor(first), now)
    reach = max(horizon.end_month - origin, 0)
    slips = phase.odds.slip_median_months > 0 and not phase.start.happened
    steps = reach if slips else min(reach, math.ceil(length) + 1)
    lives = reach // 12 + 1 if phase.odds.yearly else 0
    starts = np.arange(steps + 1)
    ends = None if not phase.odds.yearly else _ends(starts, lives, now - origin)
    blocks = [_block(phase, curve, horizon, origin, starts, ends) for curve in curves]
    values = np.concatenate([*blocks, np.zeros((1, horizon.count), dtype=np.int64)])
    values += np.array(recorded_output(phase, horizon), dtype=np.int64)
    return OutputTable(values, origin, len(starts), lives + 1, len(curves) == 1 and not phase.odds.yearly)


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
    block = _block(phase, curve, horizon, start, np.zeros(1, dtype=np.int64), None)
    recorded = recorded_output(phase, horizon)
    return [projected + known for projected, known in zip(block[0].tolist(), recorded, strict=True)]


def _ends(starts: Whole, lives: int, now: int) -> Whole:
    """By start and years survived, the month after the last one, counted from the start."""
    lived = np.minimum(12 * np.arange(lives + 1), 12 * lives)
    ends = np.maximum(now - starts, 0)[:, None] + lived[None, :]
    ends[:, -1] = np.iinfo(np.int32).max
    return ends


def _block(phase: Phase, curve: Curve, horizon: Horizon, origin: int, starts: Whole, ends: Whole | None) -> Whole:
    """Rows of one curve: by start, and by years survived where `ends` is given."""
    reach = max(horizon.end_month - origin, 0)
    monthly = monthly_output(phase, curve, reach)
    reached = np.concatenate([[0], np.cumsum(monthly)])
    until = np.arange(horizon.count + 1) * horizon.months + horizon.first_month - origin
    if phase.recorded:
        return _unrecorded(phase, horizon, origin, monthly, starts, ends)
    after = np.clip(until[None, :] - starts[:, None], 0, reach)
    if ends is not None:
        after = np.minimum(after[:, None, :], ends[:, :, None]).reshape(-1, horizon.count + 1)
    return np.diff(reached[after], axis=1)


def _unrecorded(
    phase: Phase, horizon: Horizon, origin: int, monthly: Whole, starts: Whole, ends: Whole | None
) -> Whole:
    """The same month by month, leaving out the months that are recorded."""
    months = np.arange(horizon.first_month, horizon.end_month)
    open_months = np.array([month not in phase.recorded for month in months.tolist()])
    age = (months - origin)[None, :] - starts[:, None]
    running = (age >= 0) & open_months
    if ends is not None:
        age = np.repeat(age, ends.shape[1], axis=0)
        running = np.repeat(running, ends.shape[1], axis=0) & (age < ends.reshape(-1, 1))
    output = np.where(running, np.append(monthly, 0)[np.clip(age, 0, len(monthly))], 0)
    return output.reshape(len(output), horizon.count, horizon.months).sum(axis=2)
