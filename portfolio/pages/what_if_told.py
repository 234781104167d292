"""What a change would do, in one sentence: the middle with its likely range, before and after."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from portfolio.charts.fan_words import rests_on_estimates
from portfolio.reports.production.projected import COUNTED
from portfolio.reports.production.what_if import HOME, Percentiles, WhatIfLine
from record.calculations.formatting import three_digits

from .what_if_beside import NOTHING_DRAWN


def told_of_change(
    letter: str, lines: Iterable[WhatIfLine], year: int, names: Mapping[str, str], stages: Mapping[str, str]
) -> str:
    """Of the figure at home in that year that the change moves most; `names` of minerals."""
    of_year = [one for one in lines if one.stored.year == year]
    if not of_year:
        return f"{letter}: {NOTHING_DRAWN}"
    at_home = [one for one in of_year if (one.stored.standing, one.stored.reach) == (HOME, COUNTED)]
    line = max(at_home or of_year, key=moved)
    row = line.stored
    whom = f"{names.get(row.mineral, row.mineral)}, {stages.get(row.stage, row.stage)}"
    before = size(line.estimated.stored, row.unit, is_estimated=rests_on_estimates(row))
    after = size(line.estimated.changed, row.unit, is_estimated=line.facts.changed != line.estimated.changed)
    more = f" Of the {len(of_year)} figures of {row.year} that it touches this one moves most." if of_year[1:] else ""
    if before == after:
        return f"{letter} leaves the middle of {whom}, in {row.year} as it is: {before}.{more}"
    return f"With {letter} the middle of {whom}, in {row.year} goes from {before} to {after}.{more}"


def moved(line: WhatIfLine) -> Decimal:
    """By which part of itself the middle moves; 0 where one of the two is not known."""
    less, before = line.estimated.p50_difference, line.estimated.stored["p50"]
    return abs(less) / (before or 1) if less is not None else Decimal(0)


def size(found: Percentiles, unit: str, *, is_estimated: bool) -> str:
    """A middle and its likely range: "about 10,700 t a year (likely range 3,260 to 14,100)"."""
    low, middle, high = found["p10"], found["p50"], found["p90"]
    if low is None or middle is None or high is None:
        return "no figure"
    words = f"{'about ' if is_estimated else ''}{three_digits(middle)} {unit} a year"
    return f"{words} (likely range {three_digits(low)} to {three_digits(high)})"
