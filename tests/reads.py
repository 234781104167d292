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


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements meanwhile that are no reads, as they come; a message to the next page is kept in the session."""
    statements: list[str] = []

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not READS.match(str(sql)) and "django_session" not in str(sql):
            statements.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield statements
