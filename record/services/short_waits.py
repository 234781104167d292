"""How long a lock is waited for: briefly where somebody only reads, and what is written then is left out."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

READER_WAITS = 1.0
"""Seconds for which a page waits for a writer before it is answered without keeping anything."""


NO_LOCK = "55P03"
"""What PostgreSQL calls a lock that could not be had in time."""


def is_locked(error: OperationalError) -> bool:
    """True where a lock was waited for in vain; any other is a database that is away."""
    return getattr(error.__cause__, "sqlstate", "") == NO_LOCK or "database is locked" in str(error)


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
