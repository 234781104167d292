"""Rival claims: several sources give one figure differently, one is chosen, all are shown."""

from typing import Any

from django.apps import apps
from django.db import models

from record.calculations.as_of import AsOf

from .facts import Entity, Fact, FactQuerySet
from .redirects import alike, is_marked, marks, redirect

Figure = tuple[str, int, str]
"""What claims are about: the table of the entity, its id, the name of the figure."""


class ClaimQuerySet(FactQuerySet):
    def of(self, entity: Entity) -> "ClaimQuerySet":
        """The claims about the figures of an entity, and of what was merged into it by the AsOf that was asked."""
        return self.filter(alike("entity_id", type(entity), entity.pk, self._at), table=entity._meta.db_table)

    def chosen(self, at: AsOf) -> "dict[Figure, ClaimChoice]":
        """The choice in force at `at` for each figure: its `claim`, and why in its `note`; asks the database once.

        The last choice that counts, of a claim that counts itself. A figure on which nobody has chosen is left out.
        """
        choices = ClaimChoice.objects.at(at).filter(claim__in=self.at(at).order_by())
        choices = choices.annotate(**marks(Claim, at, through="claim__"))
        made = list(choices.select_related("citation", "claim__citation", "recording"))
        if any(is_marked(choice) for choice in made):
            redirect([choice.claim for choice in made], at)
        return {choice.claim.about: choice for choice in made}


class Claim(Fact):
    """What one set of sources says a figure is; `value` as given, in `unit`."""

    names_entity_by_table = True

    table = models.CharField(max_length=63, help_text="The table of the entity that the figure is of.")
    entity_id = models.BigIntegerField()
    figure = models.CharField(max_length=60)
    value = models.CharField(max_length=60)
    unit = models.CharField(max_length=40, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["table", "entity_id", "figure"], name="claim_of_figure")]

    def __str__(self) -> str:
        return f"{self.figure}: {self.value} {self.unit}".strip()

    @property
    def entity(self) -> Any:
        """What the figure is of; None where no table keeps it."""
        model = next((one for one in apps.get_models() if one._meta.db_table == self.table), None)
        return model and model._default_manager.filter(pk=self.entity_id).first()

    @entity.setter
    def entity(self, entity: Any) -> None:
        self.table, self.entity_id = entity._meta.db_table, entity.pk

    @property
    def about(self) -> Figure:
        return self.table, self.entity_id, self.figure


class ClaimChoice(Fact):
    """The claim that is used, and why (in `note`); a later choice supersedes it."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="choices")

    def __str__(self) -> str:
        return str(self.claim)
