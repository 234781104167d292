"""How a cell is read: right, or refused with what to do. What is empty is unknown, and never zero."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.exports.text import FORMULA, unguarded
from portfolio.reports.base import Type
from record.calculations.partial_dates import PartialDate

from .tables import Formula

LARGEST = 2**63 - 1
PLAIN = re.compile(r"\d+(\.\d*)?|\.\d+", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
EXPONENT = re.compile(r"[\d.,]+[eE][+-]?\d+", re.ASCII)
BOUND = re.compile(r"[<>~≤≥]\s*[\d.,]+", re.ASCII)
MARKS = {"W": "withheld", "NA": "not available", "N/A": "not available", "E": "net exporter", "XX": "not applicable"}
MARKS |= {"D": "withheld", "(D)": "withheld", "-": "none", "--": "none", "—": "none", "–": "none"}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
FLAGS = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?Z?", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


class UnreadableCell(ValueError):
    """What is wrong with one cell, and what to do."""


def reader(type_: Type, *, month_first: bool = False) -> Callable[[str], Any]:
    """The function that reads cells of a type; asked once a column. None stands for an empty cell.

    `month_first` reads 3/2/2026 as 2 March, where a mapping says that its source writes so; otherwise it is refused.
    """
    if type_ is Type.TEXT:
        return text
    if type_ is Type.DATE:
        return lambda cell: day(cell, month_first=month_first)
    if type_ is Type.PARTIAL_DATE:
        return lambda cell: partial_date(cell, month_first=month_first)
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
            f'"{_short(cell)}" would run as a formula in a spreadsheet. If it is text, put one apostrophe in front.'
        )
    if CONTROL.search(cell):
        raise UnreadableCell(f'"{_short(cell)}" holds a control character. Take it out.')
    return unguarded(cell)


def number(cell: str, *, places: int, is_money: bool = False, is_fraction: bool = False) -> Decimal | None:
    """An exact number with at most `places` places. Raises UnreadableCell rather than guess or round."""
    _refuse_formula(cell)
    given = unguarded(cell).strip().replace("\u00a0", "").replace("\u202f", "").replace("\u2212", "-")
    if not given:
        return None
    bare, sign = _sign(given)
    if is_money:
        bare, sign = _currency(bare, sign)
    is_percent = bare.endswith("%")
    if is_percent:
        if not is_fraction:
            raise UnreadableCell(f'"{_short(given)}" is a percentage, and this column is no share. Write the number.')
        bare = bare[:-1].rstrip()
    if not PLAIN.fullmatch(bare) and not GROUPED.fullmatch(bare):
        raise UnreadableCell(_no_number(given, bare))
    if len(bare) > 60:
        raise UnreadableCell(f'"{_short(given)}" is larger than the record can hold.')
    found = Decimal(bare.replace(",", "")) * sign
    if is_percent:
        found = found.scaleb(-2)
    if found.is_zero():
        found = abs(found)
    rounded = round(found, places)
    if rounded != found:
        raise UnreadableCell(
            f'"{_short(given)}" has more than {places} decimal places, and nothing is rounded. Write at most {places}.'
        )
    if abs(found.scaleb(places)) > LARGEST:
        raise UnreadableCell(f'"{_short(given)}" is larger than the record can hold.')
    return found


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
        raise UnreadableCell(f'"{_short(cell)}" is neither true nor false. Write true or false.')
    return FLAGS[given]


def day(cell: str, *, month_first: bool = False) -> date | None:
    found = partial_date(cell, month_first=month_first)
    if found is None:
        return None
    if not found.is_day:
        raise UnreadableCell(f'"{found}" is no single day. Write 2026-02-14.')
    return found.start


def partial_date(cell: str, *, month_first: bool = False) -> PartialDate | None:
    """A date as far as it is known. Raises UnreadableCell with the forms that are read."""
    _refuse_formula(cell)
    given = unguarded(cell).strip()
    if not given:
        return None
    slashed = SLASHED.fullmatch(given)
    if slashed and not month_first:
        raise UnreadableCell(
            f'"{given}" may mean two days. Write 2026-02-14, or choose in the mapping that the month comes first.'
        )
    if slashed:
        month, of_month, year = (int(part) for part in slashed.groups())
        given = f"{year}-{month:02d}-{of_month:02d}"
    if midnight := MIDNIGHT.fullmatch(given):
        given = midnight[1]
    try:
        return PartialDate.parse(given)
    except ValueError as error:
        if given.upper() in MARKS:
            raise UnreadableCell(f'"{given}" means {MARKS[given.upper()]}. Leave the cell empty: unknown.') from error
        raise UnreadableCell(str(error) if len(given) < 100 else f'"{_short(given)}" is no date.') from error


def _sign(given: str) -> tuple[str, int]:
    """The digits, and -1 for a minus in front or for accounting's brackets."""
    if given.startswith("(") and given.endswith(")"):
        return given[1:-1].strip(), -1
    if given.startswith("-"):
        return given[1:].strip(), -1
    return given.removeprefix("+").strip(), 1


def _currency(bare: str, sign: int) -> tuple[str, int]:
    """Without "$", "US$" or "USD"; a minus may stand after the sign of the currency too."""
    for mark in ("US$", "USD", "$"):
        if bare.startswith(mark) or bare.endswith(mark):
            bare = bare.removeprefix(mark).removesuffix(mark).strip()
            break
    if bare.startswith("-") and sign == 1:
        return bare[1:].strip(), -1
    if bare.startswith("(") and bare.endswith(")") and sign == 1:
        return bare[1:-1].strip(), -1
    return bare, sign


def _no_number(given: str, bare: str) -> str:
    short = _short(given)
    if given.upper() in MARKS:
        return f'"{short}" means {MARKS[given.upper()]}. Leave the cell empty: unknown is not zero.'
    if BOUND.fullmatch(given):
        return f'"{short}" is a bound, not a number. Leave the cell empty and say it in the note.'
    if EXPONENT.fullmatch(bare):
        return f'"{short}" was shortened by a spreadsheet and may have lost digits. Format the column as a number.'
    if re.fullmatch(r"\d{1,3}(\.\d{3})*,\d+|\d+,\d+", bare, re.ASCII):
        return f'"{short}" can be read in two ways. Write a point before decimals, commas only between thousands.'
    if re.search("[€£¥]", given):
        return f'"{short}" is not in US dollars. Convert it, and name the rate in the note.'
    return f'"{short}" is no number. Write digits, such as 1,234.50, or leave the cell empty for unknown.'


def _refuse_formula(cell: str) -> None:
    if isinstance(cell, Formula):
        raise UnreadableCell(f'"{_short(cell)}" is a formula. Replace it by its value (paste special, values).')


def _short(given: str) -> str:
    shown = CONTROL.sub("?", given)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
