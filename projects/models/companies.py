"""Companies, and who owns what."""

from django.db import models
from django.db.models import Q

from record.models.facts import Entity, Fact
from record.models.fields import AddressField, PartialDateField, fraction

from .states import StateField


class Company(Entity):
    name = models.CharField(max_length=200)
    ticker = models.CharField(max_length=40, blank=True)
    exchange = models.CharField(max_length=60, blank=True)
    cik = models.CharField("CIK", max_length=10, blank=True, help_text="Its number at the SEC.")
    uei = models.CharField("UEI", max_length=12, blank=True, help_text="Its number at SAM.gov and USAspending.")
    country = models.CharField("country", max_length=2, blank=True, help_text="ISO 3166 code; empty when unknown.")
    hq_state = StateField("headquarters state", max_length=60, blank=True)
    website = AddressField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    citation = models.ForeignKey("record.Citation", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return f"{self.name} ({self.ticker})" if self.ticker else self.name


class Basis(models.TextChoices):
    """What an ownership rests on. Only stated and derived ones count."""

    STATED = "stated", "stated"
    DERIVED = "derived", "derived"
    PENDING = "pending", "agreed, not confirmed as closed"
    UNEXERCISED = "unexercised", "conversion right, warrant or option"
    OPERATOR_ONLY = "operator_only", "operator, no percentage sourced"

    @classmethod
    def counting(cls) -> tuple["Basis", ...]:
        return cls.STATED, cls.DERIVED


class Ownership(Fact):
    """An owner's share of a company or a project. The owner is a company, or a government body named by its code."""

    owner_company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="holdings")
    owner_code = models.CharField("owning agency", max_length=20, blank=True, help_text="An agency's code, DOW.")
    owned_company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="owners")
    owned_project = models.ForeignKey("projects.Project", models.PROTECT, null=True, blank=True, related_name="owners")
    economic_share = fraction(null=True, blank=True)
    voting_share = fraction(null=True, blank=True)
    ends_on = PartialDateField()
    basis = models.CharField(max_length=20, choices=Basis)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(owner_company__isnull=True) & ~Q(owner_code=""))
                | (Q(owner_company__isnull=False) & Q(owner_code="")),
                name="ownership_has_one_owner",
                violation_error_code="owner_company",
                violation_error_message="One owner: choose a company, or write an agency's code, not both.",
            ),
            models.CheckConstraint(
                condition=Q(owned_company__isnull=True, owned_project__isnull=False)
                | Q(owned_company__isnull=False, owned_project__isnull=True),
                name="ownership_is_of_one_owned",
                violation_error_code="owned_company",
                violation_error_message="It is a share of a company or of a project, one of the two.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_company or self.owner_code} of {self.owned_company or self.owned_project}"
