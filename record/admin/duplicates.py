"""Duplicate as new: the form of a new row, filled in with what another one states; its day and its name stay empty."""

from typing import Any
from urllib.parse import urlencode

from django.db import models

from record.admin.sections import Link

from .numbers import formatted

LEFT_OUT = {"slug", "name", "number"}


def duplicate(address: str, row: models.Model, names: Any, about: dict[str, Any]) -> Link:
    """The link to the form at an address, with the columns `names` of the row; `about` is what it asks besides."""
    asked = {**about}
    for name in names:
        field: Any = row._meta.get_field(name)
        value = getattr(row, field.attname)
        if name in LEFT_OUT or field.unique or value in (None, "", False):
            continue
        asked[name] = value if field.is_relation or field.choices else formatted(field, value)
    return Link("Duplicate as new", f"{address}?{urlencode(asked)}", str(row))
