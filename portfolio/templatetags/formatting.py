"""How a page writes a value: grouped digits, dates as given, words for codes.

What is worked out has three significant digits, a share of ownership three decimals of a percent; what a source states
stands as stated; files are exact.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portfolio.reports.base import Column, Type
from portfolio.reports.words import words
from record.calculations.formatting import percent, plain, three_digits

CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
"""A whole cell that is spelled so is a code, and no identifier: these have hyphens."""


def grouped(number: Decimal, *, least: int = 0, even: int = 0) -> str:
    """The digits with thousands separators, trailing zeros dropped down to `least` places.

    `even`: a number that is not whole shows at least so many places (cents come in pairs).
    """
    text = f"{number:f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if fraction and len(fraction) < even:
        fraction = fraction.ljust(even, "0")
    fraction = fraction.ljust(least, "0")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-') or 0):,}" + (f".{fraction}" if fraction else "")


def moment(when: datetime) -> str:
    """A moment on New York's clock, to the second, with the name of its time."""
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M:%S %Z")


def format_value(value: Any, kind: Type, *, is_grouped: bool = True) -> str:
    """A known value as the page writes it."""
    if kind is Type.USD:
        return grouped(value, even=2)
    if kind is Type.PRICE:
        return grouped(value, least=2)
    if kind in (Type.SHARES, Type.QUANTITY, Type.FACTOR):
        return grouped(value)
    if kind is Type.FRACTION:
        return f"{grouped(value * 100)}%"
    if kind is Type.INTEGER:
        return f"{value:,}" if is_grouped else str(value)
    if kind is Type.BOOLEAN:
        return "yes" if value else "no"
    if kind is Type.MOMENT:
        return moment(value)
    return str(value)


def cell_text(column: Column, value: Any) -> str:
    """A known value of a column as the page writes it, a code in its words."""
    if column.is_ownership:
        return percent(value)
    if column.is_rounded:
        return f"{three_digits(value * 100)}%" if column.type is Type.FRACTION else three_digits(value)
    text = format_value(value, column.type, is_grouped=column.is_grouped)
    if column.words:
        return column.words(text)
    return words(text) if column.type is Type.TEXT and CODE.fullmatch(text) else text


def exact_text(column: Column, value: Decimal) -> str:
    """A figure with every digit that files have of it, also where the page rounds what is worked out."""
    return format_value(Decimal(plain(value, column.type.places or 0)), column.type)


def is_known(value: Any) -> bool:
    """Zero and "no" are known; None and an empty text are not."""
    return value is not None and value != ""


def heading(column: Column) -> str:
    """The unit as it stands in a column's heading; a fraction is shown in percent."""
    return "%" if column.type is Type.FRACTION else column.unit
