"""Projects: sites where something is mined or made."""

from typing import Any

from django.db import models

from record.calculations.as_of import AsOf
from record.models.facts import Entity, Fact
from record.models.fields import ExactField, usd
from record.models.recordings import Recording
from record.models.redirects import RecordedQuerySet
from record.models.sources import Citation

from .companies import Company
from .minerals import Mineral
from .states import StateField


class Project(Entity):
    """A site, with its owners (see Ownership), its stage of development and what it is about."""

    name = models.CharField(max_length=200)
    operator = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="operated_projects")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166 code; empty when unknown.")
    state = StateField(
        max_length=60, blank=True, help_text="State, as in NC or North Carolina, or the region of another country."
    )
    latitude = ExactField(places=6, noun="latitude", least=-90, most=90, null=True, blank=True)
    longitude = ExactField(places=6, noun="longitude", least=-180, most=180, null=True, blank=True)
    site_kind = models.CharField("class", max_length=40, blank=True)
    stage = models.CharField(max_length=40, blank=True, help_text="Stage of the site, as the record words it.")
    risk_stage = models.CharField(max_length=40, blank=True, help_text="Row of the stage risks; empty: no odds.")
    risk_stage_reason = models.TextField(blank=True)
    minerals_text = models.CharField(
        "minerals as stated", max_length=300, blank=True, help_text="As the source words them."
    )
    minerals = models.ManyToManyField(Mineral, related_name="projects", through="ProjectMineral")
    note = models.TextField(blank=True)
    citation = models.ForeignKey(Citation, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FundingMeasure(models.TextChoices):
    """What a sum about a project is."""

    INITIAL_CAPITAL = "initial_capital", "initial capital"
    PACKAGE = "package", "package of the deal"
    COST_TO_DATE = "construction_cost_to_date", "construction cost to date"
    GAP = "funding_gap", "funding gap"
    SITE_PURCHASE = "site_purchase", "purchase of the site"
    OTHER_CAPITAL = "other_capital", "other capital"

    @classmethod
    def totals(cls) -> tuple["FundingMeasure", ...]:
        """Those that may serve as what a project costs in all."""
        return cls.INITIAL_CAPITAL, cls.PACKAGE


class ProjectFunding(Fact):
    """A sum about a project, whoever pays: its total, what the federal share is a share of, or another measure."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="funding")
    measure = models.CharField(max_length=30, choices=FundingMeasure, default=FundingMeasure.PACKAGE)
    total = usd("sum", least=None, above=0, help_text="Of all sources together, public and private, in USD.")
    scope = models.CharField(max_length=200, blank=True, help_text="What it covers, as stated.")

    @classmethod
    def totals_at(cls, at: AsOf) -> dict[int, Any]:
        """What each project costs in all, by its id: initial capital or the package, never cost to date or a gap."""
        return cls.objects.filter(measure__in=FundingMeasure.totals()).at(at).latest_by("project_id")

    class Meta:
        verbose_name_plural = "project funding"

    def __str__(self) -> str:
        return f"{self.project}: {self.total:,.0f} USD, {self.get_measure_display()}"


class ProjectMineral(models.Model):
    """Which minerals of the reference list a project is about; written once, with the project."""

    is_append_only = True

    project = models.ForeignKey(Project, models.PROTECT)
    mineral = models.ForeignKey(Mineral, models.PROTECT)
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")

    objects = RecordedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "mineral"], name="project_names_a_mineral_once")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.mineral_id}"
