"""The field of a form that a return names: an officer who corrects what came back begins there.

A return names a line of what was shown ("Amount: the invoice says 900,000"). A form on a page of its own registers how
it calls its lines; elsewhere a line is a column of the page's model.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db import models

from record.models import Proposal
from record.services.approval_handlers import Payload
from record.services.row_formatting import label_of

from .proposed_again import kinds_of

Named = Callable[[Payload, str], str]
"""What a proposal would write and the label of a line → the name of its field; empty where the form has none."""

NAMED: dict[str, Named] = {}


def register(kind: str, named: Named) -> None:
    """Say how the form of a kind calls what its lines are called."""
    NAMED[kind] = named


def field_of(proposal: Proposal, reason: str) -> str:
    """The name of the field in the form that proposes it again; empty where the reason names none."""
    named = (str(line[0]) for line in proposal.shown["fields"])
    label = max((one for one in named if reason.startswith(f"{one}: ")), key=len, default="")
    if not label:
        return ""
    told = NAMED.get(proposal.kind)
    return told(proposal.payload, label) if told else by_label(models_of(proposal.kind)).get(label, "")


def models_of(kind: str) -> list[type[models.Model]]:
    """The models of the pages on which proposals of a kind are written."""
    pages: Iterable[Any] = admin.site._registry.values()
    return [one.model for one in pages if kind in kinds_of(one)]


def by_label(of: Iterable[type[models.Model]]) -> dict[str, str]:
    """Label of a column, as a line bears it → its name, which is that of the field."""
    return {label_of(field): field.name for model in of for field in model._meta.concrete_fields}
