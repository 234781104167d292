"""What only projections ask for: which milestone starts a phase, and what an officer sets in place of the priors."""

from django.db import models
from django.db.models import Q

from projects.calculations.priors import MOST_MONTHS, MOST_SIGMA
from record.models.facts import Fact
from record.models.fields import ExactField, fraction

from .capacity import CapacityPhase
from .milestones import Milestone
from .sites import Project


class PhaseStart(Fact):
    """That a phase starts with a milestone: success and slip are drawn once for all that one milestone starts."""

    phase = models.ForeignKey(CapacityPhase, models.PROTECT, related_name="starts")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="starts_phases")

    def __str__(self) -> str:
        return f"{self.phase} starts with {self.milestone}"


class ProjectionOverride(Fact):
    """What an officer sets for all phases of a project, with a reason and a source. Empty: as the stage has it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="projection_overrides")
    success_share = fraction("share that succeeds", null=True, blank=True)
    slip_median_months = ExactField(
        "median slip, months", places=4, noun="slip", least=0, most=MOST_MONTHS, null=True, blank=True
    )
    slip_sigma = ExactField("sigma of the slip", places=6, least=0, most=MOST_SIGMA, null=True, blank=True)
    ramp_curve = models.CharField("ramp-up curve", max_length=40, blank=True, help_text="Series of a curve on record.")
    utilisation = fraction("steady utilisation", null=True, blank=True)
    reason = models.TextField(help_text="Why the prior of its stage does not fit this project.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="override_gives_its_reason",
                violation_error_code="reason",
                violation_error_message="Judgement in place of a prior gives its reason.",
            ),
            models.CheckConstraint(
                condition=Q(citation__isnull=False),
                name="override_names_its_source",
                violation_error_code="citation",
                violation_error_message="Judgement in place of a prior names its source.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.reason}"
