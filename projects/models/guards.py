"""Guards: what the database itself refuses, whoever asks, through whatever door.

One generated set of triggers on every table of facts and things. Facts are only ever added, under the newest
recording; a thing changes only under a newer recording that says what changed. SQLite rebuilds a table on many
migrations and drops its triggers, so they are made anew after every migration and a system check misses none.
"""

from collections.abc import Iterator

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from .facts import Fact, LabelChange, Retraction, Thing
from .recordings import Recording
from .sites import ProjectMineral
from .sources import Citation, CitedSource, Source

APPEND_ONLY = (Source, Citation, CitedSource, Retraction, ProjectMineral)


def guarded() -> Iterator[type[models.Model]]:
    """Every table that keeps facts or things, the recordings among them."""
    yield Recording
    yield from APPEND_ONLY
    yield from (model for model in apps.get_models() if issubclass(model, Fact | Thing))


def not_newest(column: str) -> str:
    return f"{column} <> (SELECT coalesce(max(serial), 0) FROM {Recording._meta.db_table})"


def refused_insert(model: type[models.Model]) -> list[tuple[str, str]]:
    """(condition, sentence) pairs under which a new row is refused."""
    if model is Recording:
        table = model._meta.db_table
        return [
            (f"NEW.serial <> (SELECT coalesce(max(serial), 0) FROM {table}) + 1", "a recording takes the next serial"),
            (f"NEW.moment < (SELECT max(moment) FROM {table})", "the moments of recordings never run back"),
        ]
    if not any(field.name == "recording" for field in model._meta.local_fields):
        return []
    return [(not_newest("NEW.recording_id"), "a fact belongs to the newest recording: open one")]


def refused_update(model: type[models.Model]) -> list[tuple[str, str]]:
    """(condition, sentence) pairs under which a changed row is refused."""
    if not issubclass(model, Thing):
        return [("1 = 1", "rows here are never changed: add a newer fact, or retract or reverse this one")]
    explained = (
        f"EXISTS (SELECT 1 FROM {LabelChange._meta.db_table} c WHERE c.\"table\" = '{model._meta.db_table}'"
        " AND c.thing_id = NEW.id AND c.recording_id = NEW.recording_id)"
    )
    return [
        (
            f"NEW.recording_id <= OLD.recording_id OR {not_newest('NEW.recording_id')}",
            "a label changes under a new recording: open one",
        ),
        (f"NOT {explained}", "a change of a label is recorded before it is made"),
        ("NEW.id <> OLD.id OR NEW.slug <> OLD.slug OR NEW.created_in_id <> OLD.created_in_id", "an identifier stays"),
    ]


NEVER_DELETED = [("1 = 1", "rows here are never deleted")]


def refusals(model: type[models.Model], vendor: str) -> dict[str, list[tuple[str, str]]]:
    """Event → (condition, sentence) pairs, for one table."""
    events = {"insert": refused_insert(model), "update": refused_update(model), "delete": NEVER_DELETED}
    if vendor == "postgresql":
        return {**events, "truncate": NEVER_DELETED}
    # REPLACE deletes the row that stands in its way; BEFORE INSERT is asked first.
    table, key = model._meta.db_table, model._meta.pk.column
    used = (f'EXISTS (SELECT 1 FROM "{table}" t WHERE t."{key}" = NEW."{key}")', "this row exists and stays")
    return {**events, "insert": [used, *events["insert"]]}


def guard_name(model: type[models.Model], event: str) -> str:
    return f"guard_{model._meta.db_table}_{event}"


def create_sql(model: type[models.Model], vendor: str) -> list[str]:
    """The statements that put the guards on one table."""
    spell = _sqlite if vendor == "sqlite" else _postgresql
    return [
        statement
        for event, refused in refusals(model, vendor).items()
        for statement in spell(guard_name(model, event), model._meta.db_table, event, refused)
    ]


def _sqlite(name: str, table: str, event: str, refused: list[tuple[str, str]]) -> list[str]:
    cases = " ".join(f"WHEN {when} THEN RAISE(ABORT, '{table}: {why}')" for when, why in refused)
    return [f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" BEGIN SELECT CASE {cases} END; END']


def _postgresql(name: str, table: str, event: str, refused: list[tuple[str, str]]) -> list[str]:
    body = " ".join(f"IF {when} THEN RAISE EXCEPTION '{table}: {why}'; END IF;" for when, why in refused)
    each = "STATEMENT" if event == "truncate" else "ROW"
    return [
        f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NEW; END $$',
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each} EXECUTE FUNCTION "{name}"()',
    ]


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the guards that stand in the database."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
    else:
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'guard_%' AND tgenabled <> 'D'"
            " AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Guards that should stand and do not, on tables that exist."""
    tables = set(connection.introspection.table_names())
    wanted = [
        guard_name(model, event)
        for model in guarded()
        if model._meta.db_table in tables
        for event in refusals(model, connection.vendor)
    ]
    return sorted(set(wanted) - present(connection))


def lower(connection: BaseDatabaseWrapper) -> None:
    """Take every guard down: before they are made anew, and around the flush of a test database."""
    with connection.cursor() as cursor:
        for name in present(connection):
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f'DROP FUNCTION "{name}"() CASCADE')


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put every guard up anew, on the tables that exist."""
    lower(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in guarded():
            if model._meta.db_table in tables:
                for statement in create_sql(model, connection.vendor):
                    cursor.execute(statement)


def restore_guards(sender: object, using: str, **kwargs: object) -> None:
    raise_guards(connections[using])


@register(Tags.database)
def check_guards(databases: list[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    return [
        Error(f"The guard {name} is missing from the database.", hint="Run: manage.py migrate", id="projects.E001")
        for alias in databases or []
        for name in missing(connections[alias])
    ]
