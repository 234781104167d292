"""Capacity: phases of a facility, what is known of each, and the curves and odds that projections will use."""

from django.db import models

from projects.calculations.priors import MOST_ASYMPTOTE, MOST_MONTHS, MOST_SHAPE, MOST_SIGMA
from record.models.facts import Entity, Fact
from record.models.fields import ExactField, PartialDateField, fraction

from .minerals import ChainStage, Mineral
from .sites import Project
from .units import require_unit


class CapacityKind(models.TextChoices):
    """What the stated figure is. A gain comes only from an increment."""

    INCREMENT = "increment", "nameplate added"
    TOTAL = "total", "total, increment unknown"
    OUTPUT_AS_BASELINE = "output_as_baseline", "recorded output used as baseline"
    UNKNOWN = "unknown", "unknown"


class CountsAs(models.TextChoices):
    """How the figure of a phase counts. What holds mixed products is of none of them."""

    PRIMARY = "primary", "primary"
    BY_PRODUCT = "by_product", "by-product"
    MIXED_PRODUCTS = "mixed_products", "mixed products"


class CapacityPhase(Entity):
    """One facility × one product × one stage."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="phases")
    product = models.CharField(max_length=200)
    stage_as_stated = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["project", "product"]

    def __str__(self) -> str:
        return f"{self.project}: {self.product}"


class CapacityEstimate(Fact):
    """What is known of a phase from a day on. Figures in the stated unit; never filled where blank."""

    replaces_earlier_of = "phase"

    phase = models.ForeignKey(CapacityPhase, models.PROTECT, related_name="estimates")
    baseline_output = ExactField(places=3, noun="yearly output", least=0, null=True, blank=True)
    baseline_on = PartialDateField("period of the baseline")
    nameplate_added = ExactField(places=3, noun="nameplate", least=0, null=True, blank=True)
    unit = models.CharField(max_length=40, validators=[require_unit])
    planned_start_on = PartialDateField("planned start")
    planned_nameplate_on = PartialDateField("planned nameplate")
    kind = models.CharField(max_length=30, choices=CapacityKind)
    mineral = models.ForeignKey(Mineral, models.PROTECT, null=True, blank=True, related_name="+")
    chain_stage = models.ForeignKey(ChainStage, models.PROTECT, null=True, blank=True, related_name="+")
    unit_of_account = models.CharField(max_length=100, blank=True, validators=[require_unit])
    factor_to_unit_of_account = ExactField(
        places=8, noun="factor", above=0, null=True, blank=True, help_text="Empty: not convertible."
    )
    counts_as = models.CharField(max_length=40, choices=CountsAs, blank=True)
    phase_stage = models.CharField(max_length=40, blank=True)
    ramp_curve = models.CharField(max_length=40, blank=True)
    ramp_curve_reason = models.TextField(blank=True)
    feed_origin = models.CharField(max_length=40, blank=True)
    is_domestic = models.BooleanField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.phase}: {self.nameplate_added or 'unknown'} {self.unit}"


class ProductionRecord(Fact):
    """What a phase put out in a period that is past (`effective_on`: a month, a quarter, a year), as recorded."""

    phase = models.ForeignKey(CapacityPhase, models.PROTECT, related_name="production")
    output = ExactField(places=3, noun="output", least=0)
    unit = models.CharField(max_length=40, validators=[require_unit])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(effective_on=""),
                name="recorded_output_has_a_period",
                violation_error_code="effective_on",
                violation_error_message="Output is recorded by period. Give a month, a quarter or a year.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase}: {self.output} {self.unit} in {self.effective_on}"


class RampUpCurve(Fact):
    """R(t) = min(1, (L/100)·(1 − exp(−(t/τ)^k))), t in months. A reconstruction after McNulty."""

    series = models.CharField("curve", max_length=40)
    asymptote_percent = ExactField(
        "L, percent of nameplate that it tends to", places=4, noun="percentage", above=0, most=MOST_ASYMPTOTE
    )
    tau_months = ExactField("tau, months", places=4, noun="number of months", above=0, most=MOST_MONTHS)
    shape = ExactField("k, the bend", places=4, noun="bend", above=0, most=MOST_SHAPE)
    fit_rmse_points = ExactField("error of the fit, points", places=4, least=0, null=True, blank=True)
    mixture_share = fraction(null=True, blank=True)

    def __str__(self) -> str:
        return self.series


class RampUpPoint(Fact):
    """A point of a curve, reconstructed or measured at a real plant."""

    series = models.CharField(max_length=100)
    months = ExactField(places=2, noun="number of months", least=0, most=MOST_MONTHS)
    percent_of_nameplate = ExactField(places=4, noun="percentage", least=0)
    basis = models.CharField(max_length=300)
    confidence = models.CharField(max_length=100, blank=True)
    source_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.series} at {self.months} months"


class StageRisk(Fact):
    """The odds of reaching production and the slip, by stage. Judgement bounded by measured findings."""

    stage = models.CharField(max_length=40)
    success_share = fraction("share that succeeds", null=True, blank=True)
    success_share_low = fraction("low end of that share", null=True, blank=True)
    success_share_high = fraction("high end of that share", null=True, blank=True)
    slip_median_months = ExactField(
        "median slip, months", places=4, noun="slip", least=0, most=MOST_MONTHS, null=True, blank=True
    )
    slip_p90_months = ExactField(
        "nine slips in ten stay within, months", places=4, noun="slip", least=0, most=MOST_MONTHS, null=True, blank=True
    )
    slip_sigma = ExactField("sigma of the slip", places=6, least=0, most=MOST_SIGMA, null=True, blank=True)
    slip_shape = models.CharField(max_length=100, blank=True)
    source_text = models.TextField("what it rests on", blank=True)

    def __str__(self) -> str:
        return self.stage


class StageRiskFinding(Fact):
    """A published finding that bounds the odds; `value` is as printed, a range among them."""

    finding = models.CharField(max_length=300)
    value = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    sample = models.CharField(max_length=300, blank=True)
    is_measured = models.BooleanField(default=False)
    publication = models.CharField(max_length=300, blank=True)
    year = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.finding
