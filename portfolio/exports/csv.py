"""CSV: UTF-8, comma, line feed, minimal quoting, unknown empty, decimals as plain text (methods.md, Files)."""

from collections.abc import Callable, Iterator
from typing import Any

from portfolio.reports.base import Line, Lines, Report
from record.calculations.unknown import NotKnown

from . import by_database
from .csv_cells import cell_format

BATCH = 500


def lines(report: Report) -> Iterator[str]:
    """The header and each row as one line of text with its line end."""
    yield header(report)
    yield from rows(report)


def header(report: Report) -> str:
    return ",".join(column.name for column in report.columns) + "\n"


def rows(report: Report) -> Iterator[str]:
    pairs = [(cell_format(column), column.value) for column in report.columns]
    named = list(zip(report.columns, pairs, strict=True))
    for batch in _batches(report.lines):
        given = 0
        try:
            for row in _rows(batch, pairs):
                yield row
                given += 1
        except (NotKnown, ArithmeticError):
            yield from _rows(batch[given:], [(format_value, column.known) for column, (format_value, _) in named])


def _rows(batch: list[Line], pairs: list[tuple[Callable[[Any], str], Callable[[Line], Any]]]) -> Iterator[str]:
    """Lines of text, made column by column, and yet row by row: `map` calls value and spelling without a line of
    Python between them.
    """
    columns = [map(format_value, map(value, batch)) for format_value, value in pairs]
    for row in map(",".join, zip(*columns, strict=True)):
        yield f"{row}\n"


def _batches(lines: Lines) -> Iterator[list[Line]]:
    """The lines, some hundreds at a time. What was read before an error comes before it goes on."""
    batch: list[Line] = []
    try:
        for line in lines:
            batch.append(line)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except Exception:
        yield batch
        raise
    yield batch


def pieces(report: Report, *, bom: bool = False, size: int = 500) -> Iterator[bytes]:
    """The header, and then the rows: in blocks as the database writes them, where it can, else `size` lines a piece.

    A file that breaks off says so in its last line, and the error goes on.
    """
    yield (("\ufeff" if bom else "") + header(report)).encode()
    written = 0
    try:
        for block, count in by_database.blocks(report) or _blocks(report, size):
            written += count
            yield block
    except Exception:
        yield f"INCOMPLETE: this file broke off after {written} rows. Ask again.\n".encode()
        raise


def _blocks(report: Report, size: int) -> Iterator[by_database.Block]:
    """Some rows at a time, written by Python. What was written before an error comes before it goes on."""
    block: list[str] = []
    try:
        for row in rows(report):
            block.append(row)
            if len(block) >= size:
                yield "".join(block).encode(), len(block)
                block = []
    except Exception:
        yield "".join(block).encode(), len(block)
        raise
    yield "".join(block).encode(), len(block)
