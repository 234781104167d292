"""The risk-adjusted projection: seeded draws of success, slip, start and ramp-up, added up by line within each draw.

Every draw of a phase is a function of the seed, the slugs and the number of the draw alone; outputs are whole numbers.
So any split over phases, draws and workers, in any order, gives the same answer to the last digit.

A run answers by facts only, with estimates, and roughly: with those of size class C as well. A line is drawn once by
facts; what estimates change of it, phase by phase, is added to that.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import groupby

import numpy as np

from projects.calculations.bands import Band, band_of_counts, band_of_periods, band_of_sums
from projects.calculations.draws import Draws, shared_factors
from projects.calculations.months import Horizon
from projects.calculations.output_tables import MILLION
from projects.calculations.phases import Phase
from projects.calculations.tallies import Line, Tally, is_estimated, joined, side_by_side, tally
from record.calculations.unknown import NotKnown

LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Projection:
    """Bands by phase and by line. `not_drawn` holds the phases that are in no band by facts, with the reason.

    `estimated` has the phases and lines that estimates change, and no other: for the rest both answers are one.
    `rough` has the lines with a phase of size class C: of these too.
    """

    by_phase: dict[str, Band]
    by_line: dict[Line, Band]
    not_drawn: dict[str, str]
    phases_estimated: dict[str, Band] = field(default_factory=dict)
    lines_estimated: dict[Line, Band] = field(default_factory=dict)
    lines_rough: dict[Line, Band] = field(default_factory=dict)


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
    stands twice, NotKnown for amounts too large to add up exactly.
    """
    if len({phase.slug for phase in phases}) != len(phases):
        raise ValueError("A phase is there twice. Each slug is drawn once.")
    not_drawn = {phase.slug: phase.not_drawn for phase in sorted(phases, key=lambda one: one.slug) if phase.not_drawn}
    wanted = [phase for phase in phases if not phase.not_drawn or is_estimated(phase, horizon)]
    wanted.sort(key=lambda one: (one.line, one.slug))
    _check_size(wanted, horizon, draws)
    chunks = [range(at, min(at + draws_a_chunk, draws.count)) for at in range(0, draws.count, draws_a_chunk)]
    whole, split = _pieces(wanted, phases_a_chunk)
    answer = partial(_answer, horizon=horizon, draws=draws, chunks=chunks)
    found = Projection({}, {}, not_drawn)
    with nullcontext(pool) if pool else ThreadPoolExecutor(workers) as executor:
        for part in executor.map(answer, whole):
            _take_in(found, part)
        for pieces in split:
            sums: list[Tally] = []
            for part, tally_of_piece in executor.map(
                partial(_split_answer, horizon=horizon, draws=draws, chunks=chunks), pieces
            ):
                found.by_phase.update(part.by_phase)
                found.phases_estimated.update(part.phases_estimated)
                sums = [side_by_side([*sums, tally_of_piece])]
            _take_in(found, _bands_of_lines(sums[0]))
    return found


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


def _split_answer(
    phases: Sequence[Phase], *, horizon: Horizon, draws: Draws, chunks: Sequence[range]
) -> tuple[Projection, Tally]:
    """The bands of some phases of one line, and its sums so far."""
    parts = [tally(phases, horizon, draws, chunk, shared_factors(draws, chunk)) for chunk in chunks]
    result = joined(parts)
    bands = {slug: band_of_counts(table, counts) for slug, (table, counts) in result.counts.items()}
    estimated = {slug: band_of_counts(table, counts) for slug, (table, counts) in result.counts_estimated.items()}
    estimated |= {slug: band_of_periods(output) for slug, output in result.estimated.items()}
    result.counts, result.counts_estimated, result.estimated = {}, {}, {}
    return Projection(bands, {}, {}, estimated), result


def _answer(phases: Sequence[Phase], *, horizon: Horizon, draws: Draws, chunks: Sequence[range]) -> Projection:
    """The bands of some phases that are whole lines, and those of their lines."""
    found, sums = _split_answer(phases, horizon=horizon, draws=draws, chunks=chunks)
    _take_in(found, _bands_of_lines(sums))
    return found


def _bands_of_lines(sums: Tally) -> Projection:
    """The bands of whole lines: by facts, with what estimates change, and with the rough ones as well."""
    found = Projection({}, {line: band_of_sums(one) for line, one in sums.sums.items()}, {})
    for line in sums.changes.keys() | sums.rough.keys():
        known = [one[line] for one in (sums.sums, sums.changes) if line in one]
        if line in sums.changes:
            found.lines_estimated[line] = band_of_sums(np.sum(known, axis=0))
        if line in sums.rough:
            found.lines_rough[line] = band_of_sums(np.sum([*known, sums.rough[line]], axis=0))
    return found


def _take_in(found: Projection, part: Projection) -> None:
    found.by_phase.update(part.by_phase)
    found.by_line.update(part.by_line)
    found.phases_estimated.update(part.phases_estimated)
    found.lines_estimated.update(part.lines_estimated)
    found.lines_rough.update(part.lines_rough)


def _check_size(phases: Iterable[Phase], horizon: Horizon, draws: Draws) -> None:
    most: Counter[Line] = Counter()
    for phase in phases:
        largest = phase.added or Decimal(0)
        if phase.estimate and phase.estimate.size:
            largest = max(largest, Decimal(phase.estimate.size.ends[1]))
        most[phase.line] += round(largest * MILLION) * horizon.months // 12
    if max(most.values(), default=0) * max(100, 2 * draws.count) > LARGEST:
        raise NotKnown("The nameplates are too large to be added up exactly. Use a larger unit of account.")
