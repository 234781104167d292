"""By how much each tile of the briefing moved since the moment with which the briefing is compared."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio.positions.decisions_due import DecisionDue
from portfolio.positions.investments import investments_at
from portfolio.positions.kept_moments import Moment
from portfolio.positions.milestones import milestones_at
from portfolio.reports.quoted import Quoted, Sentence
from portfolio.reports.valuations import packages_at
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact, three_digits

from .briefing_tiles import USD, Tile, tiles
from .open_actions import healths_of
from .sheet_scope import WHOLE, Scope

REPORT = "figure-changes"
NO_DECISIONS: Sequence[DecisionDue] = ()
"""Decisions fall due by the day that is asked, so that tile is not compared."""


def numbers(then: AsOf, scope: Scope = WHOLE) -> dict[str, str]:
    """Label → the exact number of each tile of the scope at `then`, where it has one."""
    packages = packages_at(then, scope.filters)
    healths = healths_of(line for line in milestones_at(then) if line.passes(scope.filters))
    found = tiles(then, investments_at(then, scope.filters), packages, healths, NO_DECISIONS, scope)
    return {one.label: str(one.number) for one in found if one.number is not None}


def compared(found: Sequence[Tile], since: Moment, before: Mapping[str, str]) -> list[Tile]:
    """Each tile with what it gained or lost since; nothing is said where either figure is not known."""
    return [replace(one, change=change(one, since, before.get(one.label))) for one in found]


def change(tile: Tile, since: Moment, before: str | None) -> Sentence:
    """In words with its sign: "+$774M", "-120 t", "+3", which leads to the rows that moved it; or "no change".

    Empty where it is not known.
    """
    if tile.number is None or before is None:
        return ()
    moved = tile.number - Decimal(before)
    if not moved:
        return ("no change",)
    is_money, size = tile.unit == USD, abs(moved)
    shown = compact(size) if is_money else f"{three_digits(size)} {tile.unit}".strip()
    when = {"kept": since.slug} if since.slug else {"since": since.day.isoformat()}
    column = "moved_usd" if is_money else "moved_quantity"
    return (Quoted(f"{'+' if moved > 0 else '-'}{shown}", f"{moved:f}", REPORT, column, {**tile.moved, **when}),)
