"""A temporary table of the same name lets nothing past a trigger; the role of the docs takes no trigger down."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from projects.models import WatchedDay
from record.models import LabelChange, Recording, RightsChange, grants, triggers
from record.models.rights import Traced, tables
from record.services import tokens
from tests.cast import Cast
from tests.rows import a_row_of, build, recording

MODELS = list(triggers.guarded())
NAMES = [model.__name__ for model in MODELS]
# Those whose rows belong to a recording, and so to an open one.
CLOSED = [model for model in MODELS if any(field.name == "recording" for field in model._meta.local_fields)]
TRACED = list(tables())
ROLE = "lodebook_app"
# What a trigger of PostgreSQL calls the rows of the statement and the answer about them are no tables.
READ = re.compile(r"(?<!DISTINCT )\b(?:FROM|JOIN|INTO)\s+(?!new_rows\b|refused\b)([\w.]+)")
REFUSED = "rows here are never|is never|label changes under a new|permission denied|must be owner"
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.postgresql
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="it is about temporary tables of SQLite")


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def tables_read() -> set[str]:
    """The tables into which triggers look or write."""
    return {name for one in triggers.wanted(connection) for name in READ.findall(one.in_schema(""))}


def shadow(table: str) -> None:
    """Temporary tables of the same names as `table` and all that triggers look into, filled to let everything pass."""
    for name in sorted({table, *tables_read()}):
        sql(f'CREATE TEMPORARY TABLE "{name}" AS SELECT * FROM {real(name)}')
    opened = "false" if connection.vendor == "postgresql" else "0"
    sql(f'UPDATE "{Recording._meta.db_table}" SET is_closed = {opened}')
    sql(f"CREATE TEMPORARY TABLE {triggers.NEW_ROWS} AS SELECT * FROM {real(table)} LIMIT 0")


def real(table: str) -> str:
    return f'public."{table}"' if connection.vendor == "postgresql" else f'main."{table}"'


def rows_of(model: type[models.Model]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM {real(model._meta.db_table)} ORDER BY "{model._meta.pk.column}"')
        return cursor.fetchall()


def insert(row: models.Model) -> None:
    """Into the real table, as a session with temporary tables has to name it."""
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {real(row._meta.db_table)} ({names}) VALUES ({places})", values)


@contextmanager
def as_the_application(*, with_temporary: bool = False) -> Iterator[None]:
    """As the role that docs/operator.md tells to make; `with_temporary` gives it the right that the docs take away."""
    text = (Path(settings.BASE_DIR) / "docs" / "operator.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```sql\n(.*?)```", text, re.S)
    database = connection.settings_dict["NAME"]
    role = f"{ROLE}_{database}"
    script = script.replace("DATABASE lodebook", f'DATABASE "{database}"').replace(ROLE, f'"{role}"')
    sql("SET CONSTRAINTS ALL IMMEDIATE", *(one for one in script.split(";\n") if one.strip()))
    grants.apply(connection, role)
    if with_temporary:
        sql(f'GRANT TEMPORARY ON DATABASE "{database}" TO "{role}"')
    sql(f'SET SESSION AUTHORIZATION "{role}"')
    try:
        yield
    finally:
        sql("RESET SESSION AUTHORIZATION")


def a_row(model: type[models.Model]) -> models.Model:
    with recording() as under:
        return a_row_of(model, under)


def update_of(table: str) -> str:
    return table.replace('public."', "trigger_").replace('"', "_update")


ATTACKS: dict[str, Callable[[str, str], str]] = {
    "UPDATE": lambda table, column: f'UPDATE {table} SET "{column}" = "{column}"',
    "DELETE": lambda table, column: f"DELETE FROM {table}",
    "TRUNCATE": lambda table, column: f"TRUNCATE {table} CASCADE",
    "ALTER": lambda table, column: f'ALTER TABLE {table} DROP COLUMN "{column}"',
    "DISABLE TRIGGER": lambda table, column: f"ALTER TABLE {table} DISABLE TRIGGER ALL",
    "session_replication_role": lambda table, column: "SET session_replication_role = replica",
    "ALTER FUNCTION": lambda table, column: f"ALTER FUNCTION {update_of(table)}() RESET search_path",
    "DROP TRIGGER": lambda table, column: f"DROP TRIGGER {update_of(table)} ON {table}",
    "CREATE RULE": lambda table, column: f"CREATE RULE quiet AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "DROP TABLE": lambda table, column: f"DROP TABLE {table} CASCADE",
}


@on_postgresql
@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_a_plain_role_changes_nothing_whatever_temporary_tables_it_makes(model: type[models.Model]):
    row = a_row(model)
    before = rows_of(model)
    with as_the_application(with_temporary=True):
        shadow(model._meta.db_table)
        for name, attack in ATTACKS.items():
            with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
                sql(attack(real(model._meta.db_table), row._meta.pk.column))
            assert rows_of(model) == before, name


@on_postgresql
@pytest.mark.parametrize("model", [*CLOSED, Recording, RightsChange], ids=lambda model: model.__name__)
def test_a_plain_role_adds_nothing_to_a_closed_recording_through_temporary_tables(model: type[models.Model]):
    with recording() as past:
        row = build(model, past) if model is not Recording else None
    if row is None:
        row = Recording(serial=past.serial + 2, moment=past.moment, by_name="x", why="x", channel="job")
    if model is RightsChange:
        row.made_in = past
    before = rows_of(model)
    with as_the_application(with_temporary=True):
        shadow(model._meta.db_table)
        with pytest.raises(DatabaseError, match="newest recording|next serial"), transaction.atomic():
            insert(row)
        assert rows_of(model) == before


@pytest.fixture
def rights(cast: Cast) -> None:
    """A row in each table of rights."""
    account = cast.people["officer"]
    account.user_permissions.add(Permission.objects.first())
    tokens.make(person=account, name="nightly", scope="read", days="", now=timezone.now())


@on_postgresql
@pytest.mark.parametrize("traced", TRACED, ids=lambda one: one.table)
def test_a_plain_role_takes_no_right_away_without_a_trace_through_temporary_tables(rights: None, traced: Traced):
    before = RightsChange.objects.count()
    with as_the_application(with_temporary=True):
        shadow(traced.table)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"DELETE FROM {real(traced.table)}")
            gone = cursor.rowcount
            cursor.execute(
                f"SELECT count(*) FROM {real(RightsChange._meta.db_table)} WHERE \"table\" = %s AND event = 'delete'",
                [traced.table],
            )
            assert gone > 0
            assert cursor.fetchone() == (gone,)
        assert len(rows_of(RightsChange)) == before + gone
    transaction.set_rollback(True)


@on_postgresql
def test_the_role_of_the_docs_makes_no_temporary_table_and_no_table():
    with as_the_application():
        for statement in ("CREATE TEMPORARY TABLE t (x int)", "CREATE TABLE public.t (x int)"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                sql(statement)


@on_postgresql
def test_the_role_of_the_docs_records_facts_and_changes_labels(cast: Cast):
    with as_the_application(), recording() as under:
        for model in MODELS:
            a_row_of(model, under)
    assert LabelChange.objects.filter(recording=under).exists()


@on_postgresql
def test_every_function_of_a_trigger_looks_into_the_schema_of_the_tables_first():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        assert cursor.fetchall() == [(["search_path=public, pg_temp"],)]


@on_postgresql
def test_every_table_in_a_trigger_bears_its_schema():
    for one in triggers.wanted(connection):
        for name in READ.findall(one.in_schema("public")):
            assert name.startswith("public."), (one.name, name)
    assert {Recording._meta.db_table, RightsChange._meta.db_table, LabelChange._meta.db_table} <= tables_read()


@on_postgresql
@pytest.mark.parametrize(
    "change",
    [
        "ALTER FUNCTION {name}() RESET search_path",
        "ALTER TABLE {table} DISABLE TRIGGER {name}",
        "CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (false) EXECUTE FUNCTION {name}()",
        "CREATE OR REPLACE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ],
)
def test_what_the_owner_does_to_a_trigger_is_found_by_the_check(change: str):
    name = triggers.trigger_name(Recording, "update")
    sql(change.format(name=name, table=Recording._meta.db_table))
    assert triggers.missing(connection) == [name]


@on_sqlite
@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_on_sqlite_a_temporary_table_lets_nothing_into_the_database(model: type[models.Model]):
    row = a_row(model)
    before = rows_of(model)
    table, key = real(model._meta.db_table), row._meta.pk.column
    with recording() as past:
        late = build(model, past) if model in CLOSED else None
        if model is WatchedDay:
            late.counts_from = date(2026, 2, 15)  # another day than the row's
    shadow(model._meta.db_table)
    try:
        for statement in (f'UPDATE {table} SET "{key}" = "{key}"', f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match=f"{model._meta.db_table}: "), transaction.atomic():
                sql(statement)
        if late is not None:
            with pytest.raises(DatabaseError, match="newest recording"), transaction.atomic():
                insert(late)
        assert rows_of(model)[: len(before)] == before
        assert triggers.missing(connection) == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_temp_master WHERE type = 'table'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TABLE temp."{name}"')


@on_sqlite
def test_on_sqlite_rights_are_traced_into_the_database_itself(cast: Cast):
    before = rows_of(RightsChange)
    with transaction.atomic():
        shadow("record_account")
        sql(f"UPDATE {real('record_account')} SET is_superuser = 1 WHERE username = 'manager'")
        assert len(rows_of(RightsChange)) == len(before) + 1
        transaction.set_rollback(True)
