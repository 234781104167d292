"""Group lines by element: what the distribution of the feed makes of each, an estimate beside the group line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.bands import band_of_sums
from projects.calculations.line_draws import Basis
from projects.calculations.random_streams import uniform
from projects.calculations.splits import ElementShare
from projects.models import ProjectedPhase
from projects.models.feeds_on_record import FeedSplit, splits_at
from projects.models.projectable import line_of
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .drawn_lines import DrawnLines
from .projected import REACH, STANDING, WHY_UNKNOWN, Projected, notes_of, of_part, projected_at, year_asked

MILLION, SIX = 10**6, Decimal("0.000001")
NO_FEED = "no distribution of its feed is on record"
NOT_DRAWN = "the group line has no firm figure"
NOT_REACHED = "the run does not reach that year"
BESIDE = (
    "An estimate: the group line of a plant is split by the distribution of its feed. The parts stand beside the group "
    "line, and are never added to it nor to the lines of elements; they are in no fact, no share of demand, no chain."
)


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One element of a group line in a year, in the group's unit; the figures None where `why` says so."""

    phase: ProjectedPhase
    year: int
    split: FeedSplit
    share: ElementShare | None = None
    band: tuple[Decimal, Decimal, Decimal] | None = None
    why: str = ""

    @property
    def element(self) -> str | None:
        return self.share.element.lower() if self.share else None

    def end(self, place: int) -> Decimal | None:
        """The least, the middle or the most of its share of the group."""
        return None if self.share is None else rounded(Decimal(repr(self.share.ends[place])), SIX)

    def at(self, place: int) -> Decimal | None:
        """P10, P50 or P90."""
        return self.band[place] if self.band else None

    @property
    def sources(self) -> str | None:
        cited = [row.citation.text for row in self.split.rows if row.citation]
        return ";".join(dict.fromkeys(slug for text in cited for slug in text.split(";"))) or None


def share_column(name: str, label: str, place: int) -> Column:
    return Column(f"group_share_{name}", label, "Of the group, by mass.", Type.FRACTION, unknown=NO_FEED,
                  value=lambda line: line.end(place))  # fmt: skip


def band_column(name: str, label: str, meaning: str, place: int) -> Column:
    return Column(f"{name}_estimated", label, meaning, Type.QUANTITY, unknown="see why",
                  value=lambda line: line.at(place))  # fmt: skip


COLUMNS = (
    c.PHASE.of(lambda line: line.phase.phase.slug),
    c.PROJECT.of(lambda line: line.phase.phase.project.slug),
    *of_part(lambda line: line.phase, c.MINERAL, c.STAGE),
    c.YEAR,
    *of_part(lambda line: line.phase, STANDING, c.UNIT, REACH),
    Column("element", "Element", "The part of the group.", names="mineral", unknown=NO_FEED,
           value=lambda line: line.element),
    share_column("low", "Share, low", 0),
    share_column("central", "Share, central", 1),
    share_column("high", "Share, high", 2),
    band_column("p10", "P10", "One draw in ten is at or below.", 0),
    band_column("p50", "P50", "Half of the draws are at or below.", 1),
    band_column("p90", "P90", "Nine draws in ten are at or below.", 2),
    Column("feed_name", "By the feed", "Whose distribution it goes by.", unknown=NO_FEED,
           value=lambda line: line.split.rows[0].name if line.split.rows else None),
    Column("estimate_method", "By which method", "How the range was made.",
           value=lambda line: line.split.estimate.get_rule_display()),
    Column("estimate_reason", "Why this feed", "In words.", is_prose=True,
           value=lambda line: line.split.estimate.reason),
    c.SOURCES.of(lambda line: line.sources, unknown="none is cited"),
    WHY_UNKNOWN,
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """The group lines of which a feed is on record, by element, in the year asked for."""
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    lines = narrowed(lines_at(at, found, DrawnLines(found), year_asked(at, filters.year, found.run)), filters)
    return Answer(lines, notes=notes_of(found.run, BESIDE))


def narrowed(lines: Iterable[SplitLine], filters: Filters) -> list[SplitLine]:
    """Those whose group, or whose element, is the mineral asked for."""
    return [
        one
        for one in lines
        if filters.mineral in ("", one.phase.mineral, one.element)
        and filters.project in ("", one.phase.phase.project.slug)
    ]


def lines_at(at: AsOf, found: Projected, drawn: DrawnLines, year: int) -> Iterator[SplitLine]:
    splits = splits_at(at)
    for phase in found.phases:
        if phase.phase_id in splits:
            yield from of_phase(phase, splits[phase.phase_id], drawn, year)


def of_phase(phase: ProjectedPhase, split: FeedSplit, drawn: DrawnLines, year: int) -> list[SplitLine]:
    """Each element of a group line, by the draws of that line; one row with the reason where there is no figure."""
    if not split.shares:
        return [SplitLine(phase, year, split, why=split.flaw or NO_FEED)]
    part = drawn.of(line_of(phase), Basis.ESTIMATES).parts.get(phase.phase.slug)
    if part is None:
        return [SplitLine(phase, year, split, one, why=NOT_DRAWN) for one in split.shares]
    if not drawn.reaches(year):
        return [SplitLine(phase, year, split, one, why=NOT_REACHED) for one in split.shares]
    whole = part.in_period(drawn.period(year))
    u = uniform(drawn.seed, f"estimate:{phase.phase.slug}:split", 0, len(whole))
    lines = []
    for one in split.shares:
        band = band_of_sums(np.rint(whole * one.at(u)).astype(np.int64)[:, None])
        ends = tuple(Decimal(int(amounts[0])) / MILLION for amounts in (band.p10, band.p50, band.p90))
        lines.append(SplitLine(phase, year, split, one, (ends[0], ends[1], ends[2])))
    return lines


DEFINITION = Definition(
    "group-splits", "Group lines by element",
    "What would the plants whose split is not published make of each element, by the distribution of their feed?",
    COLUMNS, ("mineral", "project", "year"), answer,
    is_projected=True,
)  # fmt: skip
