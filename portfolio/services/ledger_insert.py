"""How entries that were asked are chained and put into the table: by one COPY where they are many."""

from collections.abc import Callable
from operator import attrgetter

from django.db import connection, models

from portfolio.calculations.entry_chain import entry_text, recorded_text
from portfolio.models import Transaction
from record.calculations.formatting import moment
from record.calculations.hash_chain import link_text
from record.models import Recording
from record.models.fields import ExactField, PartialDateField


def chain(rows: list[Transaction], head: str, *, is_kept: bool) -> str:
    """Give each entry its hash, in order after `head`; the last hash. `is_kept`: with the text that it covers."""
    for row in rows:
        text = entry_text(row.content)
        row.previous_hash, row.hash = head, link_text(head, text)
        head = row.hash
        if is_kept:
            row.hashed = text
    return head


def chained_again(rows: list[Transaction], tried: Recording, recording: Recording) -> list[Transaction]:
    """The same entries, chained under another recording of the same serial: only its moment and its writer are new.

    Raises ValueError for an entry that was not tried under the one.
    """
    before, after = (recorded_text(moment(one.moment), one.by_name, one.serial) for one in (tried, recording))
    head = rows[0].previous_hash
    for row in rows:
        first, found, last = row.hashed.partition(before)
        if not found:
            raise ValueError(f"{row.reference} was not tried under {tried}.")
        row.previous_hash, row.hash = head, link_text(head, first + after + last)
        head = row.hash
    return rows


# From so many rows on, setting up a COPY pays.
MANY = 200


def insert(rows: list[Transaction]) -> list[Transaction]:
    """Write chained entries, in order; every trigger and constraint of the table is asked of each."""
    if connection.vendor != "postgresql" or len(rows) < MANY:
        return Transaction.objects.bulk_create(rows, batch_size=500)
    fields = Transaction._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.get_attname_column()[1] or "") for field in fields)
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
