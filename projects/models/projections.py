"""Projection runs: what each was asked with, what it knew of each phase, and what it answered. Added whole, kept."""

from django.db import models
from django.db.models import Q

from record.models.facts import Fact
from record.models.fields import ExactField, PartialDateField, fraction
from record.models.recordings import Recording

from .capacity import CapacityPhase

PROJECTION = "projection"
"""The name under which runs are recorded, and the kind of their job."""


class ProjectionRun(Fact):
    """One run, about a day (`effective_on`) as known up to `read_serial`. It is on record only when all of it is."""

    is_retractable = False
    undone_by = "A run says what was on record. Correct that, and it is drawn anew."

    read_serial = models.BigIntegerField("recording read", help_text="The last recording that the run knew.")
    seed = models.BigIntegerField()
    draws = models.PositiveIntegerField()
    parameters = models.JSONField(help_text="First year, years, correlation, and the mixture of curves.")
    code_version = models.CharField(max_length=64, help_text="SHA-256 of the formulas' own text.")
    inputs_hash = models.CharField(max_length=64, help_text="SHA-256 of all that the run was asked with.")
    answer_hash = models.CharField(max_length=64, help_text="SHA-256 of all that it answered.")
    phases = models.PositiveIntegerField(help_text="How many phases were read.")
    drawn = models.PositiveIntegerField(help_text="How many of them could be drawn by facts only.")
    drawn_estimated = models.PositiveIntegerField(help_text="How many with estimates of size class A and B.")
    drawn_roughly = models.PositiveIntegerField(help_text="How many more with estimates of size class C.")

    class Meta:
        ordering = ["counts_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["counts_from", "inputs_hash"], name="inputs_are_projected_once_for_a_day"),
            models.CheckConstraint(condition=Q(draws__gt=0), name="run_draws_at_least_once"),
        ]

    def __str__(self) -> str:
        return f"Run of {self.effective_on}"

    @property
    def counted(self) -> str:
        """How many phases were drawn by facts, with estimates, and roughly, in words."""
        return (
            f"{self.drawn:,} of {self.phases:,} phases drawn by facts, {self.drawn_estimated:,} with estimates,"
            f" {self.drawn_roughly:,} more roughly"
        )


class RunOfDay(models.Model):
    """Which run answers for a day as known up to a recording: kept when it is first asked, and the same ever after."""

    is_append_only = True

    day = models.DateField()
    read_serial = models.BigIntegerField("recording read", help_text="The last recording that the question knew.")
    run = models.ForeignKey(ProjectionRun, models.PROTECT, related_name="days")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["day", "read_serial"]
        constraints = [models.UniqueConstraint(fields=["day", "read_serial"], name="one_run_answers_for_a_day")]

    def __str__(self) -> str:
        return f"{self.day}, recording {self.read_serial}: {self.run}"


class ProjectedPhase(models.Model):
    """A phase as one run knew it. `why` says why it has no figures, empty where it has."""

    is_append_only = True

    run = models.ForeignKey(ProjectionRun, models.PROTECT, related_name="projected_phases")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")
    phase = models.ForeignKey(CapacityPhase, models.PROTECT, related_name="+")
    mineral = models.CharField(max_length=100, blank=True)
    stage = models.CharField(max_length=80, blank=True, help_text="Identifier of the chain's stage, or as stated.")
    unit = models.CharField(max_length=100)
    standing = models.CharField(max_length=20)
    kind = models.CharField(max_length=60)
    reach = models.CharField(max_length=30)
    shared_group = models.CharField(max_length=400, blank=True, help_text="Names the second shared factor: programs.")
    baseline = ExactField(places=6, null=True, blank=True, help_text="In units of account a year.")
    baseline_on = PartialDateField("period of the baseline")
    added = ExactField(places=6, null=True, blank=True, help_text="Nameplate added, in units of account a year.")
    start = models.CharField(max_length=80, help_text="The milestone, or the phase itself where it has none.")
    start_flag = models.CharField(max_length=10, help_text="planned, estimated or recorded")
    promised_on = PartialDateField()
    due_on = PartialDateField()
    risk_stage = models.CharField(max_length=40, blank=True)
    success_share = fraction(null=True, blank=True)
    slip_median_months = ExactField(places=4, null=True, blank=True)
    slip_sigma = ExactField(places=6, null=True, blank=True)
    curve = models.CharField(max_length=40, blank=True, help_text="Empty: drawn from the mixture.")
    curve_reason = models.TextField(blank=True)
    utilisation = fraction()
    recorded_months = models.JSONField(default=dict, help_text="Month, counted from year 0 → recorded above baseline.")
    override = models.TextField(blank=True, help_text="Why an officer set other odds or another curve.")
    why = models.CharField(max_length=200, blank=True)
    estimate = models.JSONField(default=dict, help_text="What fills the gaps: size, start, and each field in words.")
    size_class = models.CharField(max_length=1, blank=True, help_text="A, B or C; empty: no size.")
    start_class = models.CharField(max_length=1, blank=True, help_text="A, B or C; empty: no start.")
    why_estimated = models.CharField(
        max_length=200, blank=True, help_text="Why it has no figure with estimates either; empty where it has."
    )

    class Meta:
        ordering = ["run", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "phase"], name="phase_is_read_once_a_run")]

    def __str__(self) -> str:
        return f"{self.run}: {self.phase}"


class ProjectedOutput(models.Model):
    """Output above the baseline in one year, in units of account: of a phase, or of a line where there is none.

    A line is one mineral at one stage in one unit, of plants that stand and are reached alike; its percentiles are
    taken after adding up within each draw. A measure is empty where it is not known; `known` of `phases` phases are by
    facts, `known_estimated` with estimates. The rough ones stand only where a size of class C is among them: a range
    without a middle.
    """

    is_append_only = True

    run = models.ForeignKey(ProjectionRun, models.PROTECT, related_name="outputs")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")
    projected_phase = models.ForeignKey(ProjectedPhase, models.PROTECT, null=True, blank=True, related_name="outputs")
    mineral = models.CharField(max_length=100, blank=True)
    stage = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=100)
    standing = models.CharField(max_length=20)
    reach = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    promised = ExactField(places=6, null=True, blank=True)
    forecast = ExactField(places=6, null=True, blank=True)
    p10 = ExactField(places=6, null=True, blank=True)
    p50 = ExactField(places=6, null=True, blank=True)
    p90 = ExactField(places=6, null=True, blank=True)
    mean = ExactField(places=6, null=True, blank=True)
    recorded = ExactField(places=6, null=True, blank=True)
    p10_estimated = ExactField(places=6, null=True, blank=True)
    p50_estimated = ExactField(places=6, null=True, blank=True)
    p90_estimated = ExactField(places=6, null=True, blank=True)
    mean_estimated = ExactField(places=6, null=True, blank=True)
    p10_rough = ExactField(places=6, null=True, blank=True)
    p90_rough = ExactField(places=6, null=True, blank=True)
    known = models.PositiveIntegerField(default=0)
    known_estimated = models.PositiveIntegerField(default=0)
    phases = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "projected_phase", "year"], name="phase_is_projected_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.projected_phase or self.mineral} in {self.year}"
