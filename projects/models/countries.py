"""Countries, and how each stands to the United States from the day it signed."""

import csv
from functools import cache

from django.db import models
from django.db.models import Q

from record.models.facts import Entity, Fact

from .units import REFERENCE


@cache
def country_names() -> dict[str, str]:
    """The code of each country → its name."""
    with (REFERENCE / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["country"]: row["name"] for row in csv.DictReader(file)}


class Country(Entity):
    """`slug` is the ISO 3166 code in lower case."""

    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"

    @property
    def code(self) -> str:
        return self.slug.upper()

    @property
    def is_union(self) -> bool:
        """True for the European Union: it signs as a country does, and is none."""
        return self.slug == "eu"

    def __str__(self) -> str:
        return self.name


class Standing(models.TextChoices):
    DOMESTIC = "domestic", "domestic"
    PARTNER = "partner", "trade partner"
    OTHER = "other", "other"
    OF_CONCERN = "of_concern", "country of concern"


class PartnerAgreement(Fact):
    """What a country signed, is covered by, or only attended. `effective_on` is the day of it."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=60)
    status = models.CharField(max_length=30)

    @property
    def is_signed(self) -> bool:
        return self.status == "signed"

    @property
    def is_covered(self) -> bool:
        """True for a member of the Union, whose plan covers it: it signed nothing of its own."""
        return self.status == "covered"

    @property
    def is_attendance(self) -> bool:
        return self.status == "attended"

    def __str__(self) -> str:
        return f"{self.country}: {self.kind}"


class CountryStanding(Fact):
    """How a country counts, from a day on."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="standings")
    standing = models.CharField(max_length=20, choices=Standing)
    statute = models.CharField(max_length=100, blank=True, help_text="For a country of concern: the law that names it.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing=Standing.OF_CONCERN) | ~Q(statute=""),
                name="country_of_concern_names_its_statute",
                violation_error_code="statute",
                violation_error_message="A country is of concern by a statute. Name it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.get_standing_display()}"
