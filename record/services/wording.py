"""Refusals in the words of the field, whoever finds them: a form, the columns of a row, or its constraints."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models.constraints import BaseConstraint

from record.calculations.partial_dates import PartialDate
from record.calculations.typed_numbers import CONTROL, short

NEEDED = "This is needed. Fill it in."

UNIQUE = "unique_together"
"""The code of the refusal of several columns that another row has together."""


def taken(said: dict[str, Any]) -> str:
    """That another row has what only one may have."""
    noun, labels = str(said["model_name"]).lower(), str(said.get("field_labels") or said["field_label"]).lower()
    return f"Another {noun} has this {labels}. Give another {labels.split(' and ')[-1]}, or open that one."


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "required": lambda said: NEEDED,
    "blank": lambda said: NEEDED,
    "null": lambda said: NEEDED,
    "invalid_choice": lambda said: (
        f'"{short(str(said.get("value")))}" is none of the choices. Choose one of those listed.'
    ),
    "max_length": lambda said: (
        f"{said.get('show_value')} characters do not fit, and nothing is cut. Shorten it to {said.get('limit_value')}."
    ),
    "min_value": lambda said: f"{said.get('show_value')} is too small. Write {said.get('limit_value')} or more.",
    "max_value": lambda said: f"{said.get('show_value')} is too large. Write {said.get('limit_value')} or less.",
    "unique": taken,
    UNIQUE: taken,
    "null_characters_not_allowed": lambda said: "It holds a control character. Take it out.",
}
"""Code of one of Django's own refusals → what is said instead, from what the refusal is about."""

MOST_CHOICES = 15


def none_of(value: Any, choices: Iterable[tuple[Any, Any]]) -> str:
    """That a value is none of the choices, which are named where they are few."""
    known = [str(one) for one, _ in choices if one not in ("", None)]
    named = f"one of: {', '.join(known)}" if len(known) <= MOST_CHOICES else "one of those listed"
    if not known:
        return f'"{short(str(value))}" cannot be chosen: none is on record. Leave it empty.'
    return f'"{short(str(value))}" is none of the choices. Choose {named}.'


VIOLATED = re.compile(re.escape(str(BaseConstraint.default_violation_error_message)).replace(r"%\(name\)s", "(.+)"))
"""What Django says of a constraint that has no sentence of its own."""


def proposed(sentence: object) -> str:
    """That a proposal waits, with one full stop after it where it ends with "Corp." as well."""
    return f"Proposed: {str(sentence).removesuffix('.')}. Nothing of it counts until another officer approves it."


def sentence_of(error: ValidationError) -> str:
    """One refusal as a person reads it."""
    said = error.params or {}
    if error.code in SENTENCES:
        return SENTENCES[error.code](said)
    told = " ".join(error.messages)
    if violated := VIOLATED.fullmatch(told):
        return f"The record does not take this: {violated[1].replace('_', ' ')}. Correct what contradicts it."
    return told


def in_words(error: ValidationError, model: type[models.Model] | None = None) -> ValidationError:
    """The same refusals by field. A constraint of `model` whose code names a column is a refusal of that column."""
    if not hasattr(error, "error_dict"):
        return ValidationError([ValidationError(sentence_of(one), code=one.code) for one in error.error_list])
    found: dict[str, list[ValidationError]] = defaultdict(list)
    for name, errors in error.error_dict.items():
        for one in errors:
            found[_place(name, one, model)].append(ValidationError(sentence_of(one), code=one.code))
    return ValidationError(found)


def _place(name: str, error: ValidationError, model: type[models.Model] | None) -> str:
    """On which column a refusal is told: that of what is taken together on the last of its columns."""
    if name != NON_FIELD_ERRORS:
        return name
    if error.code == UNIQUE and error.params:
        return str(error.params["unique_check"][-1])
    return error.code if error.code and is_column(model, error.code) else name


def is_column(model: type[models.Model] | None, name: str | None) -> bool:
    """True for the name of a column of the table."""
    if model is None or not name:
        return False
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def check_columns(row: models.Model, *, but: Collection[str] = ()) -> None:
    """Clean the row's own columns. Raises ValidationError by field, in words: nothing is cut, rounded or guessed."""
    found: dict[str, list[Any]] = {}
    try:
        row.clean_fields(exclude=set(but))
    except ValidationError as error:
        found = dict(in_words(error).error_dict)
        for name in found:
            column: Any = row._meta.get_field(name)
            if column.choices and any(one.code == "invalid_choice" for one in found[name]):
                found[name] = [ValidationError(none_of(getattr(row, name), column.choices), code="invalid_choice")]
    for field in row._meta.concrete_fields:
        if field.name not in but and field.name not in found and (sentence := _unfit(getattr(row, field.attname))):
            found[field.name] = [ValidationError(sentence)]
    if found:
        raise ValidationError(found)


def _unfit(value: Any) -> str:
    """Why no column takes the value, whatever it is about: a control character, a day outside the calendar."""
    if isinstance(value, str) and CONTROL.search(value):
        return f'"{short(value)}" holds a control character. Take it out.'
    return PartialDate.of(value).beyond_calendar if type(value) is date else ""


def check_constraints(row: models.Model) -> None:
    """Ask each constraint of the row's table, unique ones too. Raises ValidationError by field, in words."""
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise in_words(error, type(row)) from error
