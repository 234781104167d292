"""The draws of the phases of one line, kept apart: who carries its middle, and what would narrow it.

Drawn anew with the seed of a run they are the very draws that the run added up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from projects.calculations.bands import band_of_sums
from projects.calculations.draws import Draws, Factors, rows_drawn, threshold
from projects.calculations.estimated_output import Drawn, drawn
from projects.calculations.months import Horizon
from projects.calculations.output_tables import Whole, recorded_output, table_of
from projects.calculations.phases import Phase
from projects.calculations.random_streams import Floats

BINS = 20
MIDDLE = (45, 55)


class Basis(StrEnum):
    """By what an answer is drawn. Rough: the sizes of class C as well."""

    FACTS = "facts"
    ESTIMATES = "estimates"
    ROUGH = "rough"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that a line's spread hangs on: `what` of `whom`, with its draws. `is_field`: a fact would end it."""

    whom: str
    what: str
    drawn: Floats
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class LineDraws:
    """The phases of a line by slug, each with its draws, and all that was drawn by chance."""

    phases: dict[str, Phase]
    parts: dict[str, Drawn]
    unknowns: list[Unknown] = field(default_factory=list)

    def total(self, period: int) -> Whole:
        """The line by draw in one period, in millionths of the unit of account."""
        total: Whole = np.sum([one.in_period(period) for one in self.parts.values()], axis=0, dtype=np.int64)
        return total


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a phase carries of the middle of its line, in whole millionths; the parts sum to the P50."""

    slug: str
    carried: int
    is_estimated: bool


def line_draws(phases: Iterable[Phase], horizon: Horizon, draws: Draws, basis: Basis) -> LineDraws:
    """The draws of those phases of a line that the basis can draw, in the order of their slugs."""
    chunk = range(draws.count)
    factors = Factors(draws, chunk)
    found = LineDraws({}, {})
    starts: dict[str, Phase] = {}
    for phase in sorted(phases, key=lambda one: one.slug):
        if not _is_in(phase, basis):
            continue
        if basis is Basis.FACTS:
            table = table_of(phase, draws.mixture, horizon)
            rows = rows_drawn(phase, table, horizon, draws, factors, chunk)
            recorded = np.array(recorded_output(phase, horizon), dtype=np.int64)
            one = Drawn(table, rows, None, recorded, {})
        else:
            one = drawn(phase, horizon, draws, factors, chunk)
        found.phases[phase.slug], found.parts[phase.slug] = phase, one
        found.unknowns.extend(
            Unknown(phase.slug, name, values, is_field=True) for name, values in one.fields.items() if name != "amount"
        )
        starts.setdefault(phase.start.slug, phase)
    found.unknowns.extend(_chances(starts.values(), factors))
    return found


def _is_in(phase: Phase, basis: Basis) -> bool:
    if basis is Basis.FACTS:
        return not phase.not_drawn
    is_rough = phase.estimate is not None and phase.estimate.is_rough
    return not phase.not_estimated and (basis is Basis.ROUGH or not is_rough)


def _chances(phases: Iterable[Phase], factors: Factors) -> list[Unknown]:
    """Success and slip by start, and the factors that starts share."""
    found = []
    names: dict[str, None] = {}
    for phase in phases:
        slip, success = factors.weighted(phase.start)
        if phase.odds is None:
            continue
        reached = success if phase.odds.yearly else (success < threshold(phase.odds.success_share)).astype(np.float64)
        found.append(Unknown(phase.start.slug, "success", reached))
        if phase.odds.slip_median_months and not phase.start.happened:
            found.append(Unknown(phase.start.slug, "slip", slip))
        names |= dict.fromkeys(phase.start.shared)
    return found + [Unknown(name, "shared factor", factors.shared(name)) for name in names]


def contributions(line: LineDraws, period: int) -> list[Contribution]:
    """Each phase's mean over the draws in the middle tenth, scaled so that the parts sum to the P50; largest first.

    The middle tenth are the draws whose total lies between the 45th and the 55th percentiles. Empty where the P50 is 0:
    then no plant carries it.
    """
    if not line.parts:
        return []
    total = line.total(period)
    p50 = int(band_of_sums(total[:, None]).p50[0])
    if not p50:
        return []
    low, high = np.percentile(total, MIDDLE)
    inside = (total >= low) & (total <= high)
    means = {slug: float(one.in_period(period)[inside].mean()) for slug, one in line.parts.items()}
    whole = sum(means.values())
    if not whole:
        return []
    carried = _rounded({slug: p50 * mean / whole for slug, mean in means.items()}, p50)
    found = [Contribution(slug, carried[slug], line.phases[slug].estimate is not None) for slug in carried]
    return sorted(found, key=lambda one: (-one.carried, one.slug))


def _rounded(parts: dict[str, float], total: int) -> dict[str, int]:
    """Whole parts that sum to the total: what rounding leaves goes to the largest fractions."""
    floors = {name: int(np.floor(value)) for name, value in parts.items()}
    left = total - sum(floors.values())
    for name in sorted(parts, key=lambda one: (floors[one] - parts[one], one))[:left]:
        floors[name] += 1
    return floors


def share_narrowed(unknown: Floats, total: Whole) -> float | None:
    """The first-order share of the variance that would go if it were known: 1 − E[Var(Y | e)] ÷ Var(Y).

    Over the values of e where there are at most 20, else over 20 bins of equal count. None where Y does not vary.
    """
    whole = total.astype(np.float64)
    variance = float(whole.var())
    if not variance:
        return None
    distinct, which = np.unique(unknown, return_inverse=True)
    if len(distinct) > BINS:
        which = np.empty(len(whole), dtype=np.intp)
        which[np.argsort(unknown, kind="stable")] = np.arange(len(whole)) * BINS // len(whole)
    counts = np.bincount(which)
    means = np.bincount(which, weights=whole) / np.maximum(counts, 1)
    return float(counts @ (means - whole.mean()) ** 2) / len(whole) / variance
