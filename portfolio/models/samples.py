"""What an auditor found of the entries of a kept sample."""

from django.db import models
from django.db.models import Q

from record.models.accounts import person
from record.models.facts import Fact
from record.models.recordings import Refusal, is_not_the_writer

from .kept_runs import KeptRun
from .ledger import Transaction
from .questions import ReaderQuestion


class SampleFinding(Fact):
    """That an entry agrees with its source, or an exception, which is a question to the officers of its programs.

    A newer finding about the same entry of the same sample stands in its place; both stay.
    """

    is_retractable = False
    undone_by = "A newer finding about the entry stands in its place. Write that one on the page of the sample."

    kept = models.ForeignKey(KeptRun, models.PROTECT, related_name="findings")
    entry = models.ForeignKey(Transaction, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    exception = models.TextField(blank=True)
    question = models.OneToOneField(ReaderQuestion, models.PROTECT, null=True, blank=True, related_name="finding")
    found_by = person("Who looked.")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [(is_not_the_writer("found_by_id", "NEW.recording_id"), "a finding names who looked")]

    class Meta:
        verbose_name = "finding of a sample"
        verbose_name_plural = "findings of samples"
        constraints = [
            models.CheckConstraint(
                condition=Q(agrees=True, exception="", question__isnull=True)
                | Q(agrees=False, question__isnull=False) & ~Q(exception=""),
                name="only_an_exception_has_words_and_a_question",
                violation_error_message="An exception says what does not agree; what agrees has nothing to say.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry.reference}: {self.verdict}"

    @property
    def verdict(self) -> str:
        """agrees, or "exception: ..."."""
        return "agrees" if self.agrees else f"exception: {self.exception}"
