"""The rows of a CSV as the database writes them, for a report of which every column has an expression.

A line of Python for each of a million rows takes longer than the database for all of them. The query is that of the
report's own lines, so a row is seen here where it is seen there; only how its cells are written is told in SQL.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, transaction
from django.db.models import F

from portfolio.reports.base import Column, Report, Type
from portfolio.reports.queried import LookedUp, Queried, Queryable, expression_of

from .csv_cells import cell_format
from .sql_formats import POSTGRESQL, SQLITE

Block = tuple[bytes, int]
"""Some rows as they stand in the file, and how many they are."""

SIZE = 65_536
"""Bytes from which on a block is given out."""
READ = 500
"""Rows that SQLite gives at once."""
PLANNED = "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0"
"""No plan is compiled before its first row, and no workers sort before it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The columns of a report in three runs: those in front of what is looked up, these, and those behind them."""

    before: Sequence[Column]
    looked_up: Sequence[Column]
    after: Sequence[Column]


def parts_of(columns: Sequence[Column]) -> Parts | None:
    """None where a column has no expression, or where these runs are not three.

    What stands in front is plain: the row of a COPY is parted at its commas, so no quote may come before.
    """
    places = [place for place, column in enumerate(columns) if isinstance(expression_of(column), LookedUp)]
    if not places or any(expression_of(column) is None for column in columns):
        return None
    first, last = places[0], places[-1] + 1
    found = Parts(columns[:first], columns[first:last], columns[last:])
    is_one_run = len(places) == last - first
    is_plain = all(map(_is_plain, found.before))
    return found if is_one_run and is_plain and found.before and found.after else None


def blocks(report: Report) -> Iterator[Block] | None:
    """The rows without the header; None where Python has to write them."""
    parts, lines = parts_of(report.columns), report.lines
    queried = lines.queried() if parts and isinstance(lines, Queryable) else None
    return _counted(queried, _blocks(parts, queried)) if parts and queried else None


def _counted(queried: Queried, made: Iterator[Block]) -> Iterator[Block]:
    """The same blocks, their rows told."""
    read = 0
    queried.count(read)
    for block, rows in made:
        read += rows
        queried.count(read)
        yield block, rows


def _blocks(parts: Parts, queried: Queried) -> Iterator[Block]:
    using = queried.query.db
    is_copied = connections[using].vendor == "postgresql"
    columns = [*parts.before, *parts.after]
    try:
        inner, params = _query(queried, columns, is_ordered=is_copied)
    except EmptyResultSet:
        return
    formats = POSTGRESQL if is_copied else SQLITE
    cells = [formats[type_](f"line.v{place}") for place, type_ in enumerate(map(_written_as, columns))]
    before, after = cells[: len(parts.before)], cells[len(parts.before) :]
    rows = f"FROM ({inner}) line ORDER BY line.place"
    filled = _looked_up(queried, parts.looked_up)
    if is_copied:
        sql = f"COPY (SELECT {', '.join([*before, 'line.key', *after])} {rows}) TO STDOUT (FORMAT csv)"
        yield from _copied(using, sql, params, filled, len(before))
    else:
        in_front, behind = (" || ',' || ".join(some) for some in (before, after))
        sql = f"SELECT CAST({in_front} || ',' AS blob), line.key, CAST(',' || {behind} || char(10) AS blob) {rows}"
        yield from _read(using, sql, params, filled)


def _written_as(column: Column) -> Type:
    """Plain text needs neither a guard nor quotes, as a number needs none."""
    return Type.INTEGER if _is_plain(column) else column.type


def _is_plain(column: Column) -> bool:
    return getattr(expression_of(column), "is_plain", False)


def _query(queried: Queried, columns: Sequence[Column], *, is_ordered: bool) -> tuple[str, Sequence[Any]]:
    """The values of the columns, under v0, v1 and so on, the key of what is looked up, and the place in the order.

    PostgreSQL takes an ordered query as it is, and so finds a value once that is written in several ways; SQLite
    would order it twice.
    """
    named: dict[str, Any] = {f"v{place}": expression_of(column) for place, column in enumerate(columns)}
    query = queried.query.order_by(*([queried.order] if is_ordered else []))
    rows = query.values(**named, key=F(queried.key), place=F(queried.order))
    return rows.query.get_compiler(rows.db).as_sql()


def _looked_up(queried: Queried, columns: Sequence[Column]) -> dict[int, bytes]:
    """Key → the cells of what is looked up, as they stand in the file."""
    formats = [(cell_format(column), expression_of(column)) for column in columns]
    values = [(format_, one.value) for format_, one in formats if isinstance(one, LookedUp)]
    return {
        key: ",".join([format_(value(found)) for format_, value in values]).encode()
        for key, found in queried.found.items()
    }


def _copied(using: str, sql: str, params: Sequence[Any], filled: dict[int, bytes], place: int) -> Iterator[Block]:
    """Row by row as COPY gives them; the key, the cell at `place`, gives way to what is looked up by it."""
    cells = {str(key).encode(): found for key, found in filled.items()}
    connection: Any = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute(PLANNED)
        with connection.wrap_database_errors, cursor.copy(connection.ops.compose_sql(sql, params)) as copy:
            gathered: list[bytes] = []
            size = 0
            for row in copy:
                size += len(row)
                parted = bytes(row).split(b",", place + 1)
                parted[place] = cells[parted[place]]
                gathered.append(b",".join(parted))
                if size >= SIZE:
                    yield b"".join(gathered), len(gathered)
                    gathered, size = [], 0
            yield b"".join(gathered), len(gathered)


def _read(using: str, sql: str, params: Sequence[Any], filled: dict[int, bytes]) -> Iterator[Block]:
    """The rows as SQLite reads them: what stands in front, the key, and what stands behind."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(READ):
            yield b"".join([part for before, key, after in rows for part in (before, filled[key], after)]), len(rows)
