"""What each walk of the whole record found. Not facts: records of a nightly job, only ever added."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from record.calculations.hash_chain import GENESIS
from record.models import Recording

from .ledger import Transaction, reference


class RecordCheckRunQuerySet(models.QuerySet["RecordCheckRun"]):
    def newest(self) -> "RecordCheckRun | None":
        """The last one made, whatever it found; None before the first."""
        return self.order_by("-pk").first()

    def clean(self) -> "RecordCheckRunQuerySet":
        """Those that found nothing: the heads which they saw are to be trusted."""
        return self.filter(problems=0)

    def with_a_lost_recording(self) -> "RecordCheckRunQuerySet":
        """Those whose newest recording is not on record any more as it was, the earliest first."""
        stands = Recording.objects.filter(serial=OuterRef("head_serial"), hash=OuterRef("head_recording"))
        return self.filter(~Exists(stands), head_serial__gt=0).order_by("head_serial", "pk")

    def with_a_lost_head(self) -> "RecordCheckRunQuerySet":
        """Those whose newest entry is not on record any more, the earliest first."""
        stands = Transaction.objects.filter(number=OuterRef("head_number"), hash=OuterRef("head"))
        return self.filter(~Exists(stands), head_number__gt=0).order_by("head_number", "pk")


class RecordCheckRun(models.Model):
    """One walk: when, the heads of the two chains that it came to, and what is off."""

    is_append_only = True

    day = models.DateField(help_text="The day of the job, in New York.")
    at = models.DateTimeField("begun at")
    recordings = models.BigIntegerField(help_text="How many it read.")
    entries = models.BigIntegerField(help_text="How many it read.")
    head_number = models.BigIntegerField(help_text="The number of the last entry; 0 in an empty ledger.")
    head = models.CharField(max_length=64, default=GENESIS, help_text="The last entry's hash.")
    head_serial = models.BigIntegerField(default=0, help_text="The newest recording; 0 in an empty record.")
    head_recording = models.CharField(max_length=64, default=GENESIS, help_text="The newest recording's hash.")
    problems = models.BigIntegerField(help_text="How many things are off.")
    first_problems = models.JSONField(default=list, help_text="The first of them, in words.")

    objects = RecordCheckRunQuerySet.as_manager()

    class Meta:
        verbose_name = "record check"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recordings__gte=0, entries__gte=0, head_number__gte=0, problems__gte=0),
                name="record_check_counts_from_zero",
            )
        ]

    def __str__(self) -> str:
        return f"Record check of {self.day}"

    @property
    def is_clean(self) -> bool:
        return self.problems == 0

    @property
    def head_reference(self) -> str:
        """The last entry by the name that an auditor gives it; empty in an empty ledger."""
        return reference(self.head_number) if self.head_number else ""

    @property
    def further(self) -> int:
        """How many problems there are besides the first, which are told in words."""
        return self.problems - len(self.first_problems)

    def says_the_same_as(self, other: "RecordCheckRun") -> bool:
        """True for another walk of the same day that read and found the same."""
        described = (
            *("day", "recordings", "entries", "head_number", "head", "head_serial", "head_recording"),
            *("problems", "first_problems"),
        )
        return all(getattr(self, name) == getattr(other, name) for name in described)
