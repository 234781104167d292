"""The internal rate of return of dated flows (XIRR): screened before and checked after, many positions at once.

Actual days over 365, by the library `pyxirr` (Unlicense). Floats live here alone. A rate is given only where the net
flows of the days change their sign exactly once, so that there is one root, and where the flows discounted at the rate
come to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyxirr import xirr

Days = NDArray[np.int64]
"""Days since 1970-01-01."""
Amounts = NDArray[np.float64]
"""What came is above 0, what was paid below, in USD."""

NO_FLOW = "nothing was paid in"
ONE_DAY = "all flows are on one day"
NO_NET = "what was paid came back on the same day"
CHECK_FAILED = "the flows discounted at the rate found do not come to 0"
TOLERANCE = 1e-7
"""Of all flows discounted, without their signs."""
A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate as a fraction, or why there is none. `is_under_a_year`: it is of less than 365 days."""

    rate: float | None
    why: str = ""
    is_under_a_year: bool = False


def rates(flows: Sequence[tuple[Days, Amounts]]) -> list[Rate]:
    """The rate of each position, in order. Days need not be sorted, and may come again."""
    if not flows:
        return []
    position, day, amount = _net(flows)
    first, last = _ends(position, len(flows))
    changes = _sign_changes(position, amount, len(flows))
    found = [_screened(int(changes[one]), int(last[one] - first[one]), flows[one][1]) for one in range(len(flows))]
    asked = [one for one, why in enumerate(found) if not why]
    dates = day.astype("datetime64[D]")
    rate = np.full(len(flows), np.nan)
    for one in asked:
        part = slice(first[one], last[one])
        root = xirr(dates[part], amount[part])
        rate[one] = np.nan if root is None else root
    holds = _comes_to_nothing(position, day, amount, first, last, rate)
    failed = [one for one in asked if not holds[one]]
    for one in failed:
        part = slice(first[one], last[one])
        rate[one] = bisected(day[part], amount[part])
    if failed:
        holds = _comes_to_nothing(position, day, amount, first, last, rate)
    return [
        Rate(None, why or CHECK_FAILED)
        if why or not holds[one]
        else Rate(float(rate[one]), "", bool(day[last[one] - 1] - day[first[one]] < A_YEAR))
        for one, why in enumerate(found)
    ]


def bisected(day: Days, amount: Amounts) -> float:
    """The rate by halving a bracket of ln(1 + rate), where the library finds none; NaN where nothing is bracketed."""
    years = (day - day[0]) / A_YEAR
    low, high = -50.0, 50.0

    def worth(force: float) -> float:
        powers = np.clip(-years * force, -700, 700)
        return float((amount * np.exp(powers)).sum())

    at_low = worth(low)
    if at_low * worth(high) > 0:
        return float("nan")
    for _ in range(200):
        middle = (low + high) / 2
        if at_low * worth(middle) > 0:
            low = middle
        else:
            high = middle
    return float(np.expm1((low + high) / 2))


def _screened(changes: int, days: int, amounts: Amounts) -> str:
    """Why no rate is asked for; empty where one is. `days` of all `amounts` have a net flow."""
    if days == 0:
        return NO_NET if np.any(amounts) else NO_FLOW
    if days == 1:
        return ONE_DAY
    return "" if changes == 1 else f"the flows change their sign {changes} times, not once"


def _net(flows: Sequence[tuple[Days, Amounts]]) -> tuple[NDArray[np.int64], Days, Amounts]:
    """Position, day and net flow of each day of each position that has one, in order."""
    position = np.repeat(np.arange(len(flows)), [len(days) for days, _ in flows])
    day = np.concatenate([days for days, _ in flows]).astype(np.int64)
    amount = np.concatenate([amounts for _, amounts in flows]).astype(np.float64)
    if not len(day):
        return position, day, amount
    if ((np.diff(position) == 0) & (np.diff(day) < 0)).any():
        order = np.lexsort((day, position))
        position, day, amount = position[order], day[order], amount[order]
    begins = np.flatnonzero(np.r_[True, (np.diff(position) != 0) | (np.diff(day) != 0)])
    net = np.add.reduceat(amount, begins)
    kept = net != 0
    return position[begins][kept], day[begins][kept], net[kept]


def _ends(position: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the flows of each position begin and end."""
    numbers = np.arange(count)
    return np.searchsorted(position, numbers, "left"), np.searchsorted(position, numbers, "right")


def _sign_changes(position: NDArray[np.int64], amount: Amounts, count: int) -> NDArray[np.int64]:
    signs = np.sign(amount)
    changed = (np.diff(position) == 0) & (np.diff(signs) != 0)
    return np.bincount(position[1:][changed], minlength=count)


def _comes_to_nothing(
    position: NDArray[np.int64],
    day: Days,
    amount: Amounts,
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    rate: Amounts,
) -> NDArray[np.bool_]:
    """Whether the flows of each position, discounted at its rate, come to nothing; False where there is no rate."""
    count = len(rate)
    known = np.isfinite(rate) & (rate > -1)
    if not len(day):
        return known & False
    force = np.log1p(np.where(known, rate, 0.0))
    begins = day[np.minimum(first, len(day) - 1)]
    with np.errstate(over="ignore", invalid="ignore"):
        discounted = amount * np.exp(-(day - begins[position]) / A_YEAR * force[position])
        left = np.bincount(position, discounted, minlength=count)
        size = np.bincount(position, np.abs(discounted), minlength=count)
        return known & (np.abs(left) <= TOLERANCE * size)
