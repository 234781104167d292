"""CSV: UTF-8, comma, line feed, minimal quoting, unknown empty, decimals as plain text (methods.md, Files)."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from portfolio.reports.base import Column, Report, Type

from .text import formatter, guarded

REPEATED = (Type.TEXT, Type.MOMENT)
REMEMBERED = 8_192


def lines(report: Report) -> Iterator[str]:
    """The header and each row as one line of text with its line end."""
    yield ",".join(column.name for column in report.columns) + "\n"
    pairs = [(_cell(column), column.value) for column in report.columns]
    for line in report.lines:
        yield ",".join([format_value(value(line)) for format_value, value in pairs]) + "\n"


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
    return "" if value is None else quoted(guarded(str(value)))


def quoted(text: str) -> str:
    """A field, quoted only where it must be. (The csv module quotes differently from one Python to the next.)"""
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text
