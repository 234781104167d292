"""Away until: an officer who is away sends what waits to a colleague of the same programs."""

from django.db import models
from django.db.models import F, Q

from record.models.accounts import person
from record.models.facts import Fact
from record.models.recordings import Refusal, is_not_the_writer


class Absence(Fact):
    """Until which day an officer is away, and who stands in. The newest counts; one without a day says: back."""

    is_retractable = False
    undone_by = "The newest counts. Write a new one; without a day it says that the officer is back."
    replaces_earlier_of = "officer"

    officer = person("Who is away.")
    until = models.DateField(null=True, blank=True, help_text="The last day away; empty for back.")
    stand_in = person("Who stands in; none for back.", may_be_none=True)

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [(is_not_the_writer("officer_id", "NEW.recording_id"), "an absence names who is away")]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True, stand_in__isnull=True)
                | Q(until__isnull=False, stand_in__isnull=False) & ~Q(officer=F("stand_in")),
                name="absence_names_another_who_stands_in",
                violation_error_message="Choose a colleague who stands in.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer}: away until {self.until}" if self.until else f"{self.officer}: back"
