"""Bands: P10, P50, P90 and mean by period, from whole draws, exactly.

Percentiles are numpy's "linear", taken after summing within a draw: at rank q * (n - 1) of the ordered draws, between
the two around it in proportion. P90: nine draws in ten at or below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from projects.calculations.output_tables import MILLION, OutputTable, Whole

PERCENTS = (10, 50, 90)


@dataclass(frozen=True, slots=True)
class Band:
    """P10, P50, P90 and mean by period, in whole millionths of the unit of account, rounded half up."""

    p10: Whole
    p50: Whole
    p90: Whole
    mean: Whole

    def amounts(self, measure: str) -> list[Decimal]:
        """One of p10, p50, p90, mean by period, in the unit of account with six places."""
        return [Decimal(value) / MILLION for value in getattr(self, measure).tolist()]


def ranks(draws: int) -> tuple[list[int], list[int], list[int]]:
    """The ranks below and above each percentile among the ordered draws, and hundredths of the way between them."""
    if draws < 1:
        raise ValueError("No draws have no percentiles. Draw at least once.")
    places = [percent * (draws - 1) for percent in PERCENTS]
    lower = [place // 100 for place in places]
    return lower, [min(rank + 1, draws - 1) for rank in lower], [place % 100 for place in places]


def band_of_counts(table: OutputTable, counts: Whole) -> Band:
    """The band of one phase: how often each row of its table was drawn."""
    draws = int(counts.sum())
    lower, upper, hundredths = ranks(draws)
    wanted = np.array([*lower, *upper])
    if table.falling:
        rows = len(counts) - 1 - np.searchsorted(np.cumsum(counts[::-1]), wanted, side="right")
        found = table.values[rows]
    else:
        used = np.flatnonzero(counts)
        values = np.ascontiguousarray(table.values[used].T)
        order = np.argsort(values, axis=1, kind="stable")
        passed = np.cumsum(counts[used][order], axis=1)
        places = (passed[:, None, :] <= wanted[None, :, None]).sum(axis=2)
        found = np.take_along_axis(values, np.take_along_axis(order, places, axis=1), axis=1).T
    return _band(found, hundredths, counts @ table.values, draws)


def band_of_sums(sums: Whole) -> Band:
    """The band of what was added up, given as one row a draw and one column a period."""
    return band_of_periods(np.array(sums.T, order="C", copy=True))


def band_of_periods(by_period: Whole) -> Band:
    """The band of what is given as one row a period and one column a draw; it is left sorted."""
    draws = by_period.shape[1]
    lower, upper, hundredths = ranks(draws)
    total = by_period.sum(axis=1)
    by_period.sort(axis=1)  # in vector instructions: six times as quick as partitioning at six ranks
    return _band(by_period[:, [*lower, *upper]].T, hundredths, total, draws)


def _band(found: Whole, hundredths: Sequence[int], total: Whole, draws: int) -> Band:
    """`found`: the values at the lower ranks, then those at the upper ones, by period."""
    part = np.array(hundredths, dtype=np.int64)[:, None]
    low, high = found[:3], found[3:]
    p10, p50, p90 = low + ((high - low) * part + 50) // 100
    return Band(p10, p50, p90, (2 * total + draws) // (2 * draws))
