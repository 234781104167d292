"""Dependence on a country: its share of what is used, before a gain and after it, each a range from low to high.

Shares and reliance are fractions from 0 to 1; use and gain are in one unit a year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO, ONE = Decimal(0), Decimal(1)
Range = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Case:
    """What may be so of the country: a reliance with the use that goes with it; `use` None where it is not known."""

    reliance: Decimal
    use: Decimal | None


def cases_of(reliance: Range, use: Range | None, *, is_use_implied: bool = False) -> tuple[Case, ...]:
    """The ends of what may be so. A use that is implied by the class of the reliance falls as the reliance rises."""
    low, high = reliance
    if use is None:
        return Case(low, None), Case(high, None)
    least, most = use
    if is_use_implied:
        return Case(low, most), Case(high, least)
    return tuple(Case(part, size) for part in dict.fromkeys(reliance) for size in dict.fromkeys(use))


def spread(ends: Iterable[Decimal]) -> Range:
    """The least and the most of the ends."""
    found = list(ends)
    return min(found), max(found)


def reliance_after(case: Case, gain: Decimal) -> Decimal | None:
    """max(0, reliance - gain / use): all of the gain is sold at home. None where the use is not known."""
    return max(ZERO, case.reliance - gain / case.use) if case.use else None


def reliances_after(cases: Sequence[Case], gain: Range) -> Range | None:
    """The range of the reliance after a gain; None where the use is not known."""
    found = [reliance_after(case, end) for case in cases for end in gain]
    known = [one for one in found if one is not None]
    return spread(known) if len(known) == len(found) else None


def of_use(reliance: Range, share: Range) -> Range:
    """The share of use that comes from a country: reliance x its share of imports, as if all forms were alike."""
    return reliance[0] * share[0], reliance[1] * share[1]


def quantities(cases: Sequence[Case], share: Range, gain: Range | None = None) -> Range | None:
    """What comes from a country a year, before a gain or after it; None where the use is not known."""
    if any(case.use is None for case in cases):
        return None
    found = []
    for case in cases:
        use = case.use or ZERO
        left = [case.reliance] if gain is None else [reliance_after(case, end) or ZERO for end in gain]
        found += [part * use * end for part in left for end in share]
    return spread(found)


def unnamed(named: Sequence[Decimal], other: Decimal) -> Range:
    """The share of a country that is not named: at most the smallest named one, and at most "other"."""
    return ZERO, min(min(named, default=ONE), other)


def together(named: Sequence[Range], missing: int, of_one: Range, other: Decimal) -> Range:
    """The share of several countries: those named, and `missing` ones that are not, together at most "other"."""
    low = sum((one[0] for one in named), ZERO)
    high = sum((one[1] for one in named), ZERO)
    return low, min(ONE, high + min(other, missing * of_one[1]))
