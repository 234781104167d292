"""The numbers that a database gives rows, moved: no report may order by the numbers of rows of two tables."""

from django.apps import apps
from django.db import connection, models

from portfolio.models import LedgerBlock, LedgerSum
from record.models import AccessToken, Recording
from record.models.tokens import ApiCount

FAR = 10_000
IN_NO_REPORT = (Recording, AccessToken, ApiCount, LedgerBlock, LedgerSum)
"""Recordings go on as they were; no report shows a row of the others, so that they move no number of one that is."""


def number_each_table_from_elsewhere() -> None:
    """The next row of every table gets a number far from that of any other table; recordings go on as they were.

    The tables that come first get the highest numbers, so that what holds in a new database does not hold here.
    """
    numbered = [
        model
        for model in reversed(apps.get_models())
        if isinstance(model._meta.pk, models.AutoField) and model not in IN_NO_REPORT
    ]
    with connection.cursor() as cursor:
        for place, model in enumerate(numbered, start=1):
            table, first = model._meta.db_table, place * FAR
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, model._meta.pk.column, first]
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first])
