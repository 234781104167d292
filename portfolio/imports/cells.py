"""How a cell is read: right, or refused with what to do. What is empty is unknown, and never zero."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.exports.text import FORMULA, unguarded
from portfolio.reports.base import Type
from record.calculations.partial_dates import PartialDate
from record.calculations.typed_dates import read_date
from record.calculations.typed_numbers import CONTROL, MARKS, read_number, short

from .tables import Formula

MONTH_FIRST, DAY_FIRST = "month first", "day first"
"""How a source writes the days of its files."""

FLAGS = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}


class UnreadableCell(ValueError):
    """What is wrong with one cell, and what to do."""


def reader(type_: Type, *, dates: str = "") -> Callable[[str], Any]:
    """The function that reads cells of a type; asked once a column. None stands for an empty cell.

    `dates` says how 3/2/2026 is read, where a mapping says it: "month first", "day first"; otherwise it is refused.
    """
    if type_ is Type.TEXT:
        return text
    if type_ is Type.DATE:
        return lambda cell: day(cell, dates=dates)
    if type_ is Type.PARTIAL_DATE:
        return lambda cell: partial_date(cell, dates=dates)
    if type_ is Type.BOOLEAN:
        return flag
    if type_ is Type.INTEGER:
        return whole
    places = type_.places
    if places is None:
        return text
    is_money, is_fraction = type_ in (Type.USD, Type.PRICE), type_ is Type.FRACTION
    return lambda cell: number(cell, places=places, is_money=is_money, is_fraction=is_fraction)


def text(cell: str) -> str:
    """The text as written, an apostrophe that guards it taken away. Raises UnreadableCell for a formula."""
    _refuse_formula(cell)
    if cell[:1] != "'" and FORMULA.match(cell):
        raise UnreadableCell(
            f'"{short(cell)}" would run as a formula in a spreadsheet. If it is text, put one apostrophe in front.'
        )
    if CONTROL.search(cell):
        raise UnreadableCell(f'"{short(cell)}" holds a control character. Take it out.')
    return unguarded(cell)


def number(cell: str, *, places: int, is_money: bool = False, is_fraction: bool = False) -> Decimal | None:
    """An exact number with at most `places` places. Raises UnreadableCell rather than guess or round."""
    _refuse_formula(cell)
    try:
        return read_number(unguarded(cell), places=places, is_money=is_money, is_fraction=is_fraction)
    except ValueError as error:
        raise UnreadableCell(str(error)) from error


def whole(cell: str) -> int | None:
    """A whole number. Raises UnreadableCell for any other."""
    found = number(cell, places=0)
    return None if found is None else int(found)


def flag(cell: str) -> bool | None:
    _refuse_formula(cell)
    given = unguarded(cell).strip().lower()
    if not given:
        return None
    if given not in FLAGS:
        raise UnreadableCell(f'"{short(cell)}" is neither true nor false. Write true or false.')
    return FLAGS[given]


def day(cell: str, *, dates: str = "") -> date | None:
    found = partial_date(cell, dates=dates)
    if found is None:
        return None
    if not found.is_day:
        raise UnreadableCell(f'"{found}" is no single day. Write 2026-02-14.')
    return found.start


def partial_date(cell: str, *, dates: str = "") -> PartialDate | None:
    """A date as far as it is known. Raises UnreadableCell with the forms that are read."""
    _refuse_formula(cell)
    given = unguarded(cell).strip()
    if not given:
        return None
    try:
        found = read_date(given, month_first=dates == MONTH_FIRST, day_first=dates == DAY_FIRST)
    except ValueError as error:
        if given.upper() in MARKS:
            raise UnreadableCell(f'"{given}" means {MARKS[given.upper()]}. Leave the cell empty: unknown.') from error
        raise UnreadableCell(str(error) if len(given) < 100 else f'"{short(given)}" is no date.') from error
    if found.beyond_calendar:
        raise UnreadableCell(found.beyond_calendar)
    return found


def _refuse_formula(cell: str) -> None:
    if isinstance(cell, Formula):
        raise UnreadableCell(f'"{short(cell)}" is a formula. Replace it by its value (paste special, values).')
