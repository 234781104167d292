"""What stood in a row, in one cell: its columns by their names, spelt as in every file."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

from record.models import Entity, Fact

# What every fact has is told in columns of its own; hashes and what is worked out say nothing of what was written.
APART = frozenset(
    ("id", "number", "recording", "created_in", "citation", "counts_from", "effective_on", "previous_hash", "hash")
)
WITHHELD = (models.JSONField, models.BinaryField)


def described(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table that say what was written."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in APART and not isinstance(field, WITHHELD) and not field.name.endswith("_hash")
    ]


def read_as(field: models.Field) -> str:
    """How a query names what a column says: an entity by its identifier, a person by the account."""
    if not field.is_relation:
        return field.name
    if issubclass(field.related_model, Entity):
        return f"{field.name}__slug"
    if field.related_model is get_user_model() or field.related_model._meta.label == settings.AUTH_USER_MODEL:
        return f"{field.name}__username"
    return field.attname


def formatted(value: Any) -> str:
    """A value as text; empty for what is not stated."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def in_words(names: Iterable[str], values: Mapping[str, str], *, but: Mapping[str, str] | None = None) -> str | None:
    """`name: value; name: value` of what is stated; `but`: only what differs from it, with what became empty."""
    parts = [
        f"{name}: {values[name] or 'not stated'}"
        for name in names
        if (values[name] if but is None else values[name] != but[name])
    ]
    return "; ".join(parts) or None


def subject_of(model: type[models.Model]) -> str:
    """The relation for which a newer row of a table stands in place of the one before it; empty where none does."""
    return model.replaces_earlier_of if issubclass(model, Fact) else ""
