"""Milestones, and every dated statement about each."""

from collections import defaultdict
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from projects.calculations.schedule import Kind, Statement
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models.facts import Entity, Fact, FactQuerySet
from record.models.fields import PartialDateField
from record.models.recordings import Refusal, in_schema, is_not_the_writer

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


class Milestone(Entity):
    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=MilestoneKind)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        help_text="The officer who follows it.",
    )
    note = models.TextField(blank=True)
    citation = models.ForeignKey("record.Citation", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["project", "name"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="milestone_is_named_once")]

    def __str__(self) -> str:
        return self.name


class StatementKind(models.TextChoices):
    BASELINE = "baseline", "baseline (first public promise)"
    FORECAST = "forecast", "forecast"
    ACTUAL = "actual", "actual"


class MilestoneForecastQuerySet(FactQuerySet):
    def statements(self, at: AsOf) -> dict[int, list[Statement]]:
        """What had been said of each milestone, by its id, in recorded order. The day decides which of it counts.

        One question to the database, and no row object for each of what may be hundreds of thousands.
        """
        rows = (
            self.known(at)
            .annotate(
                happens=Cast("forecast_on", models.CharField()), stated_on=Cast("effective_on", models.CharField())
            )
            .order_by("recording_id", "pk")
            .values_list("milestone_id", "kind", "happens", "stated_on", "citation_id")
        )
        found: dict[int, list[Statement]] = defaultdict(list)
        for milestone, kind, happens, stated_on, cites in rows.iterator(chunk_size=10_000):
            found[milestone].append(statement(kind, happens, stated_on, cites))
        return found


@lru_cache(maxsize=100_000)
def statement(kind: str, happens: str, stated_on: str, cites: int | None = None) -> Statement:
    """A statement from its columns; alike ones are read once."""
    happens_on, said_on = (PartialDate.parse(text) if text else None for text in (happens, stated_on))
    return Statement(Kind(kind), happens_on, said_on, cites)


class MilestoneForecast(Fact):
    """What was said of a milestone on a day (`effective_on`): a promise, a forecast, or that it happened."""

    replaces_earlier_of = "milestone"

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=10, choices=StatementKind)
    forecast_on = PartialDateField(help_text="When it is to happen, or happened; empty withdraws the target.")

    objects = MilestoneForecastQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.milestone}: {self.forecast_on or 'no date'}"


class Predecessor(Fact):
    """That a milestone can only be reached after another one; retracted when that no longer holds."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="predecessors")
    predecessor = models.ForeignKey(Milestone, models.PROTECT, related_name="successors")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(milestone=F("predecessor")),
                name="milestone_does_not_precede_itself",
                violation_error_code="predecessor",
                violation_error_message="A milestone does not come before itself. Choose another one.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} before {self.milestone}"


STATED_IN = f"(SELECT s.recording_id FROM {in_schema(MilestoneForecast)} s WHERE s.id = NEW.statement_id)"


class MilestoneVerification(Fact):
    """That a second person looked at the evidence and agrees that the milestone was reached."""

    statement = models.ForeignKey(MilestoneForecast, models.PROTECT, related_name="verifications")
    evidenced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who recorded the evidence; empty for what a loader recorded.",
    )
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [
            (is_not_the_writer("verified_by_id", "NEW.recording_id"), "a verification names who wrote it"),
            (is_not_the_writer("evidenced_by_id", STATED_IN), "a verification names who recorded the evidence"),
        ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(evidenced_by__isnull=True) | ~Q(evidenced_by=F("verified_by")),
                name="evidence_is_verified_by_another",
                violation_error_code="note",
                violation_error_message="Another officer than the one who recorded the evidence verifies it.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement}: verified"
