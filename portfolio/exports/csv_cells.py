"""How the cells of a CSV are written: guarded, and quoted where they must be."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from portfolio.reports.base import Column, Type

from .text import formatter, guarded

REPEATED = (Type.TEXT, Type.MOMENT)
REMEMBERED = 8_192


def cell_format(column: Column) -> Callable[[Any], str]:
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
