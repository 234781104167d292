"""The exact text of a cell, the same in CSV, JSON and the data package."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from portfolio.reports.base import Column, Type
from record.calculations.formatting import moment, plain

# Text that a spreadsheet would run: these, and their full-width forms, also behind apostrophes.
FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
FIRST = frozenset("'=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def text(column: Column, value: Any) -> str:
    """A value as plain text: decimals with their places, ISO dates, true and false; empty for the unknown."""
    return formatter(column.type)(value)


def formatter(type_: Type) -> Callable[[Any], str]:
    """The function that spells values of a type; asked once a column, so that a million rows ask it of nobody."""
    places = type_.places
    if places is not None:
        return lambda value: "" if value is None else plain(value, places)
    return SPELLERS.get(type_, lambda value: "" if value is None else str(value))


def _boolean(value: bool | None) -> str:
    return "" if value is None else "true" if value else "false"


def _date(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def _moment(value: datetime | None) -> str:
    return "" if value is None else moment(value)


SPELLERS = {Type.BOOLEAN: _boolean, Type.DATE: _date, Type.MOMENT: _moment}


def guarded(value: str) -> str:
    """Text that no spreadsheet runs: one apostrophe in front of what looks like a formula. `unguarded` takes it off."""
    return f"'{value}" if value[:1] in FIRST and FORMULA.match(value) else value


def unguarded(value: str) -> str:
    """The text that `guarded` was given."""
    return value[1:] if value.startswith("'") and FORMULA.match(value) else value
