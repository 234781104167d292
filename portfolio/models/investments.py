"""Deals and investments: what was announced together, and each award of it."""

from django.core.exceptions import ValidationError
from django.db import models

from portfolio.calculations.award_numbers import number_damage
from portfolio.calculations.kinds import Instrument, Status
from projects.models.companies import Company
from projects.models.sites import Project
from record.calculations.formatting import dollars
from record.models.facts import Entity, Fact
from record.models.fields import PartialDateField, fraction, usd

from .agencies import Agency, Program


def undamaged(number: str) -> None:
    """Raises ValidationError for an award number that a spreadsheet has shortened."""
    if found := number_damage(number):
        raise ValidationError(found)


class Deal(Entity):
    """What was announced together. Its headline may hold private money: never added to anything."""

    name = models.CharField(max_length=200)
    announced_on = PartialDateField()
    headline = usd(null=True, blank=True, help_text="The sum of the announcement, private capital included.")
    note = models.TextField(blank=True)
    citation = models.ForeignKey("record.Citation", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class Confidence(models.TextChoices):
    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"


class Investment(Entity):
    """One award of a deal: one instrument, from one agency. What it is worth stands in its terms and its ledger."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="investments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="investments")
    agency_text = models.CharField("agency as stated", max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
    program = models.ForeignKey(Program, models.PROTECT, null=True, blank=True, related_name="investments")
    program_text = models.CharField("program as stated", max_length=200, blank=True)
    instrument = models.CharField(max_length=30, choices=[(kind.value, kind.label) for kind in Instrument])
    recipient = models.ForeignKey(Company, models.PROTECT, related_name="investments_received")
    issuer = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="securities_issued", help_text="Of the security."
    )
    counterparty = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="+", help_text="Who receives the cash, if another."
    )
    stake_group = models.CharField(max_length=80, blank=True, help_text="Rows of one group share one stated stake.")
    ledger_is_complete = models.BooleanField(
        default=True,
        help_text="Off where only the public record is known: what has no entry is then unknown, not zero.",
    )
    fain = models.CharField(
        "FAIN", max_length=40, blank=True, validators=[undamaged], help_text="Award number of assistance."
    )
    piid = models.CharField(
        "PIID", max_length=60, blank=True, validators=[undamaged], help_text="Award number of a contract."
    )
    uri = models.CharField(
        "URI", max_length=80, blank=True, validators=[undamaged], help_text="Award number of aggregate records."
    )

    class Meta:
        ordering = ["slug"]
        indexes = [
            models.Index(fields=["instrument"], name="investment_instrument"),
            models.Index(fields=["fain"], name="investment_fain"),
            models.Index(fields=["piid"], name="investment_piid"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def award_number(self) -> str:
        return self.fain or self.piid or self.uri


class InvestmentStatus(Fact):
    """How far the award is, from a day on."""

    replaces_earlier_of = "investment"

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=20, choices=[(status.value, status.label) for status in Status])

    class Meta:
        verbose_name_plural = "investment statuses"

    def __str__(self) -> str:
        return f"{self.investment}: {self.status}"


class ReachBasis(models.TextChoices):
    """Why a project is said to be reached."""

    STATED = "stated", "the source names the site"
    LEAD_PROJECT = "lead_project", "main site of money that may reach others"
    COMPANY_WIDE = "company_wide", "a security of the whole firm"


class InvestmentProject(Fact):
    """That an investment reaches a project, and with which share of it, where that is known."""

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="reaches")
    project = models.ForeignKey(Project, models.PROTECT, related_name="reached_by")
    share = fraction(null=True, blank=True)
    amount = usd("part in USD", null=True, blank=True, help_text="What of the award is for it, where that is stated.")
    basis = models.CharField(max_length=20, choices=ReachBasis)

    def __str__(self) -> str:
        return f"{self.investment}: {self.project}"


CONDITION_MET = "upside_condition_met"
"""The kind of event by which the upside of a price floor is shared."""
RELIEF = ("waiver", "deferral", "amendment", "extension")
"""Kinds of events by which an award asks less of its recipient."""


class InvestmentEvent(Fact):
    """Something dated that happened without a known amount: not a ledger entry."""

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.investment}: {self.kind}"


class StatedFigure(models.TextChoices):
    """What a source may give in all, to a day."""

    OBLIGATED = "obligated", "obligated in all"
    DISBURSED = "disbursed", "paid in all"
    ALLOWANCE = "allowance", "allowance for losses on a loan"


class StatedTotal(Fact):
    """What a source says by a day (`effective_on`): obligated or paid in all, or set aside for losses; no entry."""

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="stated_totals")
    figure = models.CharField(max_length=20, choices=StatedFigure)
    amount = usd()

    def __str__(self) -> str:
        return f"{self.investment}: {self.get_figure_display()} {dollars(self.amount)}"
