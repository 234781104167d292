"""What was written twice and merged is read as one: rows that name the second are given the first.

Nothing is moved in the database: an answer known at a serial before the merge, or after its retraction, shows two.
"""

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.db import models
from django.db.models.query import ModelIterable

from record.calculations.as_of import AsOf

MERGES: dict[type[models.Model], type[models.Model]] = {}
"""Table of entities → the table of its merges; filled by `record.models.merges.register`."""


class Merged(dict):
    """Entities by id, each once. The id of one that was merged leads to what it was merged into."""

    def __init__(self, entities: dict[int, Any], into: dict[int, int]) -> None:
        super().__init__(entities)
        self.into = into

    def __missing__(self, pk: int) -> Any:
        return self[self.into[pk]]

    def __contains__(self, pk: object) -> bool:
        return super().__contains__(pk) or pk in self.into

    def get(self, pk: Any, default: Any = None) -> Any:
        return super().get(self.into.get(pk, pk), default)


def merged(model: type[models.Model], at: AsOf | None = None) -> dict[int, int]:
    """Id of each merged entity of a table → the id that stands for it at `at`; without one, as known now.

    One question to the database, none where the table knows no merges.
    """
    merges = MERGES.get(model)
    if merges is None:
        return {}
    into = dict(merges.objects.counting(at).values_list("entity_id", "into_id"))  # type: ignore[attr-defined]
    return {pk: _end(pk, into) for pk in into}


def _end(pk: int, into: dict[int, int]) -> int:
    while pk in into:
        pk = into[pk]
    return pk


def family(model: type[models.Model], pk: int, at: AsOf | None = None) -> set[int]:
    """The ids that are read as one with this one, itself among them."""
    into = merged(model, at)
    head = into.get(pk, pk)
    return {head, pk, *(one for one, other in into.items() if other == head)}


def redirect(rows: Iterable[Any], at: AsOf | None) -> None:
    """Let rows, in memory, name what the entities that they name were merged into."""
    rows = list(rows)
    model = type(rows[0]) if rows else None
    if model is None or not MERGES or not getattr(model, "is_redirected", True):
        return
    found: dict[Any, dict[int, int]] = {}
    for field in model._meta.concrete_fields:
        if not field.is_relation or field.related_model not in MERGES:
            continue
        if field.related_model not in found:
            found[field.related_model] = merged(field.related_model, at)
        into = found[field.related_model]
        moved = [row for row in rows if getattr(row, field.attname) in into]
        if not moved:
            continue
        heads = field.related_model._default_manager.in_bulk({into[getattr(row, field.attname)] for row in moved})
        for row in moved:
            setattr(row, field.name, heads[into[getattr(row, field.attname)]])
    if getattr(model, "names_entity_by_table", False):
        for entities in MERGES:
            into = merged(entities, at)
            for row in rows if into else ():
                if row.table == entities._meta.db_table:
                    row.entity_id = into.get(row.entity_id, row.entity_id)


class RedirectedQuerySet(models.QuerySet):
    """Of rows that name entities: once narrowed to an AsOf, they name what was merged as one."""

    _at: AsOf | None = None

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._at = self._at
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()  # type: ignore[misc]
        if is_new and self._at is not None and self._iterable_class is ModelIterable:
            redirect(self._result_cache or [], self._at)

    def read_at(self, at: AsOf) -> Self:
        """The same rows, naming entities as they are merged at `at`."""
        found = self.all()
        found._at = at
        return found

    def about(self, **named: Any) -> Self:
        """Those that name an entity by a relation, or what was merged into it by the AsOf that was asked."""
        wanted: dict[str, Collection[int]] = {
            f"{name}__in": family(type(entity), entity.pk, self._at) for name, entity in named.items()
        }
        return self.filter(**wanted)
