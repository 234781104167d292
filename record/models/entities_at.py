"""The entities that rows name, with the labels that they bore at an AsOf. Django's own relations give today's."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from record.calculations.as_of import AsOf

from .facts import Entity

M = TypeVar("M", bound=models.Model)

MANY = 500
"""From so many missing entities of a table on, the whole table is read."""


class EntitiesAt:
    """Entities by table and id, each table asked as seldom as can be."""

    def __init__(self, at: AsOf) -> None:
        self.at = at
        self._found: dict[type[Entity], dict[int, Any]] = defaultdict(dict)

    def of(self, model: type[Entity], ids: Iterable[int]) -> dict[int, Any]:
        """The entities of these ids that were on record, as labelled then, and those that they name in turn."""
        found = self._found[model]
        missing = set(ids) - found.keys() - {None}
        if missing:
            rows = model.objects.filter(pk__in=missing) if len(missing) < MANY else model.objects.all()
            labelled = rows.at(self.at, with_withdrawn=True)
            new = {pk: entity for pk, entity in labelled.items() if pk not in found}
            found.update(new)
            found.update({pk: labelled[pk] for pk in missing if pk in labelled and pk not in found})
            self.fill(new.values())
        return found

    def fill(self, rows: Iterable[M]) -> list[M]:
        """The rows, each naming the entities as labelled then; facts that were read with them are filled as well.

        A relation to an entity that was not on record then stays as it is.
        """
        filled = list(rows)
        if not filled:
            return filled
        for field in filled[0]._meta.concrete_fields:
            if not field.is_relation:
                continue
            if issubclass(field.related_model, Entity):
                found = self.of(field.related_model, (getattr(row, field.attname) for row in filled))
                for row in filled:
                    entity = found.get(getattr(row, field.attname))
                    if entity is not None:
                        setattr(row, field.name, entity)
            else:
                self.fill([one for row in filled if field.is_cached(row) and (one := getattr(row, field.name))])
        return filled
