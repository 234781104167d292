"""Names on a page in place of identifiers. Addresses and files keep the identifiers."""

import re
from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portfolio.positions.names import NAMED, by_name
from portfolio.reports.base import Column, Type
from portfolio.reports.tables import SECONDARY
from portfolio.reports.words import words
from record.calculations.as_of import AsOf

SPELLED = re.compile(r"(?<![\w./=-])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w/=(])")
"""A code of several words within a text of the program: what people wrote stays as they wrote it."""
CODED = {"agency", "investment", "program"}
"""Kinds whose identifier stands small beside the name: two awards may bear one name, an office is known by its code."""


def kind_named(column: Column) -> str:
    """Of what kind the identifiers in a column are, where a page says the name instead; empty where it holds none.

    A text that says neither may hold some of any kind.
    """
    if column.type is not Type.TEXT or column.words or column.mark:
        return column.names
    return next((kind for kind in (column.names, column.page) if kind in NAMED), "" if column.page else "text")


def called(kind: str, code: str, names: Mapping[str, str], address: str = "") -> SafeString | str:
    """The name of one identifier, as a link where there is an address; the code itself where nothing bears it."""
    name = names.get(code, code)
    shown = format_html('<a href="{}">{}</a>', address, name) if address else name
    if kind in CODED and name.casefold() != code.casefold():
        return format_html('{} <code class="beside">{}</code>', shown, code)
    return shown


def each_called(kind: str, text: str, names: Mapping[str, str]) -> SafeString:
    """The names of the identifiers in a cell, which a semicolon parts."""
    return format_html_join("; ", "{}", ((called(kind, one, names),) for one in text.split(";")))


def in_words(text: str, at: AsOf | None, *, is_prose: bool = False) -> str:
    """A text of the program with names in place of identifiers; as it is where no moment is asked about."""
    named = by_name(text, at, is_prose=is_prose) if at else text
    return named if is_prose else SPELLED.sub(lambda one: words(one[0]), named)


def secondary_mark(slugs: Sequence[str], secondary: Mapping[str, str]) -> SafeString | str:
    """The mark of what was read in a secondary text, which it names; empty where none was."""
    found = "; ".join(f"{one}: {secondary[one]}" for one in slugs if one in secondary)
    return format_html(' <span class="mark" title="{}">{}</span>', found, SECONDARY) if found else ""
