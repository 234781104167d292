"""The order of a chain: which stages lead to its final product, and which feeds join it from another side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Topology:
    """The stages to the final product, which is the last; and each feed from another side with the stage it joins."""

    stages: tuple[str, ...]
    sides: tuple[Pair, ...] = ()


def topology(names: Sequence[str], feeds: Mapping[str, str]) -> Topology:
    """The order of the stages `names`, given by sequence, of which each feeds at most one other.

    Stages that lead nowhere are left out. Where several feed one stage, the one with a stage before it, else the first
    by sequence, is of the chain; the others join from another side. Raises ValueError, saying why, for a chain that
    has no such order.
    """
    if not names:
        raise ValueError("no stage of it is on record")
    for stage, into in feeds.items():
        if into not in names:
            raise ValueError(f"{stage} feeds {into}, which is no stage of it")
        _refuse_loop(stage, feeds)
    if not feeds and len(names) > 1:
        raise ValueError("no link on record says which of its stages feeds which")
    finals = [name for name in names if name not in feeds and (name in feeds.values() or not feeds)]
    if len(finals) > 1:
        raise ValueError(f"it ends in several stages, {' and '.join(finals)}: one final product is balanced")
    stages, sides = [finals[0]], []
    while feeding := [name for name in names if feeds.get(name) == stages[0]]:
        routes = [name for name in feeding if name in feeds.values()]
        if len(routes) > 1:
            raise ValueError(f"several routes of more than one stage lead to {stages[0]}: {' and '.join(routes)}")
        main = routes[0] if routes else feeding[0]
        sides += [(name, stages[0]) for name in feeding if name != main]
        stages.insert(0, main)
    return Topology(tuple(stages), tuple(sides))


def _refuse_loop(stage: str, feeds: Mapping[str, str]) -> None:
    seen = [stage]
    while (into := feeds.get(seen[-1])) is not None:
        if into in seen:
            raise ValueError(f"its stages feed each other in a loop: {', '.join([*seen[seen.index(into) :], into])}")
        seen.append(into)


def taken(times: Sequence[Pair], by: Sequence[Pair], factors: Mapping[Pair, Decimal]) -> Decimal:
    """The factors of `times` multiplied, divided by those of `by`; 1 for none.

    Raises ValueError, saying why, where one is not on record or converts nothing.
    """
    for source, target in (*times, *by):
        factor = factors.get((source, target))
        if factor is None:
            raise ValueError(f"no conversion from {source} to {target} is on record")
        if factor <= 0:
            raise ValueError(f"the conversion from {source} to {target} is {factor:f}, which converts nothing")
    result = ONE
    for pair in times:
        result *= factors[pair]
    for pair in by:
        result /= factors[pair]
    return result
