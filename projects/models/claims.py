"""Rival claims: several sources give one figure differently, one is chosen, all are shown."""

from django.db import models

from .facts import Fact


class Claim(Fact):
    """What one set of sources says a figure is; `value` as given, in `unit`."""

    table = models.CharField(max_length=63, help_text="The table of the thing that the figure is of.")
    thing_id = models.BigIntegerField()
    figure = models.CharField(max_length=60)
    value = models.CharField(max_length=60)
    unit = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["table", "thing_id", "figure"], name="claim_of_figure")]

    def __str__(self) -> str:
        return f"{self.figure}: {self.value} {self.unit}".strip()


class ClaimChoice(Fact):
    """The claim that is used, and why (in `note`); a later choice supersedes it."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="choices")

    def __str__(self) -> str:
        return str(self.claim)
