"""Sources and citations: where every figure comes from."""

from django.db import models
from django.db.models import Q

from record.models.redirects import RecordedQuerySet

from .fields import AddressField, PartialDateField
from .recordings import Recording


class Source(models.Model):
    """A publication. Append-only: a changed page is a new source with its own hash."""

    is_append_only = True

    slug = models.SlugField(max_length=60, unique=True)
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=500)
    published_on = PartialDateField(help_text="As far as it is known; empty where the source bears no date.")
    address = AddressField(
        max_length=2000, blank=True, help_text="Where it was read, as in https://www.energy.gov/lpo."
    )
    accessed_on = models.DateField(null=True, blank=True)
    read_in = models.CharField(
        "read in",
        max_length=300,
        blank=True,
        help_text="The secondary text in which it was read; empty where it was itself opened.",
    )
    file_sha256 = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")

    objects = RecordedQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(publisher="") & ~Q(title=""),
                name="source_names_its_publication",
                violation_error_code="title",
                violation_error_message="A source names its publisher and its title.",
            )
        ]

    def __str__(self) -> str:
        dated = f", {self.published_on}" if self.published_on else ""
        return f"{self.publisher}: {self.title}{dated}"


class Citation(models.Model):
    """The set of sources that a fact cites, named by their slugs: one row however many facts cite the same set."""

    is_append_only = True

    text = models.CharField(max_length=500, unique=True, help_text='Slugs in order, "mp1;mp16".')
    sources = models.ManyToManyField(Source, related_name="citations", through="CitedSource")

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def secondary() -> frozenset[int]:
        """The ids of those with a source that was read in a secondary text, and not opened itself."""
        return frozenset(Citation.of_secondary())

    @staticmethod
    def of_secondary() -> models.QuerySet:
        """The same as a question to the database, for one that asks it of each of its rows."""
        return CitedSource.objects.exclude(source__read_in="").values_list("citation_id", flat=True)

    @property
    def is_secondary(self) -> bool:
        """True when one of its sources was read in a secondary text, and not opened itself."""
        return any(source.read_in for source in self.sources.all())


class CitedSource(models.Model):
    is_append_only = True

    citation = models.ForeignKey(Citation, models.CASCADE)
    source = models.ForeignKey(Source, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citation", "source"], name="source_is_cited_once")]

    def __str__(self) -> str:
        return f"{self.citation_id}: {self.source_id}"
