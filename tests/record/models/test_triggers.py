"""Every table of facts and entities, and every way past Django: the database refuses, and says why."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from projects.models import Company
from record.models import CitedSource, Entity, LabelChange, Recording, Retraction, Source, triggers
from tests.cast import Cast
from tests.rows import a_row_of, build, recording

MODELS = list(triggers.guarded())
NAMES = [model.__name__ for model in MODELS]
# Inserts, updates and deletions of accounts, roles, both of their permissions, tokens, assignments, who has which role.
TRACES = 7 * 3
pytestmark = pytest.mark.django_db


STATE = {
    "AccessToken",
    "Account",
    "ApiCount",
    "Assignment",
    "Digest",
    "Draft",
    "SavedView",
    "Heartbeat",
    "Import",
    "Job",
    "LedgerBlock",
    "LedgerSum",
    "OpenProposal",
    "ProjectionPart",
    "SentForm",
}
"""What is no fact: who may enter, what runs, what is typed, where a file stands, and who has a page open."""


def test_every_table_is_guarded_but_those_that_hold_a_state():
    tables = {one.__name__ for one in apps.get_models() if one._meta.app_label in ("record", "projects", "portfolio")}
    assert tables - set(NAMES) == STATE


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def a_column(model: type[models.Model]) -> models.Field:
    names = {"pk", "recording", "created_in", "slug"}
    fields = [f for f in model._meta.concrete_fields if f.name not in names and not f.primary_key]
    return next((field for field in fields if not field.unique), fields[0])


def replace(row: models.Model) -> None:
    table, key = row._meta.db_table, row._meta.pk.column
    sql(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}" WHERE "{key}" = {row.pk}')


def upsert(row: models.Model) -> None:
    table, key, column = row._meta.db_table, row._meta.pk.column, a_column(type(row)).column
    sql(
        f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE "{key}" = {row.pk}'
        f' ON CONFLICT ("{key}") DO UPDATE SET "{column}" = excluded."{column}"'
    )


def save(row: models.Model) -> None:
    type(row)._base_manager.get(pk=row.pk).save(force_update=True)


def update(row: models.Model) -> None:
    field = a_column(type(row))
    type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: getattr(row, field.attname)})


def bulk_update(row: models.Model) -> None:
    type(row)._base_manager.bulk_update([row], [a_column(type(row)).name])


def bulk_upsert(row: models.Model) -> None:
    type(row)._base_manager.bulk_create(
        [row], update_conflicts=True, unique_fields=[row._meta.pk.name], update_fields=[a_column(type(row)).name]
    )


def raw_update(row: models.Model) -> None:
    column = a_column(type(row)).column
    sql(f'UPDATE "{row._meta.db_table}" SET "{column}" = "{column}"')


def truncate(row: models.Model) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f'TRUNCATE "{row._meta.db_table}" CASCADE')


def raw_delete(row: models.Model) -> None:
    rows = type(row)._base_manager.filter(pk=row.pk)
    rows._raw_delete(rows.db)


ATTACKS: dict[str, Callable[[models.Model], None]] = {
    "save": save,
    "update": update,
    "bulk_update": bulk_update,
    "bulk_create over the row": bulk_upsert,
    "delete": lambda row: row.delete(),
    "queryset delete": lambda row: type(row)._base_manager.filter(pk=row.pk).delete(),
    "_raw_delete": raw_delete,
    "UPDATE": raw_update,
    "DELETE": lambda row: sql(f'DELETE FROM "{row._meta.db_table}"'),
    "ON CONFLICT DO UPDATE": upsert,
    "INSERT OR REPLACE": replace,
    "TRUNCATE": truncate,
}
ONLY_ON = {"INSERT OR REPLACE": "sqlite", "TRUNCATE": "postgresql"}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_no_row_is_changed_or_deleted(model: type[models.Model], attack: str):
    if ONLY_ON.get(attack, connection.vendor) != connection.vendor:
        return
    with recording() as under:
        row = a_row_of(model, under)
    row.refresh_from_db()
    before = list(model._base_manager.order_by("pk").values())
    # TRUNCATE reaches the tables that name this one first, and is refused there.
    sentence = "rows here|is never|never deleted" if attack == "TRUNCATE" else f"{model._meta.db_table}: "
    refusal = (IntegrityError, ProtectedError) if attack.endswith("delete") else IntegrityError
    with pytest.raises(refusal) as refused, transaction.atomic():
        ATTACKS[attack](row)
    if not isinstance(refused.value, ProtectedError):
        assert refused.match(sentence)
    assert list(model._base_manager.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "model",
    [model for model in MODELS if any(field.name == "recording" for field in model._meta.local_fields)],
    ids=lambda m: m.__name__,
)
def test_nothing_is_added_under_a_recording_that_is_past(model: type[models.Model]):
    with recording() as past:
        row = build(model, past)
    with pytest.raises(IntegrityError, match="newest recording"), transaction.atomic():
        row.save(force_insert=True)
    with recording() as newer:
        row.recording = past
        with pytest.raises(IntegrityError, match="newest recording"), transaction.atomic():
            row.save(force_insert=True)
    assert newer.serial == past.serial + 1


@pytest.mark.parametrize("columns", ["slug", "code"])
def test_a_replacing_insert_takes_no_other_rows_name(cast: Cast, columns: str):
    """Also by a client that has not switched recursive_triggers on, where REPLACE deletes without a trigger."""
    if connection.vendor != "sqlite":
        return
    sql("PRAGMA recursive_triggers = OFF")
    try:
        with recording() as under:
            values = {"slug": "'new'", "code": "'NEW'", columns: "'doe'" if columns == "slug" else "'DOE'"}
            statement = (
                "INSERT OR REPLACE INTO portfolio_agency (id, slug, code, name, note, created_in_id, recording_id)"
                f" VALUES (999, {values['slug']}, {values['code']}, 'x', '', {under.serial}, {under.serial})"
            )
            with pytest.raises(IntegrityError, match="this row exists and stays"), transaction.atomic():
                sql(statement)
    finally:
        sql("PRAGMA recursive_triggers = ON")


class TestThings:
    def test_a_change_names_each_column_that_it_changes(self, cast: Cast):
        company = cast.companies["palisade"]
        with recording() as under:
            stated = build(LabelChange, under)
            stated.table, stated.entity_id, stated.field = "projects_company", company.pk, "name"
            stated.save(force_insert=True)
            rows = Company.objects.filter(pk=company.pk)
            with pytest.raises(IntegrityError, match="recorded before it is made"), transaction.atomic():
                rows.update(name="Other", ticker="OTH", recording=under)
            with pytest.raises(IntegrityError, match="an identifier stays"), transaction.atomic():
                rows.update(slug="other", recording=under)
            assert rows.update(name="Other", recording=under) == 1
            with pytest.raises(IntegrityError, match="under a new recording"), transaction.atomic():
                rows.update(name="Third", recording=under)

    def test_a_thing_is_made_in_its_own_recording(self, cast: Cast):
        with recording() as under:
            row = build(Company, under)
            row.created_in_id = 1
            with pytest.raises(IntegrityError, match="made in the recording"), transaction.atomic():
                row.save(force_insert=True)


class TestOthers:
    def test_a_citation_is_of_the_sources_that_it_names(self, cast: Cast):
        with recording() as under:
            other = a_row_of(Source, under)
        with pytest.raises(IntegrityError, match="sources that it names"), transaction.atomic():
            CitedSource.objects.create(citation=cast.citation, source=other)

    @pytest.mark.parametrize("table", ["portfolio_transaction", "record_labelchange"])
    def test_what_is_corrected_otherwise_is_not_retracted(self, table: str, db):
        with recording() as under, pytest.raises(IntegrityError, match="never retracted"), transaction.atomic():
            Retraction.objects.create(table=table, fact_id=1, reason="x", recording=under)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"serial": 4}, "takes the next serial"),
            ({"serial": 2}, "this row exists|takes the next serial"),
            ({"moment": "2001-01-01T00:00:00Z"}, "never run back"),
        ],
    )
    def test_a_recording_by_hand_keeps_the_order(self, cast: Cast, change: dict, sentence: str):
        last = Recording.objects.get(serial=2)
        values = {"serial": 3, "moment": last.moment, "by_name": "x", "why": "x", "channel": "job"} | change
        with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
            Recording.objects.create(**values)


def drop_one() -> str:
    name = triggers.trigger_name(Company, "update")
    if connection.vendor == "sqlite":
        sql(f"DROP TRIGGER {name}")
    else:
        sql(f"DROP FUNCTION {name}() CASCADE")
    return name


class TestStanding:
    def test_every_guard_stands(self):
        assert triggers.missing(connection) == []
        events = 3 if connection.vendor == "sqlite" else 4
        assert len(triggers.stored(connection)) == len(MODELS) * events + TRACES
        assert all(issubclass(model, Entity) or len(triggers.refusals(model, "postgresql")) == 4 for model in MODELS)

    def test_the_check_fails_when_one_is_missing(self):
        name = drop_one()
        with pytest.raises(SystemCheckError, match=name):
            call_command("check", databases=["default"])

    @pytest.mark.django_db(transaction=True)
    def test_migrating_puts_a_missing_one_up_again(self):
        drop_one()
        call_command("migrate", verbosity=0, skip_checks=False)
        assert triggers.missing(connection) == []

    @pytest.mark.django_db(transaction=True)
    def test_they_stand_after_migrations_that_ran(self, settings):
        settings.MIGRATION_MODULES = {}
        call_command("migrate", "portfolio", "0001", verbosity=0)
        assert triggers.missing(connection) == []
        call_command("migrate", verbosity=0)
        assert triggers.missing(connection) == []

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("model", [Recording, LabelChange, Company], ids=lambda m: m.__name__)
    def test_a_table_that_is_rebuilt_has_them_again(self, cast: Cast, model: type[models.Model]):
        """SQLite rebuilds a table on most migrations and drops its triggers."""
        if connection.vendor != "sqlite":
            return
        rows = model._base_manager.count()
        triggers.make_way(None, using="default", plan=["a migration"])
        with connection.schema_editor() as editor:
            editor._remake_table(model)
        assert triggers.missing(connection)
        triggers.raise_triggers(connection)
        assert triggers.missing(connection) == []
        assert model._base_manager.count() == rows
