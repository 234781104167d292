"""By how much each tile of the briefing moved since the moment with which the briefing is compared."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio.positions.decisions_due import DecisionDue
from portfolio.positions.investments import investments_at
from portfolio.positions.kept_moments import Moment
from portfolio.positions.milestones import milestones_at
from portfolio.reports.valuations import packages_at
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact, three_digits

from .briefing_tiles import USD, Tile, tiles
from .open_actions import healths_of
from .sheet_scope import WHOLE, Scope

NO_DECISIONS: Sequence[DecisionDue] = ()
"""Decisions fall due by the day that is asked, so that tile is not compared."""


def moment_of(at: AsOf, since: Moment) -> AsOf:
    """What stood on the day of `since`, as known then; as known now where nothing was on record then."""
    return AsOf(since.day, at.known_at, at.serial if since.is_alone else since.serial)


def numbers(then: AsOf, scope: Scope = WHOLE) -> dict[str, str]:
    """Label → the exact number of each tile of the scope at `then`, where it has one."""
    packages = packages_at(then, scope.filters)
    healths = healths_of(line for line in milestones_at(then) if line.passes(scope.filters))
    found = tiles(then, investments_at(then, scope.filters), packages, healths, NO_DECISIONS, scope)
    return {one.label: str(one.number) for one in found if one.number is not None}


def compared(found: Sequence[Tile], before: Mapping[str, str]) -> list[Tile]:
    """Each tile with what it gained or lost; nothing is said where either figure is not known."""
    return [replace(one, change=change(one, before.get(one.label))) for one in found]


def change(tile: Tile, before: str | None) -> str:
    """In words with its sign: "+$774M", "-120 t", "+3", "no change"; empty where it is not known."""
    if tile.number is None or before is None:
        return ""
    moved = tile.number - Decimal(before)
    if not moved:
        return "no change"
    size = abs(moved)
    shown = compact(size) if tile.unit == USD else f"{three_digits(size)} {tile.unit}".strip()
    return f"{'+' if moved > 0 else '-'}{shown}"
