"""Tallies: draws of some phases over some draws, which go together in any order to the same sums."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from projects.calculations.draws import Draws, Factors, rows_drawn
from projects.calculations.estimated_output import BLOCK, drawn, slip_as_lead_time
from projects.calculations.months import Horizon
from projects.calculations.output_tables import OutputTable, Whole, table_of
from projects.calculations.phases import Phase

Line = tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Draws of some phases: how often each phase drew each row of its table, and the sums by line, draw and period.

    `counts_estimated` has the same of each phase that estimates change, and `estimated` the outputs of those whose size
    is drawn, by period and draw; `changes` by line what they add to its sums, and `rough` what those of size class C
    add besides.
    """

    draws: range
    counts: dict[str, tuple[OutputTable, Whole]]
    sums: dict[Line, Whole]
    counts_estimated: dict[str, tuple[OutputTable, Whole]] = field(default_factory=dict)
    estimated: dict[str, Whole] = field(default_factory=dict)
    changes: dict[Line, Whole] = field(default_factory=dict)
    rough: dict[Line, Whole] = field(default_factory=dict)

    @property
    def arrays(self) -> tuple[dict[Line, Whole], ...]:
        return self.sums, self.changes, self.rough


def tally(
    phases: Iterable[Phase], horizon: Horizon, draws: Draws, chunk: range, factors: Factors | None = None
) -> Tally:
    """The draws of `chunk` for phases that can be drawn, by facts or with estimates.

    `joined` puts tallies of other phases or draws together.
    """
    factors = factors or Factors(draws, chunk)
    result = Tally(chunk, {}, {})
    for phase in phases:
        if is_estimated(phase, horizon):
            _add_estimated(result, phase, horizon, draws, factors)
        if phase.not_drawn:
            continue
        table = table_of(phase, draws.mixture, horizon)
        rows = rows_drawn(phase, table, horizon, draws, factors, chunk)
        result.counts[phase.slug] = (table, np.bincount(rows, minlength=len(table.values)))
        if phase.line not in result.sums:
            result.sums[phase.line] = np.zeros((len(chunk), horizon.count), dtype=np.int64)
        _add_rows(result.sums[phase.line], table, rows)
    return result


def is_estimated(phase: Phase, horizon: Horizon) -> bool:
    """True where estimates give the phase other draws than its facts do: an estimate of it, or a start that is past."""
    return (phase.estimate is not None or slip_as_lead_time(phase, horizon) is not None) and not phase.not_estimated


def _add_estimated(result: Tally, phase: Phase, horizon: Horizon, draws: Draws, factors: Factors) -> None:
    """The draws of a phase with its estimates, and what they change of its line."""
    found = drawn(phase, horizon, draws, factors, result.draws)
    sums = result.rough if phase.estimate and phase.estimate.is_rough else result.changes
    if phase.line not in sums:
        sums[phase.line] = np.zeros((len(result.draws), horizon.count), dtype=np.int64)
    if found.scale is None:
        result.counts_estimated[phase.slug] = (found.table, np.bincount(found.rows, minlength=len(found.table.values)))
        _add_rows(sums[phase.line], found.table, found.rows)
    else:
        result.estimated[phase.slug] = found.added_to(sums[phase.line])
    if not phase.not_drawn:
        table = table_of(phase, draws.mixture, horizon)
        _add_rows(sums[phase.line], table, rows_drawn(phase, table, horizon, draws, factors, result.draws), np.subtract)


def _add_rows(sums: Whole, table: OutputTable, rows: NDArray[np.intp], how: np.ufunc = np.add) -> None:
    """Add the picked rows of a table to the sums, or subtract them, in blocks that stay in the processor's cache."""
    buffer = np.empty((min(BLOCK, len(rows)), sums.shape[1]), dtype=np.int64)
    for first in range(0, len(rows), BLOCK):
        part = rows[first : first + BLOCK]
        whole = sums[first : first + BLOCK]
        how(whole, np.take(table.values, part, axis=0, out=buffer[: len(part)], mode="clip"), out=whole)


def joined(tallies: Iterable[Tally]) -> Tally:
    """Tallies over the same draws are added, over further draws put behind one another, in any order given.

    Raises ValueError where a draw of a phase is missing or there twice.
    """
    by_draws: dict[int, list[Tally]] = defaultdict(list)
    for one in tallies:
        by_draws[one.draws.start].append(one)
    parts = [side_by_side(by_draws[first]) for first in sorted(by_draws)]
    if len(parts) == 1:
        return parts[0]
    if any(before.draws.stop != after.draws.start for before, after in zip(parts, parts[1:], strict=False)):
        raise ValueError("Draws are missing or there twice between the tallies.")
    if any(part.counts.keys() != parts[0].counts.keys() for part in parts):
        raise ValueError("Some phases lack draws that others have.")
    result = Tally(range(parts[0].draws.start, parts[-1].draws.stop), {}, {})
    for slug, (table, _) in parts[0].counts.items():
        result.counts[slug] = (table, np.sum([part.counts[slug][1] for part in parts], axis=0))
    for slug, (table, _) in parts[0].counts_estimated.items():
        result.counts_estimated[slug] = (table, np.sum([part.counts_estimated[slug][1] for part in parts], axis=0))
    for slug in parts[0].estimated:
        result.estimated[slug] = np.concatenate([part.estimated[slug] for part in parts], axis=1)
    for number, whole in enumerate(result.arrays):
        for line in parts[0].arrays[number]:
            whole[line] = np.concatenate([part.arrays[number][line] for part in parts])
    return result


def side_by_side(tallies: Sequence[Tally]) -> Tally:
    result = Tally(tallies[0].draws, {}, {})
    for one in tallies:
        if one.draws != result.draws:
            raise ValueError("Tallies of overlapping draws do not go together.")
        if result.counts.keys() & one.counts.keys():
            raise ValueError("A phase was drawn twice for the same draws.")
        result.counts |= one.counts
        result.counts_estimated |= one.counts_estimated
        result.estimated |= one.estimated
        for whole, part in zip(result.arrays, one.arrays, strict=True):
            for line, sums in part.items():
                whole[line] = whole[line] + sums if line in whole else sums
    return result
