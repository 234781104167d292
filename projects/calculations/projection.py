"""The risk-adjusted projection: seeded draws of success, slip, start and ramp-up, added up by line within each draw.

Every draw of a phase is a function of the seed, the slugs and the number of the draw alone; outputs are whole numbers.
So any split over phases, draws and workers, in any order, gives the same answer to the last digit.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np

from projects.calculations.bands import Band, band_of_counts, band_of_sums
from projects.calculations.draws import Draws, Factors, rows_drawn, shared_factors
from projects.calculations.months import Horizon
from projects.calculations.output_tables import MILLION, OutputTable, Whole, table_of
from projects.calculations.phases import Phase

Line = tuple[str, ...]
BLOCK = 2_048  # draws whose sums stay in the processor's cache
LARGEST = 2**62


@dataclass(slots=True)
class Tally:
    """Draws of some phases: how often each phase drew each row of its table, and the sums by line, draw and period."""

    draws: range
    counts: dict[str, tuple[OutputTable, Whole]]
    sums: dict[Line, Whole]


@dataclass(frozen=True, slots=True)
class Projection:
    """Bands by phase and by line. `not_drawn` holds the phases that are in no band, with the reason."""

    by_phase: dict[str, Band]
    by_line: dict[Line, Band]
    not_drawn: dict[str, str]


def tally(
    phases: Iterable[Phase], horizon: Horizon, draws: Draws, chunk: range, factors: Factors | None = None
) -> Tally:
    """The draws of `chunk` for phases that can be drawn. `joined` puts tallies of other phases or draws together."""
    factors = factors or Factors(draws, chunk)
    result = Tally(chunk, {}, {})
    buffer = np.empty((min(BLOCK, len(chunk)), horizon.count), dtype=np.int64)
    for phase in phases:
        table = table_of(phase, draws.mixture, horizon)
        rows = rows_drawn(phase, table, horizon, draws, factors, chunk)
        result.counts[phase.slug] = (table, np.bincount(rows, minlength=len(table.values)))
        if phase.line not in result.sums:
            result.sums[phase.line] = np.zeros((len(chunk), horizon.count), dtype=np.int64)
        sums = result.sums[phase.line]
        for first in range(0, len(chunk), BLOCK):
            part = rows[first : first + BLOCK]
            sums[first : first + BLOCK] += np.take(table.values, part, axis=0, out=buffer[: len(part)], mode="clip")
    return result


def joined(tallies: Iterable[Tally]) -> Tally:
    """Tallies over the same draws are added, over further draws put behind one another, in any order given.

    Raises ValueError where a draw of a phase is missing or there twice.
    """
    by_draws: dict[int, list[Tally]] = defaultdict(list)
    for one in tallies:
        by_draws[one.draws.start].append(one)
    parts = [_side_by_side(by_draws[first]) for first in sorted(by_draws)]
    if any(before.draws.stop != after.draws.start for before, after in zip(parts, parts[1:], strict=False)):
        raise ValueError("Draws are missing or there twice between the tallies.")
    if any(part.counts.keys() != parts[0].counts.keys() for part in parts):
        raise ValueError("Some phases lack draws that others have.")
    counts = {
        slug: (table, np.sum([part.counts[slug][1] for part in parts], axis=0))
        for slug, (table, _) in parts[0].counts.items()
    }
    sums = {line: np.concatenate([part.sums[line] for part in parts]) for line in parts[0].sums}
    return Tally(range(parts[0].draws.start, parts[-1].draws.stop), counts, sums)


def project(
    phases: Sequence[Phase],
    horizon: Horizon,
    draws: Draws,
    *,
    workers: int = 2,
    phases_a_chunk: int = 16,
    draws_a_chunk: int = 10_000,
    pool: Executor | None = None,
) -> Projection:
    """The bands of every phase and line, the same whatever the order, the workers and the chunks.

    By `workers` threads, or those of `pool` where one is given: threads or processes. Raises ValueError for a slug that
    stands twice, or amounts too large to add up exactly.
    """
    if len({phase.slug for phase in phases}) != len(phases):
        raise ValueError("A phase is there twice. Each slug is drawn once.")
    not_drawn = {phase.slug: phase.not_drawn for phase in sorted(phases, key=lambda one: one.slug) if phase.not_drawn}
    drawn = sorted((phase for phase in phases if not phase.not_drawn), key=lambda one: (one.line, one.slug))
    _check_size(drawn, horizon, draws)
    chunks = [range(at, min(at + draws_a_chunk, draws.count)) for at in range(0, draws.count, draws_a_chunk)]
    whole, split = _pieces(drawn, phases_a_chunk)
    answer = partial(_answer, horizon=horizon, draws=draws, chunks=chunks)
    by_phase: dict[str, Band] = {}
    by_line: dict[Line, Band] = {}
    with nullcontext(pool) if pool else ThreadPoolExecutor(workers) as executor:
        for bands, sums in executor.map(answer, whole):
            by_phase |= bands
            by_line |= sums
        for pieces in split:
            line = np.zeros((draws.count, horizon.count), dtype=np.int64)
            for bands, part in executor.map(partial(answer, is_split=True), pieces):
                by_phase |= bands
                line += part[pieces[0][0].line]
            by_line[pieces[0][0].line] = band_of_sums(line)
    return Projection(by_phase, by_line, not_drawn)


def _pieces(drawn: Sequence[Phase], size: int) -> tuple[list[list[Phase]], list[list[list[Phase]]]]:
    """Pieces of whole lines, of up to `size` phases, and the pieces of each line that is larger than that."""
    whole: list[list[Phase]] = [[]]
    split: list[list[list[Phase]]] = []
    for _, group in groupby(drawn, key=lambda one: one.line):
        members = list(group)
        if len(members) > size:
            split.append([members[at : at + size] for at in range(0, len(members), size)])
        elif len(whole[-1]) + len(members) > size:
            whole.append(members)
        else:
            whole[-1].extend(members)
    return whole, split


def _answer(
    phases: Sequence[Phase], *, horizon: Horizon, draws: Draws, chunks: Sequence[range], is_split: bool = False
) -> tuple[dict[str, Band], dict[Line, Any]]:
    """The bands of some phases, and the bands of their lines; where their line is split, its sums so far."""
    parts = [tally(phases, horizon, draws, chunk, shared_factors(draws, chunk)) for chunk in chunks]
    result = joined(parts)
    bands = {slug: band_of_counts(table, counts) for slug, (table, counts) in result.counts.items()}
    return bands, result.sums if is_split else {line: band_of_sums(sums) for line, sums in result.sums.items()}


def _side_by_side(tallies: Sequence[Tally]) -> Tally:
    result = Tally(tallies[0].draws, {}, {})
    for one in tallies:
        if one.draws != result.draws:
            raise ValueError("Tallies of overlapping draws do not go together.")
        if result.counts.keys() & one.counts.keys():
            raise ValueError("A phase was drawn twice for the same draws.")
        result.counts |= one.counts
        for line, sums in one.sums.items():
            result.sums[line] = result.sums[line] + sums if line in result.sums else sums
    return result


def _check_size(phases: Iterable[Phase], horizon: Horizon, draws: Draws) -> None:
    most: Counter[Line] = Counter()
    for phase in phases:
        most[phase.line] += round(abs(phase.added or Decimal(0)) * MILLION) * horizon.months // 12
    if max(most.values(), default=0) * max(100, 2 * draws.count) > LARGEST:
        raise ValueError("The nameplates are too large to be added up exactly. Use a larger unit of account.")
