"""Draws of a phase with its estimates in the place of what no source states.

The draws are those of the facts: the same slip, success and curve by the same keys. Each estimated field has a stream
of its own, keyed by seed, phase and field, so that a fact that replaces an estimate moves that phase alone.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import numpy as np
from numpy.typing import NDArray

from projects.calculations.draws import Draws, Factors, curve_drawn, rows_drawn, rows_of
from projects.calculations.estimates import Estimate, Running
from projects.calculations.lead_times import LeadTime
from projects.calculations.months import Horizon, month_of, position_of, span_of
from projects.calculations.output_tables import (
    OutputTable,
    Whole,
    curves_of,
    recorded_output,
    table_from,
    table_of,
)
from projects.calculations.phases import Phase
from projects.calculations.ramp_up import monthly_shares
from projects.calculations.random_streams import Floats, uniform
from record.calculations.formatting import rounded

LONGEST_RUNNING = 360
"""Months: a plant that has run for 30 years has reached what its curve tends to."""
BLOCK = 2_048  # draws whose outputs stay in the processor's cache
SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What each draw of a phase came to: the row of its table, and by what its size scales that row.

    `scale` None: as the table has it. `recorded` is in each row and is never scaled. `fields` holds what was drawn of
    each estimated field, by name.
    """

    table: OutputTable
    rows: NDArray[np.intp]
    scale: Floats | None
    recorded: Whole
    fields: dict[str, Floats]

    def output(self) -> Whole:
        """Output by draw and period, in millionths of the unit of account."""
        return np.concatenate([whole for _, whole in self._blocks()])

    def added_to(self, sums: Whole) -> Whole:
        """Output by period and draw, added to the sums by draw and period while it is in the processor's cache."""
        by_period = np.empty((sums.shape[1], len(sums)), dtype=np.int64)
        for block, whole in self._blocks():
            sums[block] += whole
            by_period[:, block] = whole.T
        return by_period

    def _blocks(self) -> Iterator[tuple[slice, Whole]]:
        """Output by draw and period, some draws at a time."""
        if self.scale is None:
            yield slice(None), self.table.values[self.rows]
            return
        values = (self.table.values - self.recorded).astype(np.float64)
        buffer = np.empty((BLOCK, values.shape[1]))
        for first in range(0, len(self.rows), BLOCK):
            block = slice(first, first + BLOCK)
            rows = self.rows[block]
            scaled = np.take(values, rows, axis=0, out=buffer[: len(rows)], mode="clip")
            scaled *= self.scale[block, None]
            whole = np.rint(scaled, out=scaled).astype(np.int64)
            whole += self.recorded
            yield block, whole

    def in_period(self, period: int) -> Whole:
        """Output by draw in one period, in millionths."""
        values: Whole = self.table.values[self.rows, period]
        if self.scale is None:
            return values
        recorded = int(self.recorded[period])
        scaled: Whole = np.rint((values - recorded) * self.scale).astype(np.int64)
        scaled += recorded
        return scaled


def drawn(phase: Phase, horizon: Horizon, draws: Draws, factors: Factors, chunk: range) -> Drawn:
    """The draws of a phase with its estimates. Raises ValueError with `Phase.not_estimated` where there are none."""
    if phase.not_estimated:
        raise ValueError(f"{phase.slug}: {phase.not_estimated}.")
    estimate = phase.estimate or Estimate()
    fields: dict[str, Floats] = {}
    sized, scale = phase, None
    if estimate.size:
        amounts, sized = _sized(phase, estimate, draws, chunk, fields)
        most = float(sized.added or 0)
        scale = amounts / most if most and "amount" in fields else None
    table, rows = _rows(sized, estimate, scale, horizon, draws, factors, chunk, fields)
    recorded = np.array(recorded_output(phase, horizon), dtype=np.int64)
    return Drawn(table, rows, scale, recorded, fields)


