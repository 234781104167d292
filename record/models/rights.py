"""Who may do what: every change of an account, a role or an assignment, traced by the database itself.

These tables are no facts and may be changed through many channels (a page, a command, a shell). A trigger on each of
them writes down what stood there before and after, so that every channel leaves a trace; it names the open recording.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from record.calculations.as_of import AsOf

from .recordings import WRITE_LOCK, Recording, in_schema

EVENTS = {"insert": "given", "update": "changed", "delete": "taken away"}


class RightsChangeQuerySet(models.QuerySet["RightsChange"]):
    def known(self, at: AsOf) -> "RightsChangeQuerySet":
        """Those known at `at`, each with its `place`: the recording that it stands with, or after.

        A change outside of a recording is known from the next one on: until then it may not be all that happened there.
        """
        known = models.Q(made_in_id__lte=at.serial) | models.Q(made_in=None, after_serial__lt=at.serial)
        return self.filter(known).annotate(place=Coalesce("made_in_id", "after_serial"))


class RightsChange(models.Model):
    """One row of such a table, before and after: JSON of the columns that are traced, empty where there was no row."""

    is_append_only = True

    moment = models.DateTimeField()
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    event = models.CharField(max_length=6, choices=list(EVENTS.items()))
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    made_in = models.ForeignKey(
        Recording,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rights_changes",
        help_text="The recording that was open; none for a change from a command or in the database.",
    )

    after_serial = models.BigIntegerField(
        "after recording", help_text="The newest recording then; a change outside of one is known from the next one on."
    )

    objects = RightsChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["after_serial"], name="rights_change_after")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} {self.get_event_display()}"


@dataclass(frozen=True, slots=True)
class Traced:
    """A table of rights, what a row of it is, the columns that are written down, the one by which a row is named."""

    table: str
    noun: str
    columns: tuple[str, ...]
    row: str = "id"


def tables() -> Iterator[Traced]:
    """Every table of accounts, roles and assignments. No password and no key of a token is ever written down."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    person = ("username", "first_name", "last_name", "email")
    yield Traced(user._meta.db_table, "account", (*person, "is_active", "is_staff", "is_superuser"))
    group = apps.get_model("auth", "Group")
    yield Traced(group._meta.db_table, "role", ("name",))
    for model, noun in (
        (user.groups.through, "role of an account"),
        (user.user_permissions.through, "permission of an account"),
        (group.permissions.through, "permission of a role"),
    ):
        yield Traced(model._meta.db_table, noun, tuple(field.column for field in model._meta.local_fields[1:]))
    for model in apps.get_models():
        if columns := getattr(model, "traced_columns", ()):
            yield Traced(model._meta.db_table, str(model._meta.verbose_name), columns)


def trace(traced: Traced, event: str, vendor: str) -> str:
    """What the trigger after `event` does: on SQLite its whole statement, on PostgreSQL the body of its function."""
    sqlite = vendor == "sqlite"
    # SQLite writes from a trigger into the database of the trigger alone, and takes no other name there.
    kept = RightsChange._meta.db_table if sqlite else in_schema(RightsChange)
    recordings = in_schema(Recording)
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')" if sqlite else "date_trunc('milliseconds', clock_timestamp())"
    build = "json_object" if sqlite else "json_build_object"

    def row(side: str) -> str:
        pairs = ", ".join(f"'{column}', {side}.{column}" for column in traced.columns)
        return f"{build}({pairs})" if sqlite else f"{build}({pairs})::text"

    before = "''" if event == "insert" else row("OLD")
    after = "''" if event == "delete" else row("NEW")
    side = "OLD" if event == "delete" else "NEW"
    write = (
        f'INSERT INTO {kept} (moment, "table", row_id, event, before, after, made_in_id, after_serial) SELECT {now},'
        f" '{traced.table}', {side}.{traced.row}, '{event}', {before}, {after},"
        f" (SELECT max(serial) FROM {recordings} WHERE NOT is_closed),"
        f" (SELECT coalesce(max(serial), 0) FROM {recordings})"
    )
    distinct = "IS NOT" if sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{column} {distinct} NEW.{column}" for column in traced.columns)
    asked = changed if event == "update" else "1 = 1"
    if not sqlite:
        # The one write lock of all facts, so that what is known up to a recording gains nothing afterwards.
        lock = f"PERFORM pg_advisory_xact_lock({WRITE_LOCK})"
        return f" BEGIN IF {asked} THEN {lock}; {write}; END IF; RETURN NULL; END "
    name = trace_name(traced, event)
    return f'CREATE TRIGGER "{name}" AFTER {event} ON "{traced.table}" WHEN {asked} BEGIN {write}; END'


def trace_name(traced: Traced, event: str) -> str:
    return f"trigger_{traced.table}_trace_{event}"
