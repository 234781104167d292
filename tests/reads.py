"""What a request writes: nothing may, where a page is read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# SELECT, what begins and ends a transaction, and for how long a lock is waited for.
READS = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK|BEGIN|COMMIT|DECLARE|FETCH|CLOSE|EXPLAIN"
    r"|PRAGMA busy_timeout|SHOW lock_timeout|SET lock_timeout)\b",
    re.I,
)


BESIDE = ("django_session", 'INSERT INTO "record_access"', "INSERT INTO record_apicount")
"""What is kept beside the record: a message to the next page, which file was taken, how often the API was asked."""


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements meanwhile that are no reads, as they come."""
    statements: list[str] = []

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not READS.match(str(sql)) and not any(table in str(sql) for table in BESIDE):
            statements.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield statements
