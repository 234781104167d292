"""What the law and the agencies say of the money of programs, and sums that were only announced."""

from django.db import models
from django.db.models import Q

from record.models.facts import Fact
from record.models.fields import PartialDateField, usd

from .agencies import Agency, Program
from .investments import Confidence


class AuthorityKind(models.TextChoices):
    """What a stated sum or day of a program is."""

    LENDING_CEILING = "lending_ceiling", "ceiling of lending"
    LIABILITY_CEILING = "liability_ceiling", "ceiling of liability"
    EXPOSURE_CEILING = "exposure_ceiling", "ceiling of exposure"
    LOAN_CEILING = "loan_ceiling", "ceiling of one loan"
    APPROPRIATION = "appropriation", "appropriation"
    CREDIT_SUBSIDY = "credit_subsidy", "credit subsidy: the cost of a ceiling"
    SHARE = "share", "share of an authority"
    PROGRAM_EXPIRY = "program_expiry", "end of the authority"
    PHASE_OUT = "phase_out", "phase-out of a credit"
    COMMITTED_TOTAL = "committed_total", "used, as the agency says"
    BUDGET_REQUEST = "budget_request", "asked for in the budget"
    BILL = "bill", "bill"
    SOLICITATION = "solicitation", "solicitation"
    MOBILISED_CLAIM = "mobilised_claim", "said to be mobilised"
    FRAMEWORK_AMOUNT = "framework_amount", "announced in a framework"
    INITIATIVE_AMOUNT = "initiative_amount", "announced for an initiative"

    @property
    def is_ceiling(self) -> bool:
        return self in CEILINGS

    @property
    def is_pending(self) -> bool:
        """True for what is asked for or proposed: no authority."""
        return self in (self.BUDGET_REQUEST, self.BILL, self.SOLICITATION)

    @property
    def is_statement(self) -> bool:
        """True for money that was announced or is said to be mobilised: no program, and in no sum."""
        return self in STATEMENTS


CEILINGS = (
    AuthorityKind.LENDING_CEILING,
    AuthorityKind.LIABILITY_CEILING,
    AuthorityKind.EXPOSURE_CEILING,
    AuthorityKind.LOAN_CEILING,
)
STATEMENTS = (AuthorityKind.MOBILISED_CLAIM, AuthorityKind.FRAMEWORK_AMOUNT, AuthorityKind.INITIATIVE_AMOUNT)


class ProgramAuthority(Fact):
    """A sum or a day that a statute, an agency or a statement gives; `effective_on` is when it was enacted or said."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="authorities")
    program = models.ForeignKey(Program, models.PROTECT, null=True, blank=True, related_name="authorities")
    subject = models.CharField(max_length=120, blank=True, help_text="What a statement is about: it has no program.")
    kind = models.CharField(max_length=30, choices=AuthorityKind)
    statute = models.CharField(max_length=300, blank=True)
    amount = usd(null=True, blank=True)
    is_at_least = models.BooleanField(default=False, help_text='The source says "more than" or "at least".')
    expires_on = PartialDateField()
    state = models.CharField(max_length=60, blank=True, help_text="In force, requested, introduced: as stated.")
    minerals_only = models.BooleanField(default=False, help_text="For minerals alone, and no other sector.")
    inside = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="+", help_text="In whose ceiling it lies."
    )
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)

    class Meta:
        verbose_name_plural = "program authorities"
        constraints = [
            models.CheckConstraint(
                condition=Q(program__isnull=True, kind__in=STATEMENTS)
                | (Q(program__isnull=False) & ~Q(kind__in=STATEMENTS)),
                name="only_a_statement_has_no_program",
                violation_error_code="program",
                violation_error_message="Only what is announced or said to be mobilised has no program. Check both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program.code if self.program else self.subject}: {self.get_kind_display()}"
