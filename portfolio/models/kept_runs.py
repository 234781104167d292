"""Named answers that are kept: what was asked, what came out, and its bytes, to compare with and to carry away."""

import gzip

from django.db import models
from django.db.models import Q

from record.calculations.as_of import AsOf
from record.models.recordings import Recording


class KeptRunQuerySet(models.QuerySet["KeptRun"]):
    def known(self, at: AsOf) -> "KeptRunQuerySet":
        """Those that were kept by `at`, in the order in which they were."""
        return self.filter(recording_id__lte=at.serial).order_by("pk")


class KeptRun(models.Model):
    """One answer of a report under a name: who kept it, and when, is what its recording says.

    The bytes are kept with it: once a later program writes the report otherwise, nothing else can show them.
    """

    is_append_only = True

    name = models.CharField(max_length=200, help_text="Several answers to one occasion bear the same name.")
    report = models.CharField(max_length=80)
    as_of = models.DateField("as of", help_text="The day that the answer is about.")
    read_serial = models.BigIntegerField("recording read", help_text="The last recording that the answer knew.")
    filters = models.JSONField(default=dict, blank=True, help_text="What narrowed it, by name.")
    schema_version = models.PositiveIntegerField(help_text="That of the report by which it was written.")
    formulas = models.JSONField(
        default=dict, blank=True, help_text="The modules of formulas whose version was not the first, each with it."
    )
    rows = models.PositiveBigIntegerField()
    totals = models.JSONField(default=list, help_text="Each line of totals: its label, and its figures as text.")
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Of its CSV.")
    content = models.BinaryField(help_text="Its CSV, compressed.")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")

    objects = KeptRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="kept_run_has_a_name"),
            models.UniqueConstraint(fields=["name", "report", "read_serial"], name="answer_is_kept_once_under_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.report}"

    @property
    def csv(self) -> bytes:
        """The CSV that was kept."""
        return gzip.decompress(bytes(self.content))
