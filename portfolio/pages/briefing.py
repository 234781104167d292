"""The briefing's answer: three sentences that can be quoted, and six tiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio.positions.investments import InvestmentAt
from portfolio.positions.packages import packages_of
from portfolio.positions.record_extent import record_extent
from portfolio.positions.values import values_at
from record.calculations.as_of import AsOf

from . import briefing_sentences as sentences
from .briefing_changes import compared
from .briefing_tiles import Tile, tiles
from .calendar import CalendarPage
from .open_actions import OpenActions
from .quoted import Sentence


@dataclass(frozen=True, slots=True)
class Briefing:
    sentences: list[Sentence]
    tiles: list[Tile]


def briefing(
    at: AsOf, lines: Sequence[InvestmentAt], actions: OpenActions, dates: CalendarPage, before: Mapping[str, str]
) -> Briefing:
    """At `at`, of what the page has read already; the values of holdings and the projection are read here.

    `before` gives the numbers of the tiles at the moment with which they are compared.
    """
    packages = packages_of(values_at(at))
    said = [sentences.committed(lines, at.as_of), sentences.paid(lines), sentences.holding(packages)]
    newest = record_extent(at).public_as_of
    if newest and at.as_of - newest > sentences.OLD:
        said.insert(0, (f"On sources up to {newest}.",))
    return Briefing(
        [one for one in said if one],
        compared(tiles(at, lines, packages, actions.healths, dates.due), before),
    )
