"""Recordings: one write of dated facts, with its serial, its moment, who and why. The axis of `known_at`."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from record.calculations.as_of import AsOf

from .dry_runs import DryRun

# The one key of the advisory lock, "lode" as bytes; every writer of facts asks for the same.
WRITE_LOCK = 0x6C6F6465


def end_of_day(day: date) -> datetime:
    """The last millisecond of a day in New York: what a bare day means for "known at"."""
    next_day = datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())
    return next_day - timedelta(milliseconds=1)


class Channel(models.TextChoices):
    """The channel through which a write came."""

    FORM = "form", "officer's form"
    API = "api", "API"
    IMPORT = "import", "import"
    JOB = "job", "background job"
    RESTORE = "restore", "restore from a backup"


class RecordingQuerySet(models.QuerySet["Recording"]):
    def as_of(self, day: date, known_at: datetime, serial: int | None = None) -> AsOf:
        """The AsOf of `day` as known at `known_at`: its serial is the last one recorded by then.

        Given a serial, it is that recording's knowledge, exactly, whatever the clock says.
        """
        if serial is None:
            serial = self.last_serial(known_at)
        return AsOf(day, known_at, serial)

    def known(self, at: AsOf) -> "RecordingQuerySet":
        """Those made by `at`."""
        return self.filter(serial__lte=at.serial)

    def last_serial(self, by: datetime | None = None) -> int:
        """The newest serial, of those made by a moment where one is given; 0 before the first recording."""
        made = self if by is None else self.filter(moment__lte=by)
        return made.aggregate(last=Max("serial"))["last"] or 0


class Recording(models.Model):
    """Made only by `record.services.recordings.open_recording`, one at a time, in order."""

    serial = models.BigIntegerField(primary_key=True)
    moment = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="recordings", verbose_name="by"
    )
    by_name = models.CharField(max_length=150, help_text="Who wrote it, as named then.")
    why = models.TextField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    approval = models.CharField(max_length=500, help_text='Who approved it, or "single control" and the reason.')
    previous_hash = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Over the one before and all that was written under it."
    )
    hash_version = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="By which rule the hash is made; 0 while it is open."
    )
    form_key = models.CharField(
        max_length=40, blank=True, editable=False, help_text="Of the form that brought it, which writes once."
    )
    is_closed = models.BooleanField(
        default=False, editable=False, help_text="Set as its write ends; the database then adds nothing to it."
    )

    dry_run: DryRun | None = None
    """Set where the recording is only tried: it is never saved, nor is what is added under it."""

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.CheckConstraint(condition=Q(serial__gt=0), name="recording_serial_is_positive"),
            models.CheckConstraint(condition=~Q(why=""), name="recording_says_why"),
            models.CheckConstraint(condition=~Q(by_name=""), name="recording_says_who"),
            models.UniqueConstraint(fields=["form_key"], condition=~Q(form_key=""), name="form_writes_once"),
        ]

    def __str__(self) -> str:
        return f"Recording {self.serial}"

    @property
    def reads(self) -> int:
        """The newest serial that a write under it reads: its own rows too, where they are saved."""
        return self.serial if self.dry_run is None else self.serial - 1


Refusal = tuple[str, str]
"""A condition in SQL under which a trigger refuses a row, and the sentence that says so."""


SCHEMA = "{schema}."
"""Stands in a trigger's SQL before each table; the trigger is made with the schema of the tables in its place."""


def in_schema(model: type[models.Model]) -> str:
    """The table of a model as a trigger's SQL names it, so that no temporary table of the same name is read instead."""
    return f"{SCHEMA}{model._meta.db_table}"


def writer_of(serial: str) -> str:
    """SQL: who wrote the recording `serial`."""
    return f"(SELECT r.by_id FROM {in_schema(Recording)} r WHERE r.serial = {serial})"


def is_not_the_writer(column: str, serial: str) -> str:
    """SQL: that a new row's `column` names somebody else than the person who wrote the recording `serial`.

    It keeps "by another" from being talked around. Where no person wrote (a loader, a restore) anybody may be named.
    """
    named = f"coalesce(NEW.{column}, 0)"
    return f"{named} <> coalesce({writer_of(serial)}, {named})"
