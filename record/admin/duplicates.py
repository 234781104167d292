"""Duplicate as new: the form of a new row, filled in with what another one states and its sources; its day and its name
stay empty.
"""

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest

from record.admin.sections import Link

from .numbers import formatted
from .sourced import is_row_number

SOURCES = "sources"
"""In the address of a form: the numbers of the sources that it starts with."""
LEFT_OUT = {"slug", "name", "number"}


def sources_named(request: HttpRequest) -> dict[str, list[int]]:
    """The sources that the address of a form names, as its field holds them; nothing where it names none."""
    named = [int(text) for text in request.GET.get(SOURCES, "").split(",") if is_row_number(text)]
    return {SOURCES: named} if named else {}


def duplicate(address: str, row: models.Model, names: Any, about: dict[str, Any]) -> Link:
    """The link to the form at an address, with the columns `names` of the row; `about` is what it asks besides."""
    asked = {**about}
    for name in names:
        field: Any = row._meta.get_field(name)
        value = getattr(row, field.attname)
        if name in LEFT_OUT or field.unique or value in (None, "", False):
            continue
        is_kept = field.is_relation or field.choices
        asked[name] = "on" if value is True else value if is_kept else formatted(field, value)
    citation = getattr(row, "citation", None)
    if citation is not None:
        asked[SOURCES] = ",".join(str(one.pk) for one in citation.sources.order_by("pk"))
    return Link("Duplicate as new", f"{address}?{urlencode(asked)}", str(row))
