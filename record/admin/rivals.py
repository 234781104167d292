"""Another source says otherwise: beside each figure of a form, a link to the form of a rival claim of that figure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from record.models import Entity
from record.models.fields import ExactField

from .numbers import unit_of

UNITS = {"percent": "share", "US dollars": "USD", "US dollars a share": "USD", "years": "years"}
"""The unit in which a form asks a figure → that in which a claim keeps it."""


def claimed_unit(field: Any) -> str:
    """The unit of a claim about that column; empty where the figure's own text says it."""
    return UNITS.get(unit_of(field), "")


def figures_of(model: type[models.Model]) -> dict[str, Any]:
    """The columns of a table that are figures, by the name of their field in its form."""
    return {column.name: column for column in model._meta.concrete_fields if isinstance(column, ExactField)}


def offer(form: Any, entity: object, figures: Mapping[str, Any]) -> None:
    """Put the link after the help of each figure of the form; nothing where what it is about is no entity.

    `figures`: a field of the form → the column that it fills.
    """
    if not isinstance(entity, Entity):
        return
    for name, column in figures.items():
        shown = form.fields.get(name)
        if shown is None:
            continue
        asked = {"table": entity._meta.db_table, "entity_id": entity.pk, "figure": column.name}
        address = f"{reverse('admin:record_claim_add')}?{urlencode({**asked, 'unit': claimed_unit(column)})}"
        shown.help_text = format_html(
            '{} <a href="{}">Another source says otherwise<span class="visually-hidden"> about {}</span></a>',
            shown.help_text,
            address,
            shown.label or column.verbose_name,
        )
