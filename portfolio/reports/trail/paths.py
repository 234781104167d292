"""By which relations a row leads to the investment, deal, company or project that it is about."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q

from portfolio.models import Deal, Investment
from projects.models import Company, Project
from record.models import Entity, Fact
from record.models.entities_at import EntitiesAt

ABOUT: dict[str, type[Entity]] = {"investment": Investment, "deal": Deal, "company": Company, "project": Project}
FARTHEST = 3


@dataclass(frozen=True, slots=True)
class Way:
    """From a row to an entity: the column that names the first entity on the way, and the relations from there on.

    What a fact names stays. What an entity names is a label of it, so those steps are taken with the labels of then.
    """

    column: str
    first: type[Entity]
    steps: tuple[str, ...]

    def slug_of(self, entity: Entity | None) -> str | None:
        """The identifier at the end of the way from a labelled entity; None where it leads nowhere."""
        found: Any = entity
        for step in self.steps:
            found = None if found is None else getattr(found, step)
        return None if found is None else found.slug

    def leading_to(self, slug: str, labelled: EntitiesAt) -> Q:
        """Which rows the way leads from to the entity called `slug`."""
        if not self.steps:
            return Q(**{f"{self.column}__in": self.first.objects.filter(slug=slug).values("pk")})
        every = labelled.of(self.first, self.first.objects.known(labelled.at).values_list("pk", flat=True))
        return Q(**{f"{self.column}__in": [pk for pk, entity in every.items() if self.slug_of(entity) == slug]})


@cache
def ways_to(model: type[models.Model], entity: type[Entity]) -> tuple[Way, ...]:
    """The shortest ways from a row of `model` to an `entity`; none when there is no way.

    A way goes over facts and entities alone: who wrote a row and what it cites is not what it is about.
    """
    if model is entity:
        return (Way("pk", entity, ()),)
    reached: list[tuple[tuple[str, ...], type[models.Model]]] = [((), model)]
    for _ in range(FARTHEST):
        further = [
            ((*way, field.name), field.related_model)
            for way, at in reached
            for field in at._meta.concrete_fields
            if field.is_relation and issubclass(field.related_model, Fact | Entity) and field.related_model is not at
        ]
        found = tuple(way_of(model, way) for way, model_there in further if model_there is entity)
        if found:
            return found
        reached = further
    return ()


def way_of(model: type[models.Model], names: tuple[str, ...]) -> Way:
    """The relations `names` as a way, parted at the first entity."""
    if issubclass(model, Entity):
        return Way("pk", model, names)
    at: Any = model
    for place, name in enumerate(names, start=1):
        at = at._meta.get_field(name).related_model
        if issubclass(at, Entity):
            return Way("__".join(names[:place]), at, names[place:])
    raise LookupError(f"{model.__name__} leads to no entity by {'.'.join(names)}.")


def named(model: type[models.Model]) -> dict[str, Way]:
    """investment, deal, company, project → the way to it from a row of `model`, where there is one."""
    return {name: ways[0] for name, entity in ABOUT.items() if (ways := ways_to(model, entity))}
