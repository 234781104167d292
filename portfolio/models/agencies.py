"""Agencies and programs: who puts money in, under which authority, and which officer may write for whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from record.models.facts import Entity, Fact
from record.models.fields import PartialDateField, usd


class Agency(Entity):
    """A department or an independent agency. `slug` is its code in lower case, `code` the code as written."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return f"{self.code} - {self.name}"


class AgencyAlias(Fact):
    """A text by which the record names an agency, and the office that the text names."""

    text = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="aliases")
    office = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "agency aliases"

    def __str__(self) -> str:
        return self.text


class Program(Entity):
    """A program of an agency, under a statute. `code` as written, DOE-ATVM."""

    code = models.CharField(max_length=40, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="programs")
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} - {self.name}"


class ProgramTerms(Fact):
    """What a program may do, from a day on. No ceiling where the authority states it only in prose."""

    replaces_earlier_of = "program"

    program = models.ForeignKey(Program, models.PROTECT, related_name="terms")
    authority = models.TextField(blank=True)
    instruments = models.TextField(blank=True)
    assistance_listing = models.CharField(max_length=40, blank=True)
    treasury_account = models.CharField(max_length=200, blank=True)
    ceiling = usd(null=True, blank=True)
    expires_on = PartialDateField()
    verified = models.CharField(max_length=40, blank=True)
    source_text = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "program terms"

    def __str__(self) -> str:
        return f"{self.program.code} from {self.effective_on or 'undated'}"


class ProgramAlias(Fact):
    """A text by which the record names a program. No program: the text names none, "not stated"."""

    text = models.CharField(max_length=200)
    program = models.ForeignKey(Program, models.PROTECT, null=True, blank=True, related_name="aliases")

    class Meta:
        verbose_name_plural = "program aliases"

    def __str__(self) -> str:
        return self.text


class Assignment(models.Model):
    """Which programs an officer writes for. No program: all of the agency's, money under no stated program too."""

    traced_columns = ("officer_id", "agency_id", "program_id")

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="assignments")
    program = models.ForeignKey(Program, models.PROTECT, null=True, blank=True, related_name="assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "program"], name="officer_is_assigned_a_program_once"),
            models.UniqueConstraint(
                fields=["officer", "agency"],
                condition=Q(program__isnull=True),
                name="officer_is_assigned_an_agency_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.program or self.agency}"
