"""The triggers by which the database refuses, whoever asks and through whatever channel.

One generated set on every table of facts and entities. SQLite rebuilds a table on many migrations, drops its triggers
and stumbles over those of other tables that look into it; so they are taken down before a migration there and made
anew after every one, and a system check misses none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .recordings import SCHEMA
from .refusals import Refusal, guarded, is_asked_by_row, refusals
from .rights import EVENTS, RightsChange, tables, trace, trace_name

__all__ = ["check_triggers", "trigger_name", "guarded", "lower", "missing", "raise_triggers", "refusals"]

MISSING = "record.E001"


def trigger_name(model: type[models.Model], event: str) -> str:
    return f"trigger_{model._meta.db_table}_{event}"


NEW_ROWS = "new_rows"
"""What a statement of PostgreSQL added: its rows are asked about together, since a file adds very many."""


def body(table: str, event: str, refused: Sequence[Refusal], vendor: str) -> str:
    """What a trigger does for each row: on SQLite its whole statement, on PostgreSQL the body of its function."""
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


def body_for_all(table: str, refused: Sequence[Refusal]) -> str:
    """The same for all rows of an INSERT on PostgreSQL, once they are in the table.

    A condition inside of CASE is asked row by row through an index. Outside it, PostgreSQL might read the whole table
    for a large file, and keep to that plan for a single row.
    """
    cases = " ".join(f"WHEN {when.replace('NEW.', f'{NEW_ROWS}.')} THEN '{table}: {why}'" for when, why in refused)
    return (
        f" DECLARE refused text; BEGIN SELECT found.why INTO refused FROM (SELECT CASE {cases} END AS why"
        f" FROM {NEW_ROWS}) found WHERE found.why IS NOT NULL LIMIT 1; IF refused IS NOT NULL THEN"
        " RAISE EXCEPTION '%', refused USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END "
    )


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger of the database: its table, when it runs, and its body (on SQLite the whole statement)."""

    name: str
    table: str
    when: str
    body: str
    for_all: bool = False
    """Asked once about all rows of an INSERT, on PostgreSQL."""

    def statements(self, schema: str) -> tuple[str, ...]:
        """What makes it; `schema` is the quoted one of the tables, and empty on SQLite.

        The function of a trigger looks into that schema before the temporary one, whatever the session says.
        """
        if not schema:
            return (self.in_schema(schema),)
        function = (
            f"CREATE FUNCTION {schema}.{self.name}() RETURNS trigger LANGUAGE plpgsql"
            f" SET {search_path(schema).replace('=', ' = ')} AS $${self.in_schema(schema)}$$"
        )
        return function, self.on_postgresql(schema)

    def on_postgresql(self, schema: str) -> str:
        """The statement as PostgreSQL itself spells it."""
        each = "STATEMENT" if self.for_all or self.when.endswith("TRUNCATE") else "ROW"
        rows = f" REFERENCING NEW TABLE AS {NEW_ROWS}" if self.for_all else ""
        return (
            f"CREATE TRIGGER {self.name} {self.when} ON {schema}.{self.table}{rows}"
            f" FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        )

    def stored(self, schema: str) -> str:
        """What the database keeps of it, as `stored` reads it."""
        if not schema:
            return self.in_schema(schema)
        return f"{self.on_postgresql(schema)} {search_path(schema)}{self.in_schema(schema)}"

    def in_schema(self, schema: str) -> str:
        return self.body.replace(SCHEMA, f"{schema}." if schema else "")


def search_path(schema: str) -> str:
    return f"search_path={schema}, pg_temp"


def schema_of(connection: BaseDatabaseWrapper) -> str:
    """The schema in which the tables are made, quoted where needed.

    Empty on SQLite: a trigger there sees the database alone in which it stands.
    """
    if connection.vendor == "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def wanted(connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
    """Every trigger on the tables that exist, and every trace of rights."""
    exist, vendor = set(connection.introspection.table_names()), connection.vendor
    for model in guarded():
        table = model._meta.db_table
        if table in exist:
            for event, refused in refusals(model, vendor).items():
                name = trigger_name(model, event)
                if vendor == "postgresql" and event == "insert" and refused and not is_asked_by_row(model):
                    yield Trigger(name, table, "AFTER INSERT", body_for_all(table, refused), for_all=True)
                else:
                    yield Trigger(name, table, f"BEFORE {event.upper()}", body(table, event, refused, vendor))
    for traced in tables() if RightsChange._meta.db_table in exist else ():
        if traced.table in exist:
            for event in EVENTS:
                name = trace_name(traced, event)
                yield Trigger(name, traced.table, f"AFTER {event.upper()}", trace(traced, event, vendor))


def stored(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name → all that the database keeps of a trigger that stands and is switched on."""
    if connection.vendor == "sqlite":
        query = "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND name LIKE 'trigger_%'"
    else:
        query = (
            "SELECT t.tgname, concat(pg_get_triggerdef(t.oid), ' ', array_to_string(p.proconfig, ' '), p.prosrc)"
            " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname LIKE 'trigger_%' AND t.tgenabled IN ('O', 'A')"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that should stand, on tables that exist, and do not, or that refuse something else than they should."""
    found, schema = stored(connection), schema_of(connection)
    return sorted(one.name for one in wanted(connection) if found.get(one.name) != one.stored(schema))


def lower(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger down: before they are made anew, and around the flush of a test database."""
    names = "SELECT name FROM main.sqlite_master WHERE type = 'trigger' AND name LIKE 'trigger_%'"
    if connection.vendor == "postgresql":
        names = (
            "SELECT proname FROM pg_proc WHERE proname LIKE 'trigger_%'"
            " AND pronamespace = current_schema()::regnamespace"
        )
    with connection.cursor() as cursor:
        cursor.execute(names)
        for (name,) in cursor.fetchall():
            sqlite = connection.vendor == "sqlite"
            cursor.execute(f'DROP TRIGGER main."{name}"' if sqlite else f'DROP FUNCTION "{name}"() CASCADE')


def raise_triggers(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger up anew, on the tables that exist; no other writer ever sees them down."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        lower(connection)
        schema = schema_of(connection)
        for one in wanted(connection):
            for statement in one.statements(schema):
                cursor.execute(statement)


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
