"""What was written of one kind of fact, as two lists: what happened after a day, and what was learned of before."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from portfolio.positions.kept_moments import Moment
from record.calculations.as_of import AsOf
from record.models import Retraction

from .kinds import KINDS, SUBJECTS, ChangeKind, Said
from .lines import HAPPENED, LEARNED, ChangeLine, Entities

Retracted = dict[tuple[str, int], Retraction]


def retractions_since(at: AsOf, since: Moment) -> Retracted:
    """(table, number of the fact) → what took it back after `since`."""
    rows = Retraction.objects.filter(recording_id__gt=since.serial, recording_id__lte=at.serial)
    return {(one.table, one.fact_id): one for one in rows.select_related("recording")}


def place(row: Any) -> tuple:
    """The order in which rows of one subject count: the last one wins."""
    return (row.counts_from, row.recording_id, row.pk)


class Changes:
    """The changes of one kind between `since` and `at`."""

    def __init__(self, kind: ChangeKind, at: AsOf, since: Moment, entities: Entities, taken_back: Retracted) -> None:
        self.kind, self.at, self.since, self.entities, self.taken_back = kind, at, since, entities, taken_back
        self.serial = at.serial if since.is_alone else since.serial
        self.now = self.read(at)
        self.then = self.read(AsOf(at.as_of, at.known_at, self.serial)) if self.was_retractable else self.known_then()
        self.standing = {row.pk for row in self.now}

    @property
    def was_retractable(self) -> bool:
        return self.kind.model.is_retractable and self.serial != self.at.serial

    def known_then(self) -> list[Any]:
        return [row for row in self.now if row.recording_id <= self.serial]

    def read(self, at: AsOf) -> list[Any]:
        """The rows that count at `at`, oldest first; of rows that stand side by side only those that may be told."""
        query: QuerySet = self.kind.model.objects.at(at).select_related("recording", "citation")
        if not self.kind.model.is_retractable:
            query = query.filter(Q(counts_from__gt=self.since.day) | Q(recording_id__gt=self.serial))
            query = query.select_related("recording", "citation", "reverses")
        return list(query)

    def lines(self) -> Iterator[ChangeLine]:
        chains: dict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for side, rows in ((0, self.now), (1, self.then)):
            for row in rows:
                key = self.kind.key(row)
                chains[("alone", row.pk) if key is None else key][side].append(row)
        for now, then in chains.values():
            if self.kind.is_newest_alone:
                yield from self.of_one(
                    self.shortened(now), [row for row in then if row.counts_from <= self.since.day][-1:]
                )
            else:
                yield from self.of_one(now, then)

    def shortened(self, rows: list[Any]) -> list[Any]:
        """What stood on the day, and what stands now."""
        before = [row for row in rows if row.counts_from <= self.since.day]
        return [*before[-1:], *rows[len(before) :][-1:]]

    def of_one(self, now: list[Any], then: list[Any]) -> Iterator[ChangeLine]:
        """The lines of one subject: its rows as known now, and as known then, each in the order in which they count."""
        known_then, replaced = {row.pk for row in then}, set()
        for position, row in enumerate(now):
            if self.kind.day(row) > self.since.day:
                before = now[position - 1] if position else None
                yield from self.line(HAPPENED, before, row)
            elif row.pk not in known_then and row.recording_id > self.serial:
                earlier = [one for one in (*then, *self.learned(now[:position])) if place(one) < place(row)]
                before = max(earlier, key=place, default=None)
                if before is not None:
                    replaced.add(before.pk)
                yield from self.line(LEARNED, before, row)
        for row in then:
            if row.counts_from <= self.since.day and row.pk not in self.standing and row.pk not in replaced:
                yield from self.line(LEARNED, row, None)

    def learned(self, rows: list[Any]) -> list[Any]:
        return [row for row in rows if row.recording_id > self.serial]

    def line(self, change: str, before: Any, after: Any) -> Iterator[ChangeLine]:
        """The line of a change; none where what is told did not change, or where its subject was withdrawn."""
        row = before if after is None else after
        about = self.kind.about(self.entities, row)
        old, new = (None if one is None else self.kind.said(one) for one in (before, after))
        if about is None or old == new:
            return
        gone = None if before is None else self.taken_back.get((before._meta.db_table, before.pk))
        yield ChangeLine(
            change=change,
            subject=self.kind.subject,
            about=about,
            what=f"{about.name}, {self.kind.noun}",
            before=told(old, new),
            after=told(new, old) if new is not None else "taken back",
            effective_on=self.kind.happened_on(row) or row.effective_on,
            recording=gone.recording if after is None and gone else row.recording,
            reason=gone.reason if gone else row.note,
            sources=row.citation.text if row.citation else "",
            amount=self.kind.amount(row),
            place=(SUBJECTS.index(self.kind.subject), -row.counts_from.toordinal(), KINDS.index(self.kind), row.pk),
        )


def told(values: Said | None, other: Said | None) -> str | None:
    """What is said of a row, only where it differs from the other row, each by its label; None where nothing is."""
    if values is None:
        return None
    differing = {name: value for name, value in values.items() if other is None or other.get(name) != value}
    if other is None:
        differing = {name: value for name, value in differing.items() if value}
    if len(values) == 1:
        return next(iter(differing.values()), None)
    return "; ".join(f"{name}: {value or 'not stated'}".removeprefix(": ") for name, value in differing.items()) or None
