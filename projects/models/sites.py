"""Projects: sites where something is mined or made."""

from django.db import models

from record.models.facts import Entity, Fact
from record.models.fields import ExactField, usd
from record.models.known import RecordedQuerySet
from record.models.recordings import Recording
from record.models.sources import Citation

from .companies import Company
from .minerals import Mineral


class Project(Entity):
    """A site, with its owners (see Ownership), its stage of development and what it is about."""

    name = models.CharField(max_length=200)
    operator = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="operated_projects")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166 code; empty when unknown.")
    state = models.CharField(max_length=60, blank=True, help_text="State, or the region of another country.")
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


class ProjectFunding(Fact):
    """What a project costs in all, whoever pays: what the federal share of its funding is a share of."""

    replaces_earlier_of = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="funding")
    total = usd("total funding", least=None, above=0, help_text="Of all sources together, public and private, in USD.")

    class Meta:
        verbose_name_plural = "project funding"

    def __str__(self) -> str:
        return f"{self.project}: {self.total:,.0f} USD in all"


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
