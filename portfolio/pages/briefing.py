"""The briefing's answer: three sentences that can be quoted, and six tiles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from portfolio.positions.decisions_due import DecisionDue
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.kept_moments import Moment
from portfolio.positions.milestones import MilestoneAt
from portfolio.positions.record_extent import before_the_first, is_to_come, record_extent
from portfolio.reports.quoted import Sentence
from portfolio.reports.valuations import packages_at
from record.calculations.as_of import AsOf

from . import briefing_sentences as sentences
from .briefing_changes import compared
from .briefing_tiles import Tile, tiles
from .open_actions import healths_of
from .sheet_scope import WHOLE, Scope


@dataclass(frozen=True, slots=True)
class Briefing:
    sentences: list[Sentence]
    tiles: list[Tile]


def briefing(
    at: AsOf,
    lines: Sequence[InvestmentAt],
    milestones: Collection[MilestoneAt],
    due: Sequence[DecisionDue],
    since: Moment,
    before: Mapping[str, str],
    scope: Scope = WHOLE,
) -> Briefing:
    """At `at`, of what the page has read already; the values of holdings and the projection are read here.

    All of it is of the scope. `before` gives the numbers of the tiles at `since`, with which they are compared.
    """
    packages = packages_at(at, scope.filters)
    known_on = localdate(at.known_at) if is_to_come(at) else None
    undated, holding = before_the_first(at), sentences.holding(packages)
    first = sentences.committed(lines, at.as_of, undated=undated, known_on=known_on, where=scope.where)
    said = [first, sentences.paid(lines), holding if scope.is_whole or holding != (sentences.NO_HOLDING,) else ()]
    newest = record_extent(at).public_as_of
    if newest and at.as_of - newest > sentences.OLD:
        said[0] = (f"On sources up to {newest}. ", *first)
    return Briefing(
        [one for one in said if one],
        compared(tiles(at, lines, packages, healths_of(milestones), due, scope), since, before),
    )
