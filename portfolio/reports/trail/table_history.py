"""One table's part of the trail: its rows, the newest first, each with what stood there before and after."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portfolio.models import Transaction
from portfolio.models.ledger import reference
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf
from record.models import Entity, Fact
from record.models.entities_at import EntitiesAt

from .lines import TrailLine
from .paths import ABOUT, named, ways_to
from .values import described, formatted, in_words, read_as, subject_of

CHUNK = 5_000
Key = tuple[int, str, int]
"""The order of the trail: the newest recording first, in it by kind of fact, in that the newest row first."""

BY_TABLE = ("table", "entity_id")


@dataclass(frozen=True)
class Stream:
    """The rows of one table. `serial` is the column that names their recording; `labelled` is shared by all tables."""

    model: type[models.Model]
    at: AsOf
    filters: Filters
    labelled: EntitiesAt
    serial: str = "recording"
    event: str = "recorded"

    @cached_property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @cached_property
    def query(self) -> QuerySet:
        """What was recorded by `at`, of what was asked for, in the order of the trail."""
        return self.narrowed(self.known()).order_by(f"-{self.place}", "-pk")

    @property
    def place(self) -> str:
        """The column by which a row stands in the trail."""
        return f"{self.serial}_id"

    def known(self) -> QuerySet:
        return self.model._default_manager.filter(**{f"{self.place}__lte": self.at.serial})

    @property
    def fact(self) -> str:
        """What the filter for a kind of fact calls these rows."""
        return self.noun

    def narrowed(self, rows: QuerySet) -> QuerySet:
        asked = self.filters
        if asked.fact and asked.fact != self.fact:
            return rows.none()
        if asked.officer:
            rows = rows.filter(**{f"{self.serial}__by_name": asked.officer})
        if asked.channel:
            rows = rows.filter(**{f"{self.serial}__channel": asked.channel})
        if asked.since:
            begin = timezone.make_aware(datetime.combine(asked.since, time()), timezone.get_default_timezone())
            rows = rows.filter(self.since(begin))
        for name, entity in ABOUT.items():
            if slug := getattr(asked, name):
                rows = rows.filter(self.about(entity, slug))
        return rows

    def since(self, begin: datetime) -> Q:
        return Q(**{f"{self.serial}__moment__gte": begin})

    def about(self, entity: type[Entity], slug: str) -> Q:
        """Which rows are about the entity that is called `slug`."""
        return rows_about(self.model, entity, slug, self.labelled)

    def name_subjects(self, rows: list[dict[str, Any]], model: type[models.Model]) -> None:
        """Put in place of the numbers that were read the identifiers of what the rows are about."""
        for name, way in named(model).items():
            key = f"of_{name}"
            known = self.labelled.of(way.first, {row[key] for row in rows if row.get(key) is not None})
            for row in rows:
                row[key] = way.slug_of(known.get(row.get(key)))

    @cached_property
    def counts(self) -> Counter[int]:
        """Serial → how many rows of this table it wrote."""
        return Counter(dict(self.query.order_by().values_list(self.place).annotate(Count("pk"))))

    # --- Reading --------------------------------------------------------------------------------------------------
    @cached_property
    def columns(self) -> list[str]:
        return [field.name for field in described(self.model)]

    @cached_property
    def read(self) -> dict[str, str]:
        """What is read of a row: its name here → its name in a query."""
        head = {
            "pk": "pk",
            "serial": self.place,
            **{name: f"{self.serial}__{name}" for name in ("moment", "by_name", "why", "channel", "approval")},
            **{f"of_{name}": way.column for name, way in named(self.model).items()},
        }
        if issubclass(self.model, Fact):
            head |= {"effective_on": "effective_on", "sources": "citation__text"}
        if issubclass(self.model, Entity):
            head |= {"slug": "slug"}
        if subject := subject_of(self.model):
            head |= {"subject": f"{subject}_id"}
        return head | {f"described_{field.name}": read_as(field) for field in described(self.model)}

    def lines(self, first: int | None = None, last: int | None = None) -> Iterator[tuple[Key, TrailLine]]:
        """The lines of the recordings from `last` down to `first`, read and told in pieces."""
        query = self.query
        if first is not None:
            query = query.filter(**{f"{self.place}__gte": first})
        if last is not None:
            query = query.filter(**{f"{self.place}__lte": last})
        found = query.values_list(*self.read.values()).iterator(chunk_size=CHUNK)
        while piece := [dict(zip(self.read, values, strict=True)) for values in islice(found, CHUNK)]:
            self.complete(piece)
            for values in piece:
                yield (-values["serial"], self.noun, -values["pk"]), self.line(values)

    def complete(self, piece: list[dict[str, Any]]) -> None:
        """Spell a piece of rows, and add what stood there before where one replaces another: one question for all."""
        self.name_subjects(piece, self.model)
        for values in piece:
            values["words"] = {name: formatted(values[f"described_{name}"]) for name in self.columns}
        if "subject" not in self.read:
            return
        subject = self.read["subject"]
        asked = {name: self.read[name] for name in ("pk", "serial", "subject")}
        asked |= {f"described_{name}": self.read[f"described_{name}"] for name in self.columns}
        earlier: dict[int, list[tuple[tuple[int, int], dict[str, str]]]] = defaultdict(list)
        of_them = self.model._default_manager.filter(**{f"{subject}__in": {values["subject"] for values in piece}})
        for found in of_them.order_by(self.place, "pk").values_list(*asked.values()):
            row = dict(zip(asked, found, strict=True))
            words = {name: formatted(row[f"described_{name}"]) for name in self.columns}
            earlier[row["subject"]].append(((row["serial"], row["pk"]), words))
        for values in piece:
            rows = earlier[values["subject"]]
            place = bisect_left(rows, (values["serial"], values["pk"]), key=lambda one: one[0])
            values["replaced"] = rows[place - 1][1] if place else None

    def line(self, values: dict[str, Any]) -> TrailLine:
        before, after = self.described_by(values)
        return TrailLine(
            recording=values.get("recording", values["serial"]),
            recorded_at=values["moment"],
            recorded_by=values["by_name"],
            recorded_why=values["why"],
            channel=values["channel"],
            control=values["approval"],
            event=values.get("event", self.event),
            fact=values.get("noun", self.noun),
            row=self.named(values),
            before=before,
            after=after,
            effective_on=values.get("effective_on"),
            about=values.get("entity"),
            sources=values.get("sources"),
            **{name: values.get(f"of_{name}") for name in ABOUT},
        )

    def named(self, values: dict[str, Any]) -> str:
        """The row's own identifier, or its number among its kind."""
        return reference(values["pk"]) if self.model is Transaction else str(values.get("slug") or values["pk"])

    def described_by(self, values: dict[str, Any]) -> tuple[str | None, str | None]:
        """What stood there before, and after."""
        words, replaced = values["words"], values.get("replaced")
        if replaced is None:
            return None, in_words(self.columns, words)
        return in_words(self.columns, replaced, but=words), in_words(self.columns, words, but=replaced)


def rows_about(model: type[models.Model], entity: type[Entity], slug: str, labelled: EntitiesAt) -> Q:
    """Which rows of a table are about the entity that is called `slug`."""
    found = Q(pk__in=[])
    for way in ways_to(model, entity):
        found |= way.leading_to(slug, labelled)
    return found
