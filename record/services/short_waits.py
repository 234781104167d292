"""What is written because somebody reads: it waits briefly for a lock, and is left out where it cannot be had."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

READER_WAITS = 1.0
"""Seconds for which a page waits for a writer before it is answered without keeping anything."""


@contextmanager
def briefly(seconds: float = READER_WAITS) -> Iterator[None]:
    """Within it each lock is waited for so long and no longer: then OperationalError is raised, on both databases."""
    ask, limit = (
        ("SHOW lock_timeout", "SET lock_timeout = {}")
        if connection.vendor == "postgresql"
        else ("PRAGMA busy_timeout", "PRAGMA busy_timeout = {}")
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        (before,) = cursor.fetchone()
        cursor.execute(limit.format(int(seconds * 1000)))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(limit.format(f"'{before}'" if isinstance(before, str) else before))
