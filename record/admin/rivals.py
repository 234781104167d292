"""Another source says otherwise: beside each figure of a form, a link to the form of a rival claim of that figure."""

from typing import Any
from urllib.parse import urlencode

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


def offer(form: Any, parent: object) -> None:
    """Put the link after the help of each figure; nothing where the form is about no entity."""
    if not isinstance(parent, Entity):
        return
    for field in form._meta.model._meta.concrete_fields:
        shown = form.fields.get(field.name)
        if shown is None or not isinstance(field, ExactField):
            continue
        asked = {"table": parent._meta.db_table, "entity_id": parent.pk, "figure": field.name}
        address = f"{reverse('admin:record_claim_add')}?{urlencode({**asked, 'unit': claimed_unit(field)})}"
        shown.help_text = format_html(
            '{} <a href="{}">Another source says otherwise<span class="visually-hidden"> about {}</span></a>',
            shown.help_text,
            address,
            shown.label or field.verbose_name,
        )
