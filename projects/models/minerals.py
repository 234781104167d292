"""Minerals, their supply chains, conversions between products, and what the country makes and uses."""

from django.db import models

from record.calculations.partial_dates import FIRST_YEAR, LAST_YEAR
from record.models.facts import Entity, Fact
from record.models.fields import ExactField

from .units import require_unit


class Mineral(Entity):
    """A mineral of the 2025 critical list, or a product group that the record counts as one."""

    name = models.CharField(max_length=100)
    also_called = models.CharField(
        max_length=300, blank=True, help_text="Other names by which it is searched and asked for, a semicolon between."
    )
    on_critical_list = models.BooleanField(default=False)
    unit_of_account = models.CharField(max_length=100, blank=True, validators=[require_unit])
    counted_in = models.CharField(
        max_length=100,
        blank=True,
        help_text="Identifier of the mineral under which statistics have it where they have no row of its own.",
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def other_names(self) -> list[str]:
        return [one.strip() for one in self.also_called.split(";") if one.strip()]


class Chain(Entity):
    """A supply chain, from mine to the product that counts at its end."""

    name = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=100, blank=True, help_text="Heading of its picture. Empty: its name.")
    place = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Its place in reports and on pages. Empty: after those that have one.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ChainStage(Entity):
    """One stage of a chain, with the mineral and the unit in which output is counted there."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="stages")
    sequence = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=60)
    product = models.CharField(max_length=200)
    mineral = models.ForeignKey(
        Mineral, models.PROTECT, null=True, blank=True, related_name="+", help_text="What is counted at the stage."
    )
    unit_of_account = models.CharField(max_length=100, validators=[require_unit])
    is_headline = models.BooleanField(default=False, help_text="The one stage that speaks for the chain.")
    by_product_of = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["chain", "sequence"]

    def __str__(self) -> str:
        return f"{self.chain}: {self.stage}"


class Conversion(Fact):
    """A factor between two products: by stoichiometry exact, by yield a range."""

    from_product = models.CharField(max_length=150)
    to_product = models.CharField(max_length=150)
    factor = ExactField(places=10, noun="factor", above=0, null=True, blank=True)
    low = ExactField(places=10, noun="factor", above=0, null=True, blank=True)
    high = ExactField(places=10, noun="factor", above=0, null=True, blank=True)
    basis = models.CharField(max_length=30)
    source_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.from_product} to {self.to_product}"


class BaselineStatistic(Fact):
    """A national figure of one year. `raw` is what was printed; a withheld figure has no value and says so."""

    mineral = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    metric = models.CharField(max_length=60)
    stage = models.CharField(max_length=200, blank=True)
    value = ExactField(places=6, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True, validators=[require_unit])
    qualifier = models.CharField(max_length=60, blank=True)
    raw = models.CharField(max_length=60, blank=True)
    is_withheld = models.BooleanField(default=False)
    is_estimated = models.BooleanField(default=False)
    edition = models.CharField(max_length=40)
    source_text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["mineral", "metric", "year"], name="statistic_of_mineral")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="statistic_is_of_a_year_in_the_calendar",
                violation_error_message=f"A year lies from {FIRST_YEAR} to {LAST_YEAR}. Check it.",
                violation_error_code="year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mineral} {self.metric} {self.year}"
