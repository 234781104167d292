"""Merges: that one entity on record is another one, written twice."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from .facts import Entity, Fact, Retraction
from .recordings import Refusal, in_schema
from .redirects import MERGES


class Merge(Fact):
    """That `entity` is `into`, under a second name. From its recording on, all that names the one is read as the other.

    A table of it declares `entity` and `into`, both relations to the table of entities.
    """

    is_redirected = False
    is_asked_by_row = True

    entity: Any
    into: Any
    entity_id: int
    into_id: int

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.entity} is {self.into}"

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        """What is merged already stands for nothing, and is merged into nothing else."""
        own, gone = in_schema(cls), in_schema(Retraction)
        counts = f"NOT EXISTS (SELECT 1 FROM {gone} r WHERE r.fact_id = m.id AND r.\"table\" = '{cls._meta.db_table}')"
        again = f"SELECT 1 FROM {own} m WHERE m.entity_id IN (NEW.entity_id, NEW.into_id) AND {counts}"
        return [(f"EXISTS ({again})", "what was merged is not merged again, nor merged into")]


def is_another(name: str) -> models.CheckConstraint:
    """The constraint that nothing is merged into itself."""
    return models.CheckConstraint(
        condition=~Q(entity=F("into")),
        name=name,
        violation_error_code="into",
        violation_error_message="Nothing is merged into itself. Choose the other one.",
    )


def register(entities: type[Entity], merges: type[Merge]) -> None:
    """Read a table of entities through its merges."""
    MERGES[entities] = merges
