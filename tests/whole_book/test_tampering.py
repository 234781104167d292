"""Whoever changes the database by hand, whatever table, column or row: the check names what does not stand."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, models, transaction

from projects.models import Company
from record.calculations.hash_chain import GENESIS
from record.models import Citation, Entity, RecordedTable, Recording
from record.models.triggers import lower, raise_triggers
from record.services.record_check import RecordCheck
from record.services.recorded_rows import Written, written
from tests.cast import Cast

from .unconstrained import without_constraints

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both_databases]


@pytest.fixture(scope="module")
def open_book(whole_book: Cast, django_db_blocker: pytest.FixtureRequest) -> Iterator[Cast]:
    """The book with its triggers and constraints down, as the owner of the database can have it."""
    with django_db_blocker.unblock():
        lower(connection)
        with without_constraints():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            yield whole_book
        raise_triggers(connection)


@contextmanager
def tried(sql: str, *values: object) -> Iterator[None]:
    """A change by hand, taken back afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            assert cursor.rowcount > 0, sql
        yield
        transaction.set_rollback(True)


def found(*tables: Written) -> list[str]:
    """What a check says, of these tables alone or of all."""
    check = RecordCheck(to=Recording.objects.last_serial())
    problems = (problem for one in tables for problem in check._rows(one)) if tables else check.problems()
    return [str(problem) for problem in problems if "trigger" not in problem.reference]


def newest(one: Written) -> models.Model:
    row = one.model._base_manager.order_by("-pk").first()
    assert row is not None, one.table
    return row


def changed(field: models.Field) -> str:
    """SQL: another value for a column."""
    name, kind = connection.ops.quote_name(field.column), field.get_internal_type()
    if kind == "BooleanField":
        return f"NOT coalesce({name}, false)"
    if kind == "DateField":
        return "'1999-12-31'"
    if kind == "DateTimeField":
        return "'1999-12-31 00:00:00+00:00'"
    if kind == "JSONField":
        return """'{"tampered": 1}'"""
    if kind == "BinaryField":
        return "X'00ff'" if connection.vendor == "sqlite" else "'\\x00ff'::bytea"
    if kind in ("CharField", "TextField", "SlugField"):
        return f"'{'2001 or so'[: field.max_length]}'"
    if field.related_model is Citation:
        return f"(SELECT max(id) FROM {Citation._meta.db_table} WHERE id <> coalesce({name}, 0))"
    return f"coalesce({name}, 0) + 1"


def of_a_row(one: Written) -> list[models.Field]:
    """The columns of a table that a hash covers: of an entity all but the recording of its last change."""
    fields = one.model._meta.local_concrete_fields
    return [field for field in fields if not field.primary_key and field.name not in ("recording", "made_in")]


def test_every_record_has_rows_to_tamper_with(open_book: Cast) -> None:
    assert len(written()) > 85
    assert found() == []


def test_a_changed_figure_is_found_in_every_column_of_every_table(open_book: Cast) -> None:
    """The row is named, and what it holds now."""
    unseen = []
    for one in written():
        table, key = connection.ops.quote_name(one.table), one.model._meta.pk.column
        row = newest(one)
        for field in of_a_row(one):
            if getattr(one.model, "links_itself", False) and field.column not in ("hash",):
                continue  # its own chain says so: tests/portfolio/services/test_ledger_check.py
            column = connection.ops.quote_name(field.column)
            with tried(f"UPDATE {table} SET {column} = {changed(field)} WHERE {key} = %s", row.pk):
                told = found(one) + (labels_of(one) if issubclass(one.model, Entity) else [])
                moved = field.name == "created_in" and "written under it" in told[0]
                names = (str(row.pk), getattr(row, "slug", "-"))
                if not (moved or any(name in sentence for sentence in told for name in names)):
                    unseen.append(f"{one.table}.{field.column}: {told}")
    assert unseen == []


def labels_of(one: Written) -> list[str]:
    return [str(problem) for problem in RecordCheck(to=Recording.objects.last_serial())._labels()]


def test_a_deleted_row_is_found_in_every_table(open_book: Cast) -> None:
    unseen = []
    for one in written():
        table, key = connection.ops.quote_name(one.table), one.model._meta.pk.column
        with tried(f"DELETE FROM {table} WHERE {key} = %s", newest(one).pk):
            if not any("written under it" in sentence or "not what recording" in sentence for sentence in found(one)):
                unseen.append(one.table)
    assert unseen == []


def test_a_row_added_to_what_is_past_is_found_in_every_table(open_book: Cast) -> None:
    unseen = []
    for one in written():
        fields = [field for field in one.model._meta.local_concrete_fields if not field.primary_key]
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        copied = ", ".join(
            changed(field) if field.unique else connection.ops.quote_name(field.column) for field in fields
        )
        table, key = connection.ops.quote_name(one.table), one.model._meta.pk.column
        if any(isinstance(constraint, models.UniqueConstraint) for constraint in one.model._meta.constraints):
            continue  # the table takes no second row like it
        added = f"INSERT INTO {table} ({key}, {names}) SELECT {key} + 1000000, {copied} FROM {table} WHERE {key} = %s"
        row = newest(one)
        with tried(added, row.pk):
            if not any(str(row.pk + 1_000_000) in sentence for sentence in found(one)):
                unseen.append(one.table)
    assert unseen == []


@pytest.mark.parametrize("column", ["moment", "by_name", "why", "channel", "approval", "form_key", "by_id"])
def test_a_recording_that_says_something_else_is_named(open_book: Cast, column: str) -> None:
    field = Recording._meta.get_field(column.removesuffix("_id"))
    with tried(f"UPDATE record_recording SET {column} = {changed(field)} WHERE serial = 2"):
        assert any(line.startswith("Recording 2: what it says of itself") for line in found())


def test_a_recording_hashed_anew_breaks_the_next_one(open_book: Cast) -> None:
    with tried("UPDATE record_recording SET hash = %s WHERE serial = 2", "a" * 64):
        assert any(line.startswith("Recording 3: it does not follow") for line in found())


def test_what_a_recording_is_said_to_hold_is_part_of_its_hash(open_book: Cast) -> None:
    one = RecordedTable.objects.filter(recording_id=2).first()
    with tried("UPDATE record_recordedtable SET sha256 = %s WHERE id = %s", GENESIS, one.pk):
        assert any(line.startswith("Recording 2: what it says of itself") for line in found())


def test_a_citation_of_another_source_is_found_where_it_is_cited(open_book: Cast) -> None:
    citation = Citation.objects.first()
    with tried("UPDATE record_citation SET text = 'nobody' WHERE id = %s", citation.pk):
        told = found()
    assert any(line.startswith("citation nobody: it is of the sources ") for line in told)
    assert any("citation nobody" in line for line in told)


def test_a_name_changed_without_a_record_of_the_change_is_found(open_book: Cast) -> None:
    firm = Company.objects.get(slug="saltwash")
    with tried("UPDATE projects_company SET name = 'Other Mines' WHERE id = %s", firm.pk):
        assert any("Other Mines" in line for line in found())
