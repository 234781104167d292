"""The tables as they were before their constraints: they take what their columns can hold."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection


@contextmanager
def without_constraints() -> Iterator[None]:
    """The tables of the poisons take what their columns can hold: as before their constraints were made."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in apps.get_models():
                table = model._meta.db_table
                for name, found in connection.introspection.get_constraints(cursor, table).items():
                    if found["check"]:
                        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
