"""Estimates: what fills one field of one phase where no source states it, and the lead times that starts go by.

A fact outranks an estimate, and an officer's estimate that of a rule. An estimate has the day of the statement that it
rests on.
"""

from django.db import models
from django.db.models import Q

from projects.calculations.distributions import Distribution, Shape, pairs_in
from record.models.facts import Fact
from record.models.fields import ExactField, PartialDateField

from .capacity import CapacityPhase
from .units import require_unit


class EstimatedField(models.TextChoices):
    """The field that an estimate fills. A split has no figure of its own: it goes by the distribution of a feed."""

    START = "start", "start, months after the day that it counts from"
    NAMEPLATE = "nameplate", "nameplate added, in the stated unit"
    BASELINE = "baseline", "baseline output, in the stated unit"
    FACTOR = "factor", "factor to the unit of account"
    SPLIT = "split", "split of a group line by element"


class EstimateRule(models.TextChoices):
    """By what an estimate is made; each is described in docs/methods.md."""

    OFFICER = "officer", "an officer's judgement"
    LEAD_TIME = "lead_time", "lead time from the stage last stated"
    TOTAL_LESS_BASELINE = "total_less_baseline", "total less a baseline in a known range"
    GRADES = "grades", "published range of grades of the product"
    SPLIT = "split", "distribution of elements in that feed"
    HOST_STREAM = "host_stream", "what the host stream can give"
    STATED_RANGE = "stated_range", "range that a source states"
    RUNNING = "running", "already running: the ramp passes through the newest recorded period"


class LeadTimePrior(Fact):
    """Months from a stage to the first production of a kind of plant: lognormal by its median and P90."""

    lead_time = models.CharField(max_length=20, help_text="Identifier of the row.")
    plant_kind = models.CharField(max_length=100)
    stage = models.CharField(max_length=40, blank=True, help_text="The stage it counts from, as the odds name it.")
    from_event = models.CharField(max_length=100)
    to_event = models.CharField(max_length=100)
    median_months = ExactField(places=2, noun="lead time", above=0)
    p90_months = ExactField(
        "nine in ten stay within, months", places=2, noun="lead time", above=0, null=True, blank=True
    )
    basis = models.CharField(max_length=20, help_text="measured, plan, or judgement")
    sample = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=20, blank=True)
    source_text = models.TextField("what it rests on", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(p90_months__isnull=True) | Q(p90_months__gte=models.F("median_months")),
                name="lead_time_p90_is_not_below_its_median",
                violation_error_code="p90_months",
                violation_error_message="Nine in ten stay within no less than the median. Check both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_time}: {self.plant_kind}, {self.from_event} to {self.to_event}"


class PhaseEstimate(Fact):
    """What fills one field of a phase: a distribution, by a rule or by an officer, with its reason.

    `effective_on` is the day of the statement it rests on. The months of a start count from `counted_from`, which may
    be a later day: a study that is due.
    """

    phase = models.ForeignKey(CapacityPhase, models.PROTECT, related_name="field_estimates")
    field = models.CharField(max_length=20, choices=EstimatedField)
    shape = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Shape], blank=True, help_text="Empty: by the record."
    )
    low = ExactField(places=8, noun="estimate", least=0, null=True, blank=True)
    middle = ExactField(
        places=8,
        noun="estimate",
        least=0,
        null=True,
        blank=True,
        help_text="Mode of a triangle, median of a lognormal.",
    )
    high = ExactField(places=8, noun="estimate", least=0, null=True, blank=True, help_text="P90 of a lognormal.")
    pairs = models.CharField(
        "values with their shares", max_length=500, blank=True,
        help_text="Of a discrete distribution alone, as 1294: 0.5; 2599: 0.5. The shares sum to 1.",
    )  # fmt: skip
    unit = models.CharField(max_length=60, blank=True, validators=[require_unit])
    rule = models.CharField("method", max_length=30, choices=EstimateRule, default=EstimateRule.OFFICER)
    counted_from = PartialDateField("months count from", help_text="Of a start; empty: from the day it holds from.")
    lead_time = models.CharField(max_length=20, blank=True, help_text="The row of the lead times that it goes by.")
    feed = models.CharField(max_length=60, blank=True, help_text="Of a split: the feed whose distribution it goes by.")
    reason = models.TextField(help_text="Why this range, in words.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="estimate_gives_its_reason",
                violation_error_code="reason",
                violation_error_message="An estimate gives its reason.",
            ),
            models.CheckConstraint(
                condition=~Q(shape="") | Q(rule=EstimateRule.RUNNING) | Q(field=EstimatedField.SPLIT),
                name="estimate_has_a_distribution",
                violation_error_code="shape",
                violation_error_message="An estimate has a distribution. Choose its shape.",
            ),
            models.CheckConstraint(
                condition=(Q(field=EstimatedField.SPLIT, shape="") & ~Q(feed=""))
                | (~Q(field=EstimatedField.SPLIT) & Q(feed="")),
                name="estimate_of_a_split_names_its_feed_alone",
                violation_error_code="feed",
                violation_error_message="A split goes by its feed and has no shape; other fields have no feed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase}: {self.get_field_display()}"

    @property
    def is_officers(self) -> bool:
        return self.rule == EstimateRule.OFFICER

    @property
    def distribution(self) -> Distribution:
        """Raises ValueError, with the figures, where they make no distribution."""
        low, middle, high = (None if one is None else float(one) for one in (self.low, self.middle, self.high))
        return Distribution(Shape(self.shape), low, middle, high, pairs_in(self.pairs))
