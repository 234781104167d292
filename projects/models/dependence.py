"""On whom the country depends: who its imports come from, how much of its use is imported, and who makes it."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from record.calculations.partial_dates import FIRST_YEAR, LAST_YEAR
from record.models.facts import Fact
from record.models.fields import ExactField

from .countries import Country
from .units import require_unit

ONE, NONE = Decimal(1), Decimal(0)


class Bound(models.TextChoices):
    """What a printed share is, where it is no figure: more than, or less than."""

    ABOVE = ">", "more than"
    BELOW = "<", "less than"


class Published(Fact):
    """A figure about a country; `country` None is all others together. It counts from the day of its source."""

    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    qualifier = models.CharField(max_length=2, choices=Bound, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True


class ImportShare(Published):
    """The part of US imports of a form that came from a country in a period, from 0 to 1: an average of its years."""

    mineral = models.CharField(max_length=100)
    form = models.CharField(max_length=150, help_text="As the statistics name it.")
    period = models.CharField(max_length=20, help_text="2021-2024, or 2025-Q1.")
    share = ExactField(places=6, noun="share", least=0, most=1, is_percent=True)

    def __str__(self) -> str:
        return f"{self.mineral}, {self.form}: {self.country or 'other countries'}, {self.period}"

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Low and high: the share twice, or up to all of it where it is "more than", from 0 where it is "less than"."""
        share: Any = self.share
        return (
            NONE if self.qualifier == Bound.BELOW else share,
            ONE if self.qualifier == Bound.ABOVE else share,
        )


class ImportReliance(Fact):
    """Net imports over US use of a form in a year: low and high, from 0 to 1, the same where it is one figure.

    A class such as ">50" runs from its bound to its top. `demand` names the use of the same form and year.
    """

    mineral = models.CharField(max_length=100)
    form = models.CharField(max_length=150, help_text="As the import shares name it.")
    year = models.PositiveSmallIntegerField()
    printed = models.CharField(max_length=20, help_text="As printed, in percent.")
    low = ExactField(places=6, noun="reliance", least=0, most=1, is_percent=True)
    high = ExactField(places=6, noun="reliance", least=0, most=1, is_percent=True)
    demand = models.CharField(max_length=60, blank=True, help_text="Identifier of the national demand it is a part of.")
    edition = models.CharField(max_length=40, blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("high")),
                name="reliance_runs_from_low_to_high",
                violation_error_code="low",
                violation_error_message="Low is no more than high. Check both.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="reliance_is_of_a_year_in_the_calendar",
                violation_error_code="year",
                violation_error_message=f"Years run from {FIRST_YEAR} to {LAST_YEAR}.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mineral}, {self.form}: {self.printed} in {self.year}"


class WorldOutput(Published):
    """What a country made at a stage in a year, and its share of the world, from 0 to 1.

    `share` None: not published. `quantity` None: withheld, not available, or given as a share alone.
    """

    mineral = models.CharField(max_length=100)
    stage = models.CharField(max_length=80, help_text="As the source names it.")
    year = models.PositiveSmallIntegerField()
    share = ExactField(places=6, noun="share", least=0, most=1, is_percent=True, null=True, blank=True)
    quantity = ExactField(places=6, noun="output", least=0, null=True, blank=True)
    printed = models.CharField(max_length=30, blank=True, help_text="The quantity as printed: W is withheld.")
    unit = models.CharField(max_length=60, blank=True, validators=[require_unit])
    world_total = ExactField(places=6, noun="output of the world", above=0, null=True, blank=True)
    is_estimated = models.BooleanField(default=False, help_text="By the edition itself.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="world_output_is_of_a_year_in_the_calendar",
                violation_error_code="year",
                violation_error_message=f"Years run from {FIRST_YEAR} to {LAST_YEAR}.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mineral}, {self.stage}: {self.country or 'other countries'}, {self.year}"
