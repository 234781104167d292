"""By which relations a row leads to the investment, deal, company or project that it is about."""

from functools import cache

from django.db import models

from portfolio.models import Deal, Investment
from projects.models import Company, Project
from record.models import Entity, Fact

ABOUT: dict[str, type[Entity]] = {"investment": Investment, "deal": Deal, "company": Company, "project": Project}
FARTHEST = 3


@cache
def paths_to(model: type[models.Model], entity: type[Entity]) -> tuple[str, ...]:
    """The shortest ways from a row of `model` to a `entity`, as Django spells them; none when there is no way.

    A way goes over facts and entities alone: who wrote a row and what it cites is not what it is about.
    """
    if model is entity:
        return ("pk",)
    reached: list[tuple[str, type[models.Model]]] = [("", model)]
    for _ in range(FARTHEST):
        further = [
            (f"{way}__{field.name}" if way else field.name, field.related_model)
            for way, at in reached
            for field in at._meta.concrete_fields
            if field.is_relation and issubclass(field.related_model, Fact | Entity) and field.related_model is not at
        ]
        found = tuple(way for way, model_there in further if model_there is entity)
        if found:
            return found
        reached = further
    return ()


def named(model: type[models.Model]) -> dict[str, str]:
    """investment, deal, company, project → the column that names it for a row of `model`, where there is one."""
    found = {}
    for name, entity in ABOUT.items():
        if ways := paths_to(model, entity):
            found[name] = "slug" if ways[0] == "pk" else f"{ways[0]}__slug"
    return found
