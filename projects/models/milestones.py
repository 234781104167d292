"""Milestones, and every dated statement about each."""

from django.db import models

from .facts import Fact, Thing
from .fields import PartialDateField
from .sites import Project


class MilestoneKind(models.TextChoices):
    STUDY = "study", "study"
    PERMIT = "permit", "permit"
    FINANCING = "financing", "financing"
    CONSTRUCTION_START = "construction_start", "construction start"
    MECHANICAL_COMPLETION = "mechanical_completion", "mechanical completion"
    COMMISSIONING = "commissioning", "commissioning"
    FIRST_PRODUCTION = "first_production", "first production"
    NAMEPLATE = "nameplate", "nameplate"
    EXPANSION = "expansion", "expansion"
    OFFTAKE_START = "offtake_start", "offtake start"
    OTHER = "other", "other"


class Milestone(Thing):
    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=MilestoneKind)
    note = models.TextField(blank=True)
    citation = models.ForeignKey("projects.Citation", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["project", "name"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="milestone_is_named_once")]

    def __str__(self) -> str:
        return self.name


class StatementKind(models.TextChoices):
    BASELINE = "baseline", "baseline (first public promise)"
    FORECAST = "forecast", "forecast"
    ACTUAL = "actual", "actual"


class MilestoneForecast(Fact):
    """What was said of a milestone on a day (`effective_on`): a promise, a forecast, or that it happened."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=10, choices=StatementKind)
    forecast_on = PartialDateField(help_text="When it is to happen, or happened; empty withdraws the target.")

    def __str__(self) -> str:
        return f"{self.milestone}: {self.forecast_on or 'no date'}"
