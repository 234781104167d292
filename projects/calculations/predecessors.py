"""Predecessors: what must happen before a milestone, that it never comes round, and how a slip shows further on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Link = tuple[str, str]
"""A milestone, and what follows it."""


@dataclass(frozen=True, slots=True)
class InheritedSlip:
    """The largest slip among all that comes before a milestone, in days, and the way it takes, ends included."""

    days: int
    way: tuple[str, ...]


def cycle(links: Iterable[Link]) -> tuple[str, ...] | None:
    """A way from a milestone back to itself, first and last alike; None where there is none."""
    after = _after(links)
    finished: set[str] = set()
    for origin in sorted(after):
        way: list[str] = []
        waiting = [(origin, False)]
        while waiting:
            name, is_left = waiting.pop()
            if is_left:
                finished.add(way.pop())
                continue
            if name in finished:
                continue
            if name in way:
                return (*way[way.index(name) :], name)
            way.append(name)
            waiting.append((name, True))
            waiting.extend((further, False) for further in sorted(after.get(name, ()), reverse=True))
    return None


def refusal(links: Iterable[Link]) -> str | None:
    """Why these links are not accepted, with the way round and the next step; None where they are."""
    way = cycle(links)
    if way is None:
        return None
    return f"{' -> '.join(way)} comes back to itself. Take one of these links away."


def inherited_slips(slips: Mapping[str, int | None], links: Iterable[Link]) -> dict[str, InheritedSlip]:
    """By milestone, the largest slip above 0 that anything before it has; of equals the way of fewest steps, by name.

    A milestone whose slip is unknown passes on what it inherits. Raises ValueError where the links come round.
    """
    pairs = list(links)
    refused = refusal(pairs)
    if refused:
        raise ValueError(refused)
    before: dict[str, set[str]] = defaultdict(set)
    for earlier, later in pairs:
        before[later].add(earlier)
    found: dict[str, InheritedSlip] = {}
    for name in _in_order(pairs):
        options = []
        for earlier in before[name]:
            own = slips.get(earlier) or 0
            if own > 0:
                options.append(InheritedSlip(own, (earlier, name)))
            if earlier in found:
                options.append(InheritedSlip(found[earlier].days, (*found[earlier].way, name)))
        if options:
            found[name] = min(options, key=lambda one: (-one.days, len(one.way), one.way))
    return found


def _after(links: Iterable[Link]) -> dict[str, set[str]]:
    result: dict[str, set[str]] = defaultdict(set)
    for earlier, later in links:
        result[earlier].add(later)
    return dict(result)


def _in_order(links: list[Link]) -> list[str]:
    """Every milestone after all that comes before it."""
    after = _after(links)
    left = {name: 0 for pair in links for name in pair}
    for _, later in set(links):
        left[later] += 1
    ready = sorted(name for name, count in left.items() if not count)
    order = []
    while ready:
        name = ready.pop()
        order.append(name)
        for further in sorted(after.get(name, ())):
            left[further] -= 1
            if not left[further]:
                ready.append(further)
    return order
