"""The triggers by which the database refuses, whoever asks and through whatever channel.

One generated set on every table of facts and entities. SQLite rebuilds a table on many migrations, drops its triggers
and stumbles over those of other tables that look into it; so they are taken down before a migration there and made
anew after every one, and a system check misses none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .refusals import Refusal, guarded, refusals
from .rights import EVENTS, RightsChange, tables, trace, trace_name

__all__ = ["check_triggers", "trigger_name", "guarded", "lower", "missing", "raise_triggers", "refusals"]

MISSING = "record.E001"


def trigger_name(model: type[models.Model], event: str) -> str:
    return f"trigger_{model._meta.db_table}_{event}"


def body(table: str, event: str, refused: Sequence[Refusal], vendor: str) -> str:
    """What a trigger does: on SQLite its whole statement, on PostgreSQL the body of its function."""
    if vendor == "sqlite":
        cases = " ".join(f"WHEN {when} THEN RAISE(ABORT, '{table}: {why}')" for when, why in refused)
        return (
            f'CREATE TRIGGER "trigger_{table}_{event}" BEFORE {event} ON "{table}" BEGIN SELECT CASE {cases} END; END'
        )
    # The same class of error as SQLite's: Django's IntegrityError.
    cases = " ".join(
        f"IF {when} THEN RAISE EXCEPTION '{table}: {why}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        for when, why in refused
    )
    return f" BEGIN {cases} RETURN NEW; END "


def wanted(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str, str]]:
    """Name → (table, when, body) of every trigger on the tables that exist, and of every trace of rights."""
    exist = set(connection.introspection.table_names())
    refusing = {
        trigger_name(model, event): (
            model._meta.db_table,
            f"BEFORE {event}",
            body(model._meta.db_table, event, refused, connection.vendor),
        )
        for model in guarded()
        if model._meta.db_table in exist
        for event, refused in refusals(model, connection.vendor).items()
    }
    tracing = {
        trace_name(traced, event): (traced.table, f"AFTER {event}", trace(traced, event, connection.vendor))
        for traced in (tables() if RightsChange._meta.db_table in exist else ())
        if traced.table in exist
        for event in EVENTS
    }
    return refusing | tracing


def bodies(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name → body of the triggers that stand in the database and are switched on."""
    if connection.vendor == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'trigger_%'"
    else:
        query = (
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname LIKE 'trigger_%' AND t.tgenabled IN ('O', 'A')"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that should stand, on tables that exist, and do not, or that refuse something else than they should."""
    found = bodies(connection)
    return sorted(name for name, (_, _, text) in wanted(connection).items() if found.get(name) != text)


def lower(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger down: before they are made anew, and around the flush of a test database."""
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'trigger_%'"
    if connection.vendor == "postgresql":
        names = (
            "SELECT proname FROM pg_proc WHERE proname LIKE 'trigger_%'"
            " AND pronamespace = current_schema()::regnamespace"
        )
    with connection.cursor() as cursor:
        cursor.execute(names)
        for (name,) in cursor.fetchall():
            sqlite = connection.vendor == "sqlite"
            cursor.execute(f'DROP TRIGGER "{name}"' if sqlite else f'DROP FUNCTION "{name}"() CASCADE')


def raise_triggers(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger up anew, on the tables that exist; no other writer ever sees them down."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        lower(connection)
        for name, (table, when, text) in wanted(connection).items():
            if connection.vendor == "sqlite":
                cursor.execute(text)
                continue
            each = "STATEMENT" if when.endswith("truncate") else "ROW"
            cursor.execute(f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $${text}$$')
            cursor.execute(f'CREATE TRIGGER "{name}" {when} ON "{table}" FOR EACH {each} EXECUTE FUNCTION "{name}"()')


def make_way(sender: object, using: str, plan: Sequence[object] = (), **kwargs: object) -> None:
    """Before migrations that will run: SQLite cannot rebuild a table into which a trigger looks."""
    if plan and connections[using].vendor == "sqlite":
        lower(connections[using])


_restoring = ContextVar("restoring", default=False)


@contextmanager
def being_restored() -> Iterator[None]:
    """While the triggers are about to be put up, the check does not ask for them."""
    token = _restoring.set(True)
    try:
        yield
    finally:
        _restoring.reset(token)


@register(Tags.database)
def check_triggers(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    if _restoring.get():
        return []
    return [
        Error(
            f"The trigger {name} is missing or altered.",
            hint="Run: manage.py migrate",
            id=MISSING,
        )
        for alias in databases or []
        for name in missing(connections[alias])
    ]
