"""What the country uses: a range in the form of a stage, by which a gain is a share of demand."""

from django.db import models
from django.db.models import F, Q

from record.calculations.partial_dates import FIRST_YEAR, LAST_YEAR
from record.models.facts import Fact
from record.models.fields import ExactField

from .units import require_unit


class NationalDemand(Fact):
    """US use of a mineral in the form of a stage: low, central and high. A single figure stands in all three.

    `mineral`, `stage` and `unit` are spelt as those of a projected line. One of them is the main one of such a line.
    """

    demand = models.CharField(max_length=60, help_text="Identifier of the row.")
    mineral = models.CharField(max_length=100)
    stage = models.CharField(max_length=80, help_text="Identifier of the chain's stage, or as stated.")
    unit = models.CharField(max_length=100, validators=[require_unit])
    measure = models.CharField(max_length=100, help_text="What is measured, in the words of the source.")
    is_main = models.BooleanField("main demand of its line", default=False)
    is_stand_in = models.BooleanField(
        default=False, help_text="Stands in where no consumption is published: derived, or of another source."
    )
    low = ExactField(places=6, noun="demand", above=0)
    central = ExactField(places=6, noun="demand", above=0)
    high = ExactField(places=6, noun="demand", above=0)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    counts_what = models.CharField(max_length=300, help_text="What is in it, and what is outside.")
    basis = models.CharField(max_length=300, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    confidence = models.CharField(max_length=20, blank=True)
    source_text = models.TextField("what it rests on", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("central"), central__lte=F("high")),
                name="demand_runs_from_low_to_high",
                violation_error_code="low",
                violation_error_message="Low is no more than central, and central no more than high. Check the three.",
            ),
            models.CheckConstraint(
                condition=Q(first_year__gte=FIRST_YEAR, first_year__lte=F("last_year"), last_year__lte=LAST_YEAR),
                name="demand_is_of_years_in_the_calendar",
                violation_error_code="last_year",
                violation_error_message=f"Years run from {FIRST_YEAR} to {LAST_YEAR}, the first before the last.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.demand}: {self.measure}"

    @property
    def years(self) -> str:
        """The year, or the first and the last: 2021 to 2025."""
        return str(self.last_year) if self.first_year == self.last_year else f"{self.first_year} to {self.last_year}"
