"""Days that agreements set, and what was decided when something fell due."""

from django.db import models
from django.db.models import Q

from portfolio.calculations.kinds import Kind
from record.calculations.partial_dates import PartialDate
from record.models.facts import Fact
from record.models.fields import PartialDateField, usd

from .agencies import Agency, Program
from .investments import Investment


class DueKind(models.TextChoices):
    """What falls due."""

    DRAW_DEADLINE = "draw_deadline", "last day to draw"
    MATURITY = "maturity", "maturity"
    CLOSING = "closing", "stated closing"
    CONDITION = "condition", "condition to be met"
    REPORT = "report", "report by the recipient"
    REPAYMENT = "repayment", "repayment of principal"
    INTEREST = "interest", "interest"
    DEBT_SERVICE = "debt_service", "principal and interest"
    DIVIDEND = "dividend", "dividend"
    FEE = "fee", "fee"

    @property
    def is_payment(self) -> bool:
        return self in PAID_BY

    @property
    def paid_by(self) -> frozenset[Kind]:
        """The kinds of ledger entries by which it comes; none for what is no payment."""
        return PAID_BY.get(self, frozenset())


PAID_BY: dict[DueKind, frozenset[Kind]] = {
    DueKind.REPAYMENT: frozenset({Kind.REPAYMENT}),
    DueKind.INTEREST: frozenset({Kind.INTEREST}),
    DueKind.DEBT_SERVICE: frozenset({Kind.REPAYMENT, Kind.INTEREST}),
    DueKind.DIVIDEND: frozenset({Kind.DIVIDEND}),
    DueKind.FEE: frozenset({Kind.FEE}),
}


class DueDate(Fact):
    """A day that an agreement sets for an award; `effective_on` is the day from which that is so.

    A newer row of the same award, kind and day stands in its place. A day that moved is retracted, and the new one
    recorded. Of stated closings the newest counts.
    """

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="due_dates")
    kind = models.CharField("what falls due", max_length=20, choices=DueKind)
    due_on = PartialDateField("due")
    amount = usd(least=None, above=0, null=True, blank=True, help_text="In USD, as in 12.5 million. Empty: not stated.")

    class Meta:
        indexes = [models.Index(fields=["investment", "kind"], name="due_date_of_award")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(due_on=""),
                name="due_date_has_its_day",
                violation_error_code="due_on",
                violation_error_message="Say when it falls due.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.investment}: {self.get_kind_display()} {self.due_on}"

    @property
    def day(self) -> PartialDate:
        """The day on which it falls due: there is always one."""
        assert self.due_on is not None
        return self.due_on


class Trigger(models.TextChoices):
    """Why somebody has to decide."""

    RIGHT_EXPIRES = "right_expires", "a right expires"
    DRAW_DEADLINE = "draw_deadline", "the last day to draw is near"
    MATURITY = "maturity", "a maturity is near"
    FLOOR_ENDS = "floor_ends", "a price floor ends"
    AUTHORITY_ENDS = "authority_ends", "an authority ends"
    TRANCHE_VERIFIED = "tranche_verified", "a tranche may be released"
    WAIVER_ASKED = "waiver_asked", "a waiver is asked"
    CLOSING_PASSED = "closing_passed", "the stated closing has passed"
    CAP_NEAR = "cap_near", "a cap is within one point"
    PAYMENT_MISSED = "payment_missed", "a scheduled payment did not come"
    PROPOSAL_WAITS = "proposal_waits", "a proposal waits"


class DueDecision(Fact):
    """What was decided about something that was due, on a day; the note is why.

    It takes that off the list for the day that it was due: with another day it is due again.
    """

    trigger = models.CharField("why it was due", max_length=20, choices=Trigger)
    subject = models.CharField("what it is about", max_length=200)
    due_on = models.DateField("due")
    stated = models.CharField("what was due", max_length=500)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    program = models.ForeignKey(Program, models.PROTECT, null=True, blank=True, related_name="+")
    investment = models.ForeignKey(Investment, models.PROTECT, null=True, blank=True, related_name="due_decisions")
    decided = models.CharField("what is decided", max_length=500)

    class Meta:
        verbose_name = "decision about what was due"
        verbose_name_plural = "decisions about what was due"
        indexes = [models.Index(fields=["trigger", "subject"], name="due_decision_about")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided="") & ~Q(note=""),
                name="due_decision_says_what_and_why",
                violation_error_code="decided",
                violation_error_message="Say what is decided, and why.",
            ),
            models.CheckConstraint(
                condition=Q(citation__isnull=False),
                name="due_decision_names_its_source",
                violation_error_code="citation",
                violation_error_message="A decision names its source.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stated}: {self.decided}"
