"""Everything that was ever written: who, when, why, through which channel, what stood there before and what after."""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice
from operator import itemgetter

from portfolio.positions.filters import Filters
from portfolio.reports.words import words, words_of
from record.calculations.as_of import AsOf
from record.models import Channel, RightsChange
from record.models.entities_at import EntitiesAt

from . import columns as c
from .base import Answer, Column, Definition
from .trail.every_table import streams
from .trail.lines import TrailLine
from .trail.rights import Rights
from .trail.table_history import Stream

OF_NONE = "it is about none"

COLUMNS = (
    c.RECORDING.of(lambda line: line.recording, unknown="outside a recording"),
    c.RECORDED_AT.of(lambda line: line.recorded_at),
    c.RECORDED_BY.of(lambda line: line.recorded_by),
    c.RECORDED_WHY.of(lambda line: line.recorded_why),
    Column(
        "event",
        "Event",
        "Recorded, put on record, retracted, or a right given, changed or taken away.",
        words=words,
        value=lambda line: line.event,
    ),
    Column("fact", "Fact", "What kind of fact it is.", value=lambda line: line.fact),
    Column("row", "Row", "Its identifier, or its number among its kind.", value=lambda line: line.row),
    Column(
        "row_before",
        "Before",
        "What the row said before: its columns by name.",
        unknown="nothing",
        is_optional=True,
        is_prose=True,
        names="text",
        value=lambda line: line.before,
    ),
    Column(
        "row_after",
        "After",
        "What was written: its columns by name.",
        unknown="nothing",
        is_optional=True,
        is_prose=True,
        names="text",
        value=lambda line: line.after,
    ),
    c.EFFECTIVE_ON,
    Column(
        "about",
        "About",
        "What a label, claim, proposal or right is about.",
        unknown=OF_NONE,
        is_optional=True,
        value=lambda line: line.about,
    ),
    c.INVESTMENT.of(lambda line: line.investment, unknown=OF_NONE, is_optional=True),
    c.DEAL.of(lambda line: line.deal, unknown=OF_NONE, is_optional=True),
    c.COMPANY.of(lambda line: line.company, unknown=OF_NONE, is_optional=True),
    c.PROJECT.of(lambda line: line.project, unknown=OF_NONE, is_optional=True),
    c.SOURCES.of(lambda line: line.sources, is_optional=True),
    Column(
        "channel",
        "Channel",
        "Through which channel: form, api, import, job or restore.",
        words=words_of(Channel.choices),
        value=lambda line: line.channel,
    ),
    c.CONTROL.of(lambda line: line.control),
)

FILTERS = ("investment", "deal", "company", "project", "officer", "fact", "channel", "since")


@dataclass(frozen=True)
class Trail:
    """All streams as one, the newest first; a page reads the recordings that it shows, whatever lies before them."""

    streams: Sequence[Stream]

    @cached_property
    def counts(self) -> list[tuple[int, int]]:
        """(serial, how many rows it wrote), the newest first."""
        counts: Counter[int] = Counter()
        for stream in self.streams:
            counts.update(stream.counts)
        return sorted(counts.items(), reverse=True)

    def __len__(self) -> int:
        return sum(rows for _, rows in self.counts)

    def __iter__(self) -> Iterator[TrailLine]:
        return self.merged()

    def merged(self, first: int | None = None, last: int | None = None) -> Iterator[TrailLine]:
        parts = [stream.lines(first, last) for stream in self.streams]
        return map(itemgetter(1), heapq.merge(*parts, key=itemgetter(0)))

    def __getitem__(self, part: slice) -> Sequence[TrailLine]:
        begin, end, _ = part.indices(len(self))
        passed, newest, skipped = 0, None, 0
        for serial, rows in self.counts:
            if newest is None and passed + rows > begin:
                newest, skipped = serial, begin - passed
            passed += rows
            if passed >= end:
                break
        if newest is None or begin >= end:
            return []
        return list(islice(self.merged(serial, newest), skipped, skipped + end - begin))


def every_stream(at: AsOf, filters: Filters) -> list[Stream]:
    labelled = EntitiesAt(at)
    return [*streams(at, filters, labelled), Rights(RightsChange, at, filters, labelled, serial="made_in")]


def kinds_of_facts() -> list[str]:
    """What the filter `fact` may ask for, in the order of the alphabet."""
    return sorted(
        {stream.fact for stream in every_stream(AsOf(date.min, datetime.min.replace(tzinfo=UTC), 0), Filters())}
    )


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        Trail(every_stream(at, filters)),
        notes=(
            "The newest first, whatever day it is about. A row that replaces an earlier one shows what differs.",
            "A change of rights outside a recording is told from the next recording on.",
        ),
    )


DEFINITION = Definition(
    "audit-trail", "Audit trail", "Who wrote what, when, why, and what stood there before?", COLUMNS, FILTERS, answer
)
