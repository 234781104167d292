"""Every row that was written under a recording, read back from its table as it is hashed.

Read by plain SQL, so that a write which no service knows of is covered too. A fact is hashed with the text of what it
cites. An entity is hashed as it was created, which its label changes tell. A change of rights outside of a recording
belongs to the next one. A table whose rows link by themselves gives its first number, its last and the last hash.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, models

from record.models import Citation, Entity, LabelChange, RecordedTable, Recording, RightsChange
from record.models.labels import label
from record.models.refusals import guarded, labels

MANY = 10_000
Row = tuple[int, list[Any]]
"""The serial of a row's recording, and its values: the key of the row first."""


@dataclass(frozen=True, slots=True)
class Written:
    """A table whose rows are hashed: its columns, the SQL of a row's recording, how its rows are read."""

    model: type[models.Model]
    columns: tuple[str, ...]
    serial: str
    read: "Callable[[Written, int | None], Iterator[Row]]"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def noun(self) -> str:
        """What a row is, in words."""
        return str(self.model._meta.verbose_name)

    def rows(self, serial: int | None = None) -> Iterator[tuple[int, list[list[Any]]]]:
        """Each recording and the rows under it, in order; of one recording where a serial is given."""
        for found, rows in groupby(self.read(self, serial), itemgetter(0)):
            yield found, [row for _, row in rows]

    def where(self, serial: int | None) -> str:
        """SQL: of that recording, in a form that an index answers."""
        if serial is None:
            return ""
        near = f"t.after_serial IN ({serial - 1}, {serial}) AND " if self.model is RightsChange else ""
        return f" WHERE {near}{self.serial} = {serial}"


@cache
def written() -> tuple[Written, ...]:
    """Every table of which rows name the recording that they were written under, by name."""
    models_of = (one for one in guarded() if one not in (Recording, RecordedTable))
    found = [_written(one) for one in models_of if _names_its_recording(one)]
    return tuple(sorted(found, key=lambda one: one.table))


def _names_its_recording(model: type[models.Model]) -> bool:
    return model is RightsChange or any(field.name == "recording" for field in model._meta.local_concrete_fields)


def _written(model: type[models.Model]) -> Written:
    if model is RightsChange:
        return Written(model, _columns(model), "coalesce(t.made_in_id, t.after_serial + 1)", _stored)
    if issubclass(model, Entity):
        return Written(model, ("id", "slug", *(one.name for one in labels(model))), "t.created_in_id", _as_created)
    if getattr(model, "links_itself", False):
        return Written(model, ("first", "last", "hash"), "t.recording_id", _ends)
    return Written(model, _columns(model), "t.recording_id", _stored)


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    """The key first, then all but the recording."""
    columns = [one.column for one in model._meta.local_concrete_fields if not one.primary_key and one.column]
    key = model._meta.pk
    return (str(key.column), *(name for name in columns if name != "recording_id"))


def under(serial: int) -> list[Written]:
    """The tables that may have rows under the recording that is open; one question to the database.

    PostgreSQL counts what the transaction added, table by table, and needs no look into each of them.
    """
    if connection.vendor == "postgresql":
        asked = (
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
            " AND pg_stat_get_xact_tuples_inserted(oid) > 0"
        )
    else:
        asked = " UNION ALL ".join(
            f"SELECT '{one.table}' WHERE EXISTS (SELECT 1 FROM {_named(one)} t{one.where(serial)})" for one in written()
        )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = {table for (table,) in cursor.fetchall()}
    return [one for one in written() if one.table in found or one.model is RightsChange]


def _named(one: Written) -> str:
    return connection.ops.quote_name(one.table)


def _stored(one: Written, serial: int | None) -> Iterator[Row]:
    """Rows as the table holds them; the citation in its own text, JSON as what it says."""
    by_column = {field.column: field for field in one.model._meta.local_concrete_fields}
    quote = connection.ops.quote_name
    cites = [name for name in one.columns if by_column[name].related_model is Citation]
    texts = {name: f"c{place}" for place, name in enumerate(cites)}
    joined = "".join(
        f" LEFT JOIN {quote(Citation._meta.db_table)} {of} ON {of}.id = t.{quote(name)}" for name, of in texts.items()
    )
    asked = ", ".join(f"{texts[name]}.text" if name in texts else f"t.{quote(name)}" for name in one.columns)
    of_json = [place for place, name in enumerate(one.columns, 1) if isinstance(by_column[name], models.JSONField)]
    key = quote(one.columns[0])
    yield from _asked(
        f"SELECT {one.serial}, {asked} FROM {_named(one)} t{joined}{one.where(serial)} ORDER BY 1, t.{key}", of_json
    )


def _ends(one: Written, serial: int | None) -> Iterator[Row]:
    """The first and the last number of each recording, and the hash of the last: it covers all before it."""
    ends = (
        f"SELECT t.recording_id AS serial, min(t.number) AS first, max(t.number) AS last"
        f" FROM {_named(one)} t{one.where(serial)} GROUP BY t.recording_id"
    )
    yield from _asked(
        f"SELECT e.serial, e.first, e.last, t.hash FROM ({ends}) e JOIN {_named(one)} t ON t.number = e.last"
        " ORDER BY e.serial",
        (),
    )


def _asked(sql: str, of_json: Sequence[int]) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(MANY):
            for row in rows:
                values = list(row)
                for place in of_json:
                    values[place] = None if values[place] is None else json.loads(values[place])
                yield values[0], values[1:]


def _as_created(one: Written, serial: int | None) -> Iterator[Row]:
    """Entities with the labels that they were created with: where one was changed, what its first change found."""
    every: Any = one.model._default_manager
    rows, citations = every.order_by("created_in_id", "pk"), Citation.objects.all()
    labels_first: dict[tuple[int, str], str] = {}
    if serial is not None:  # as it is created: nothing was changed yet
        rows = rows.filter(created_in_id=serial)
        citations = citations.filter(pk__in=_cited_by(one, rows))
    else:
        changes = LabelChange.objects.filter(table=one.table).order_by("-recording_id", "-pk")
        labels_first = {(pk, name): text for pk, name, text in changes.values_list("entity_id", "field", "before")}
    cites = _citing(one)
    texts = {str(pk): text for pk, text in citations.values_list("pk", "text")} if cites else {}
    for entity in rows.iterator(MANY):
        values = []
        for name in one.columns[2:]:
            first = labels_first.get((entity.pk, name))
            text = label(entity, name) if first is None else first
            values.append(texts.get(text, "") if name in cites else text)
        yield entity.created_in_id, [entity.pk, entity.slug, *values]


def _citing(one: Written) -> list[str]:
    return [field.name for field in one.model._meta.local_concrete_fields if field.related_model is Citation]


def _cited_by(one: Written, rows: models.QuerySet[Any]) -> set[int]:
    return {pk for name in _citing(one) for pk in rows.values_list(f"{name}_id", flat=True) if pk}
