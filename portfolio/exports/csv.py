"""CSV: UTF-8, comma, line feed, minimal quoting, unknown empty, decimals as plain text (methods.md, Files)."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from portfolio.reports.base import Column, Line, Lines, Report, Type
from record.calculations.unknown import NotKnown

from .text import formatter, guarded

REPEATED = (Type.TEXT, Type.MOMENT)
REMEMBERED = 8_192
BATCH = 500


def lines(report: Report) -> Iterator[str]:
    """The header and each row as one line of text with its line end."""
    yield ",".join(column.name for column in report.columns) + "\n"
    pairs = [(_cell(column), column.value) for column in report.columns]
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
    """The file in pieces of `size` lines. A file that breaks off says so in its last line, and the error goes on."""
    piece = ["\ufeff"] if bom else []
    written = -1
    try:
        for line in lines(report):
            piece.append(line)
            written += 1
            if len(piece) >= size:
                yield "".join(piece).encode()
                piece = []
    except Exception:
        yield ("".join(piece) + f"INCOMPLETE: this file broke off after {max(written, 0)} rows. Ask again.\n").encode()
        raise
    yield "".join(piece).encode()


def _cell(column: Column) -> Callable[[Any], str]:
    """How a column's cells are written. Text is guarded by the column's type, never by what a number looks like.

    What comes again and again, the award, its company, its source, is spelt once and remembered.
    """
    format_value = text_cell if column.type is Type.TEXT else formatter(column.type)
    if column.type not in REPEATED or column.is_unique:
        return format_value
    return lru_cache(maxsize=REMEMBERED)(format_value)


def text_cell(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    # Letters and digits alone, such as a hash, need neither quotes nor a guard.
    return text if text.isalnum() else quoted(guarded(text))


def quoted(text: str) -> str:
    """A field, quoted only where it must be. (The csv module quotes differently from one Python to the next.)"""
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text
