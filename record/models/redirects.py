"""What was written twice and merged is read as one: rows that name the second are given the first.

Nothing is moved in the database: an answer known at a serial before the merge, or after its retraction, shows two.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.query import ModelIterable

from record.calculations.as_of import AsOf

MERGES: dict[type[models.Model], type[models.Model]] = {}
"""Table of entities → the table of its merges; filled by `record.models.merges.register`."""


DEPTH = 3
MARK = "_into_"


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


def alike(name: str, model: Any, pk: int | None, at: AsOf | None = None) -> Q:
    """That a column names this entity, or one that was merged into it, at most `DEPTH` merges away; in SQL."""
    found, merges = Q(**{name: pk}), MERGES.get(model)
    if merges is None:
        return found
    inner = merges.objects.counting(at).filter(into=pk).values("entity_id")  # type: ignore[attr-defined]
    for _ in range(DEPTH):
        found |= Q(**{f"{name}__in": inner})
        inner = merges.objects.counting(at).filter(into__in=inner).values("entity_id")  # type: ignore[attr-defined]
    return found


def marks(model: type[models.Model], at: AsOf, *, through: str = "") -> dict[str, Subquery]:
    """For each column of a table that may name a merged entity: what it was merged into, as a column of a query.

    So a query whose rows name nothing merged asks nothing more. `through` is a relation that leads to the table.
    """
    if not getattr(model, "is_redirected", True):
        return {}
    columns: Any = model._meta.concrete_fields
    named = [(one.attname, MERGES[one.related_model]) for one in columns if one.related_model in MERGES]
    if getattr(model, "names_entity_by_table", False):
        named += [("entity_id", merges) for merges in MERGES.values()]
    if model in MERGES:
        named.append(("pk", MERGES[model]))
    found = {}
    for place, (column, merges) in enumerate(named):
        rows = merges.objects.counting(at).filter(entity=OuterRef(through + column))  # type: ignore[attr-defined]
        found[f"{MARK}{place}"] = Subquery(rows.values("into_id")[:1])
    return found


def is_marked(row: Any) -> bool:
    """True for a row of a marked query that names something merged."""
    return any(value is not None for name, value in vars(row).items() if name.startswith(MARK))


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
            rows = self._result_cache or []
            if any(is_marked(row) for row in rows):
                redirect(rows, self._at)

    def read_at(self, at: AsOf) -> Self:
        """The same rows, naming entities as they are merged at `at`."""
        found = self.annotate(**marks(self.model, at))
        found._at = at
        return found

    def about(self, **named: Any) -> Self:
        """Those that name an entity by a relation, or what was merged into it by the AsOf that was asked."""
        wanted = [alike(name, type(entity), entity.pk, self._at) for name, entity in named.items()]
        return self.filter(*wanted)


class RecordedQuerySet(RedirectedQuerySet):
    """Of tables whose rows name their recording and are no facts: sources, and links that are written once."""

    def known(self, at: AsOf) -> Self:
        """What had been recorded by `at`."""
        return self.read_at(at).filter(recording_id__lte=at.serial)
