"""What the nightly watch found: which days were watched, and every change of a milestone's health."""

from django.db import models
from django.db.models import Q

from projects.calculations.schedule import Health
from record.models.facts import Fact

from .milestones import Milestone


class WatchedDay(Fact):
    """That every milestone was read at the end of a day (`effective_on`), with what was on record by then."""

    is_retractable = False
    undone_by = "A watch says what was on record that day. Correct that, and the next watch reads it."

    read_serial = models.BigIntegerField("recording read", help_text="The last recording of that day, or before.")
    milestones = models.PositiveIntegerField(help_text="How many were read.")
    changes = models.PositiveIntegerField(help_text="How many had another health than the day before.")

    class Meta:
        ordering = ["counts_from"]
        constraints = [models.UniqueConstraint(fields=["counts_from"], name="day_is_watched_once")]

    def __str__(self) -> str:
        return str(self.effective_on)


class HealthChange(Fact):
    """A milestone's health from a day on. One that turns to the worse is an alert, open until the next change."""

    is_worked_out = True

    is_retractable = False
    undone_by = "It follows from what is said of its milestone. Retract or correct that, and the next watch tells."

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="health_changes")
    health = models.CharField(max_length=10, choices=[(one.value, one.value.replace("_", " ")) for one in Health])
    before = models.CharField(max_length=10, blank=True, help_text="Empty on the first day it was watched.")
    reason = models.CharField(max_length=400)
    slip_days = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone", "counts_from"], name="health_changes_once_a_day"),
            models.CheckConstraint(condition=~Q(health=models.F("before")), name="health_change_changes_it"),
        ]
        indexes = [models.Index(fields=["health", "counts_from"], name="health_change_by_health")]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_health_display()} from {self.effective_on}"


class Acknowledgement(Fact):
    """That somebody has seen an alert and says what is done about it."""

    change = models.ForeignKey(HealthChange, models.PROTECT, related_name="acknowledgements")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="acknowledgement_says_what_is_done",
                violation_error_code="note",
                violation_error_message="Say what is done about it.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.change}: {self.note}"
