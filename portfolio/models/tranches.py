"""Tranches: parts of an award that wait for conditions, who says these are met, who agrees, and who waives them."""

from django.db import models
from django.db.models import F, Q

from portfolio.calculations.tranches import TrancheState
from projects.models.milestones import Milestone
from record.models.accounts import person
from record.models.facts import Entity, Fact
from record.models.fields import share_count, usd
from record.models.recordings import Refusal, in_schema, is_not_the_writer

from .investments import Investment


class Tranche(Entity):
    """A part of an award: an amount, or a number of shares."""

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="tranches")
    name = models.CharField(max_length=200, help_text="As the agreement calls it: second draw.")
    amount = usd(null=True, blank=True, help_text="In USD.")
    shares = share_count(null=True, blank=True)
    note = models.TextField(blank=True)
    citation = models.ForeignKey("record.Citation", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["investment", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["investment", "name"], name="tranche_is_named_once"),
            models.CheckConstraint(
                condition=(Q(amount__isnull=False) | Q(shares__isnull=False))
                & (Q(amount__isnull=True) | Q(amount__gt=0)),
                name="tranche_has_an_amount_or_shares",
                violation_error_code="amount",
                violation_error_message="A tranche is an amount, a number of shares, or both, each above 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrancheCondition(Fact):
    """What must be met first: a milestone, or words. Two persons waive it, or retract one entered by mistake."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="conditions")
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="tranche_conditions")
    text = models.CharField("in words", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(milestone__isnull=True, text__gt="") | Q(milestone__isnull=False, text=""),
                name="condition_is_a_milestone_or_words",
                violation_error_code="text",
                violation_error_message="A condition is a milestone or words, one of the two.",
            )
        ]

    def __str__(self) -> str:
        return self.text or str(self.milestone)


class ConditionEvidence(Fact):
    """That a condition in words is met, with the source that shows it. A milestone brings its own evidence."""

    condition = models.ForeignKey(TrancheCondition, models.PROTECT, related_name="evidence")

    class Meta:
        verbose_name_plural = "evidence of conditions"

    def __str__(self) -> str:
        return f"{self.condition}: evidence"


STATED_IN = f"(SELECT e.recording_id FROM {in_schema(ConditionEvidence)} e WHERE e.id = NEW.evidence_id)"


class ConditionVerification(Fact):
    """That a second person looked at the evidence and agrees."""

    evidence = models.ForeignKey(ConditionEvidence, models.PROTECT, related_name="verifications")
    evidenced_by = person("Who recorded the evidence; empty for what a loader recorded.", may_be_none=True)
    verified_by = person("Who verified it.")

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
                name="condition_is_verified_by_another",
                violation_error_code="note",
                violation_error_message="Another officer than the one who recorded the evidence verifies it.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence}, verified"


class TrancheDecision(Fact):
    """That a tranche was released, or has lapsed."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="decisions")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in (TrancheState.RELEASED, TrancheState.LAPSED)]
    )

    def __str__(self) -> str:
        return f"{self.tranche}: {self.state}"


class Waiver(Fact):
    """A proposal to let a tranche go although its conditions are not met. The note is its reason."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="waivers")
    proposed_by = person("Who proposes it.")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [
            (is_not_the_writer("proposed_by_id", "NEW.recording_id"), "a waiver names who proposes it"),
        ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="waiver_gives_its_reason",
                violation_error_code="note",
                violation_error_message="A waiver gives its reason.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tranche}: waiver proposed"


PROPOSED_IN = f"(SELECT w.recording_id FROM {in_schema(Waiver)} w WHERE w.id = NEW.waiver_id)"


class WaiverDecision(Fact):
    """What another person decided about a waiver, and why."""

    is_retractable = False
    undone_by = "Retract the waiver that it decides about: the decision goes with it, and a new waiver is decided anew."

    waiver = models.ForeignKey(Waiver, models.PROTECT, related_name="decisions")
    proposed_by = person("Who proposed it.")
    decided_by = person("Who decided.")
    is_granted = models.BooleanField()

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [
            (is_not_the_writer("decided_by_id", "NEW.recording_id"), "a decision names who made it"),
            (is_not_the_writer("proposed_by_id", PROPOSED_IN), "a decision names who proposed the waiver"),
        ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["waiver"], name="waiver_is_decided_once"),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("decided_by")),
                name="waiver_is_decided_by_another",
                violation_error_code="note",
                violation_error_message="Another officer than the one who proposed it decides.",
            ),
            models.CheckConstraint(
                condition=~Q(note=""),
                name="waiver_decision_gives_its_reason",
                violation_error_code="note",
                violation_error_message="A decision gives its reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waiver}: {'granted' if self.is_granted else 'declined'}"
