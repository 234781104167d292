"""Rows as JSON and back, and figures as both officers read them."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.utils.text import capfirst

from record.calculations.column_figures import PRICES, formatted_number, is_fraction
from record.calculations.formatting import plain
from record.calculations.partial_dates import PartialDate
from record.models.fields import ExactField

M = TypeVar("M", bound=models.Model)

Line = list[str]
"""A label, what stands there before, what stands there after."""

# What the write itself gives a row.
GIVEN = {"id", "number", "recording", "created_in", "counts_from", "citation", "previous_hash", "hash"}
UNKNOWN = "unknown"


def columns(model: type[models.Model], but: Collection[str] = ()) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if field.name not in GIVEN and field.name not in but]


def format_value(row: models.Model) -> dict[str, Any]:
    """The row's own columns as JSON holds them: exact numbers and dates as text, relations by id."""
    return {field.attname: formatted(field, getattr(row, field.attname)) for field in columns(type(row))}


def formatted(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(field, ExactField):
        return plain(field.to_python(value), field.places)
    if field.is_relation or isinstance(value, int):
        return int(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def read(model: type[M], values: dict[str, Any]) -> M:
    """An unsaved row of what `spell` gave."""
    row = model()
    for field in columns(model):
        if field.attname in values:
            value = values[field.attname]
            setattr(row, field.attname, value if value is None or field.is_relation else field.to_python(value))
    return row


def shown(field: "models.Field[Any, Any]", row: models.Model) -> str:
    """A column of a row as a person reads it, as its field words it where it does; empty for what is not stated."""
    value = getattr(row, field.name)
    if value is None or value == "":
        return ""
    if isinstance(field, ExactField):
        if field.is_money:
            return dollars(value)
        has_unit = field.name in PRICES or is_fraction(field.name)
        return formatted_number(field.name, value) if has_unit else grouped(value, field.places)
    if in_words := getattr(field, "in_words", None):
        return str(in_words(row))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if not isinstance(value, PartialDate) else value.text


def dollars(amount: Decimal | None) -> str:
    """Money with its sign and its cents: $1,000,000.00; "unknown" for the unknown."""
    return UNKNOWN if amount is None else formatted_number("amount", amount)


def grouped(number: Decimal | None, places: int) -> str:
    """Plain digits in groups, without empty places; "unknown" for the unknown."""
    if number is None:
        return UNKNOWN
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".")


def label_of(field: "models.Field[Any, Any]") -> str:
    """What a person reads beside the column's value."""
    return capfirst(str(field.verbose_name))


def carried_over(
    model: type[models.Model], values: dict[str, Any], before: models.Model, changed: Collection[str]
) -> dict[str, Any]:
    """A row as JSON with the columns of `before` wherever the row itself changes nothing; `changed` are labels."""
    kept = {field.attname: formatted(field, getattr(before, field.attname)) for field in columns(model)
            if label_of(field) not in changed}  # fmt: skip
    return values | kept


def compared(before: models.Model | None, after: models.Model | None, but: Collection[str] = ()) -> list[Line]:
    """Field by field, those left out that are stated neither before nor after."""
    row_of_both = after or before
    lines = []
    for field in columns(type(row_of_both), but) if row_of_both is not None else ():
        texts = [shown(field, row) if row is not None else "" for row in (before, after)]
        if any(texts):
            lines.append([label_of(field), *texts])
    return lines
