"""How many entries reach their table at once: by COPY on PostgreSQL, else in rows of one statement."""

from django.db import connection, models

from portfolio.models import Transaction

# From so many rows on, setting up a COPY pays.
MANY = 200


def insert(rows: list[Transaction]) -> list[Transaction]:
    """Write chained entries, in order; every guard and constraint of the table is asked of each."""
    if connection.vendor != "postgresql" or len(rows) < MANY:
        return Transaction.objects.bulk_create(rows, batch_size=500)
    fields = Transaction._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(Transaction._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([_stored(field, row) for field in fields])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _stored(field: models.Field, row: Transaction) -> object:
    """The value as the table holds it: a scaled integer, a date as its text."""
    return field.get_db_prep_save(getattr(row, field.attname), connection)