def _sized(
    phase: Phase, estimate: Estimate, draws: Draws, chunk: range, fields: dict[str, Floats]
) -> tuple[Floats, Phase]:
    """The amount of each draw, and the phase with the most that any of them has."""
    size = estimate.size
    if size is None:
        raise ValueError(f"{phase.slug}: no size is estimated.")

    def stream(name: str) -> Floats:
        return uniform(draws.seed, f"estimate:{phase.slug}:{name}", chunk.start, len(chunk))

    amounts = size.amounts(stream, len(chunk))
    for name, one in size.fields.items():
        fields[name] = one.at(stream(name))
    if size.fields or size.may_be_plain:
        fields["amount"] = amounts
    # A lognormal field has no end: the table holds its P90, and a draw above it is scaled beyond 1.
    return amounts, replace(phase, added=rounded(Decimal(repr(size.ends[1])), SIX))


def _rows(
    phase: Phase,
    estimate: Estimate,
    scale: Floats | None,
    horizon: Horizon,
    draws: Draws,
    factors: Factors,
    chunk: range,
    fields: dict[str, Floats],
) -> tuple[OutputTable, NDArray[np.intp]]:
    """The table, and the row of it that each draw picks."""
    slip, success = factors.weighted(phase.start)
    now = month_of(horizon.as_of)
    finish = partial(rows_of, phase, success=success, draws=draws, chunk=chunk)
    if estimate.running:
        ages = _ages(phase, estimate.running, scale, draws, chunk)
        last = estimate.running.first_month + estimate.running.months
        table = table_from(phase, draws.mixture, horizon, last - LONGEST_RUNNING, LONGEST_RUNNING + 1)
        return table, finish(table, LONGEST_RUNNING - ages)
    lead = estimate.lead or slip_as_lead_time(phase, horizon)
    if lead is None:
        table = table_of(phase, draws.mixture, horizon)
        return table, rows_drawn(phase, table, horizon, draws, factors, chunk)
    steps = max(horizon.end_month - now, 0)
    table = table_from(phase, draws.mixture, horizon, now, steps)
    months = lead.months_from(position_of(horizon.as_of), slip, steps)
    if estimate.lead:
        fields["start"] = now + months.astype(np.float64)
    return table, finish(table, months)


def slip_as_lead_time(phase: Phase, horizon: Horizon) -> LeadTime | None:
    """A stated start that is past and has not come, by its slip: drawn from what is left of it; None for any other."""
    odds, start = phase.odds, phase.start
    if odds is None or start.due is None or start.happened or not odds.slip_median_months or not odds.slip_sigma:
        return None
    if start.due.end >= horizon.as_of:
        return None
    first, length = span_of(start.due)
    lead = LeadTime(first + length, odds.slip_median_months, odds.slip_sigma)
    return None if lead.overdue_at(position_of(horizon.as_of)) else lead


def _ages(phase: Phase, running: Running, scale: Floats | None, draws: Draws, chunk: range) -> NDArray[np.intp]:
    """How many months before the end of the recorded period each draw started, so that its curve passes through it.

    A period that no age reaches, since more was recorded than the curve tends to, is that of the longest running.
    """
    most = float((phase.added or 0) * phase.utilisation) / 12
    amounts = np.full(len(chunk), most) if scale is None else most * scale
    wanted = np.divide(running.output, amounts, out=np.full(len(chunk), math.inf), where=amounts > 0)
    ages = []
    for curve in curves_of(phase, draws.mixture):
        reached = np.concatenate([[0.0], np.cumsum(monthly_shares(curve, LONGEST_RUNNING))])
        of_age = reached - np.concatenate([np.zeros(running.months), reached[: -running.months]])
        ages.append(np.minimum(np.searchsorted(of_age, wanted), LONGEST_RUNNING))
    by_curve: NDArray[np.intp] = np.array(ages, dtype=np.intp)
    which = 0 if phase.curve else curve_drawn(phase, draws, chunk)
    chosen: NDArray[np.intp] = by_curve[which, np.arange(len(chunk))]
    return chosen
