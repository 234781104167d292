"""What must come before what, and how a slip of the one reaches the other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Links = Mapping[int, Collection[int]]
"""Milestone → those that must be reached before it."""


def circle(links: Links, milestone: int, predecessor: int) -> list[int] | None:
    """The way from `predecessor` back to `milestone` that one more link would close; None when it closes none."""
    ways = [[predecessor]]
    seen = {predecessor}
    while ways:
        way = ways.pop()
        if way[-1] == milestone:
            return way
        for before in set(links.get(way[-1], ())) - seen:
            seen.add(before)
            ways.append([*way, before])
    return None


@dataclass(frozen=True, slots=True)
class Carried:
    """The largest slip in days among all that must come before, and whose it is."""

    days: int
    milestone: int


def carried(links: Links, slips: Mapping[int, int | None]) -> dict[int, Carried]:
    """What a slip of a predecessor, near or far, lets each milestone expect; those without any are left out.

    It is the slip as it stands, not less what a plan may catch up: how much slack there was is not on record.
    """
    found = {}
    for milestone in links:
        late = [(slip, -one) for one in all_before(links, milestone) if (slip := slips.get(one) or 0) > 0]
        if late:
            slip, negated = max(late)
            found[milestone] = Carried(slip, -negated)
    return found


def all_before(links: Links, milestone: int) -> set[int]:
    """Everything that must come before it, near or far."""
    before: set[int] = set()
    waiting = [milestone]
    while waiting:
        new = set(links.get(waiting.pop(), ())) - before
        before |= new
        waiting.extend(new)
    return before - {milestone}
