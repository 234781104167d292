"""What the record does not have: rounds of awards as their programs count them, and awards known to be missing."""

from django.db import models

from record.models.facts import Fact
from record.models.fields import ExactField, usd

from .agencies import Agency, Program
from .investments import Confidence, Investment


class AwardRound(Fact):
    """What a source says a program awarded at one time (`effective_on`), or a list of awards not on record."""

    round = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rounds")
    program = models.ForeignKey(Program, models.PROTECT, null=True, blank=True, related_name="rounds")
    awards_made = ExactField(places=0, noun="count", above=0, null=True, blank=True)
    amount_made = usd(null=True, blank=True)
    is_program_total = models.BooleanField(
        default=False, help_text="The program's own count. Off for a list of what is absent: that has no ratio."
    )

    def __str__(self) -> str:
        return self.name


class RoundAward(Fact):
    """That an award on record is one of a round."""

    round = models.SlugField(max_length=60)
    investment = models.ForeignKey(Investment, models.PROTECT, related_name="rounds")

    def __str__(self) -> str:
        return f"{self.investment} of {self.round}"


class MissingAward(Fact):
    """An award that is known to have been made and is not on record, with what is known of it."""

    recipient = models.CharField(max_length=200, blank=True, help_text="As stated; empty where no source names it.")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="missing_awards")
    program = models.ForeignKey(Program, models.PROTECT, null=True, blank=True, related_name="missing_awards")
    form = models.CharField(max_length=80, blank=True, help_text="Loan, grant, letter: as stated.")
    amount = usd(null=True, blank=True)
    state = models.CharField(max_length=40, blank=True, help_text="How far it is, as stated.")
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)

    def __str__(self) -> str:
        return f"{self.agency.code}: {self.recipient or 'recipient not named'}"
