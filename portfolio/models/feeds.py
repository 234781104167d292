"""What feeds bring: the answers that are kept, and candidates, each with what an officer decided about it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from record.calculations.as_of import AsOf
from record.models.facts import Fact, FactQuerySet
from record.models.fields import AddressField
from record.models.recordings import Recording
from record.models.sources import Source

from .investments import Investment


class FeedAnswer(models.Model):
    """What a source answered, as it came: the evidence behind the publication that is cited. Append-only."""

    is_append_only = True

    feed = models.CharField(max_length=40)
    part = models.CharField(max_length=200, help_text="What of the feed it is about: an award, a company, a file.")
    address = AddressField(max_length=2000, help_text="Where it was asked for; of several answers the first.")
    count = models.PositiveIntegerField("answers", help_text="Several are kept as one zip.")
    content = models.BinaryField(help_text="The answer, compressed.")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField(help_text="Bytes of the answer.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="feed_answers")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["feed", "part"], name="answer_of_feed_part")]

    def __str__(self) -> str:
        return f"{self.feed}: {self.part}"


class CandidateKind(models.TextChoices):
    AWARD = "award", "award"
    FILING = "filing", "filing"


class Said(models.TextChoices):
    """What a source says of an award, a line each: these labels before it."""

    NUMBER = "Award number"
    RECIPIENT = "Recipient"
    AGENCY = "Agency"
    FORM = "Form"
    AMOUNT = "Amount (USD)"
    AWARDED = "Awarded"
    LISTING = "Assistance listing"
    DESCRIPTION = "Description"


class FeedCandidateQuerySet(FactQuerySet):
    def newest(self, at: AsOf) -> Self:
        """What was said last of each key."""
        newer = FeedCandidate.objects.filter(
            feed=OuterRef("feed"), key=OuterRef("key"), pk__gt=OuterRef("pk"), recording_id__lte=at.serial
        )
        return self.known(at).filter(~Exists(newer))

    def waiting(self, at: AsOf) -> Self:
        """Those about which nobody has decided, as they are said now."""
        return self.newest(at).filter(~Exists(CandidateDecision.objects.known(at).filter(candidate=OuterRef("pk"))))


class FeedCandidate(Fact):
    """Something new at a source, for an officer to look at. Said otherwise by the source, it is a new row.

    `effective_on` is the day of the award or of the filing.
    """

    is_retractable = False
    undone_by = "It is no record, and counts nowhere. Decide about it: the decision can be retracted."
    objects: ClassVar[Any] = FeedCandidateQuerySet.as_manager()

    feed = models.CharField(max_length=40)
    key = models.CharField("source's key", max_length=200, help_text="Its own key at the source.")
    kind = models.CharField(max_length=10, choices=CandidateKind)
    title = models.CharField(max_length=500)
    name = models.CharField(max_length=300, blank=True, help_text="The recipient, or the company that filed.")
    number = models.CharField(max_length=80, blank=True, help_text="The award's number, or the company's CIK.")
    address = AddressField(max_length=2000)
    content = models.TextField(help_text="What the source says of it, a line each.")

    class Meta:
        verbose_name = "candidate of a feed"
        verbose_name_plural = "found by feeds"
        indexes = [models.Index(fields=["feed", "key"], name="feed_candidate_of_key")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(feed="") & ~Q(key=""),
                name="candidate_has_a_key",
                violation_error_code="key",
                violation_error_message="A candidate has the key of its source.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> dict[str, str]:
        """What the source says, by its labels."""
        lines = (line.partition(": ") for line in self.content.splitlines())
        return {label: text for label, _, text in lines}


class CandidateOutcome(models.TextChoices):
    RECORDED = "recorded", "put on record"
    SAME = "same", "the same as one on record"
    NOT_OURS = "not ours", "not ours"


class CandidateDecision(Fact):
    """What an officer decided about a candidate, which is then not offered again. The note says why."""

    candidate = models.ForeignKey(FeedCandidate, models.PROTECT, related_name="decisions")
    outcome = models.CharField("what it is", max_length=10, choices=CandidateOutcome)
    investment = models.ForeignKey(
        Investment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidate_decisions",
        help_text="The award on record that it is. Empty for what is not ours, and for a filing.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="not ours") | Q(investment__isnull=True),
                name="what_is_not_ours_names_no_award",
                violation_error_code="investment",
                violation_error_message="What is not ours is none of our awards. Leave the award empty.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not ours") | ~Q(note=""),
                name="what_is_not_ours_says_why",
                violation_error_code="note",
                violation_error_message="Say why it is not ours.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_outcome_display()}"
