"""How many entries reach their table at once: by COPY on PostgreSQL, else in rows of one statement."""

from collections.abc import Callable
from operator import attrgetter

from django.db import connection, models

from portfolio.models import Transaction
from record.models.fields import ExactField, PartialDateField

# From so many rows on, setting up a COPY pays.
MANY = 200


def insert(rows: list[Transaction]) -> list[Transaction]:
    """Write chained entries, in order; every trigger and constraint of the table is asked of each."""
    if connection.vendor != "postgresql" or len(rows) < MANY:
        return Transaction.objects.bulk_create(rows, batch_size=500)
    fields = Transaction._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(Transaction._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        stored = [_stored(field) for field in fields]
        for row in rows:
            copy.write_row([value(row) for value in stored])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _stored(field: models.Field) -> Callable[[Transaction], object]:
    """What reads a column of an entry as the table holds it: a scaled integer, a date as its text."""
    value = attrgetter(field.attname)
    if isinstance(field, ExactField | PartialDateField):
        return lambda row: field.get_prep_value(value(row))
    return value
