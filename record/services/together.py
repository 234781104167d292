"""One label of several things changed together, as one proposal."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from record.calculations.as_of import AsOf
from record.calculations.formatting import lowered
from record.calculations.partial_dates import PartialDate
from record.models import Recording

from . import entities
from .approval_handlers import Handler, Payload, cited
from .row_formatting import Line, formatted, label_of, shown

MOST = 200
"""Things that one proposal changes."""


def _of(row: Any, error: ValidationError) -> Any:
    """A refusal with the name of what it is about, on the fields that it names."""
    if not hasattr(error, "error_dict"):
        return f"{row}: {' '.join(error.messages)}"
    return {name: f"{row}: {' '.join(texts)}" for name, texts in error.message_dict.items()}


def stored(field: Any, value: Any) -> Any:
    """A value of a column as a payload holds it; of a relation its id."""
    return value.pk if field.is_relation and value is not None else formatted(field, value)


class TogetherHandler(Handler):
    """Labels that one officer may change alone when it is one thing; of several, a second officer looks."""

    kind, label = "labels", "change of several"
    is_repeated = False

    def model(self, payload: Payload) -> Any:
        return apps.get_model(payload["model"])

    def field(self, payload: Payload) -> Any:
        return self.model(payload)._meta.get_field(payload["field"])

    def entities(self, payload: Payload) -> Sequence[Any]:
        """What is changed, by identifier."""
        return list(self.model(payload).objects.filter(pk__in=payload["rows"]).order_by("slug"))

    def about(self, payload: Payload) -> models.Model | None:
        """It is about no single thing."""
        return None

    def subject(self, payload: Payload) -> str:
        noun = self.model(payload)._meta.verbose_name_plural
        return f"{label_of(self.field(payload))} of {len(payload['rows']):,} {noun}"

    def sentence(self, payload: Payload, at: AsOf) -> str:
        label, count = label_of(self.field(payload)), len(payload["rows"])
        return f"Set the {lowered(label)} of {count:,} {self.noun(payload, count)} to {self.said(payload)}"

    def noun(self, payload: Payload, count: int) -> str:
        """What so many of them are called on pages."""
        meta = self.model(payload)._meta
        return str(meta.verbose_name if count == 1 else meta.verbose_name_plural)

    def said(self, payload: Payload) -> str:
        """The new value as a person reads it."""
        field, after = self.field(payload), self.model(payload)()
        setattr(after, field.attname, value_of(payload, field))
        return shown(field, after) or "nothing"

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """The label of each, before and after."""
        field = self.field(payload)
        return [
            [f"{row}: {label_of(field)}", shown(field, row), shown(field, self.relabelled(row, payload))]
            for row in self.entities(payload)
        ]

    def relabelled(self, row: Any, payload: Payload) -> Any:
        """The thing as it would be labelled, in memory."""
        field, after = self.field(payload), copy(row)
        after._state = copy(row._state)
        after._state.fields_cache = dict(row._state.fields_cache)
        setattr(after, field.attname, value_of(payload, field))
        return after

    def perform(self, payload: Payload, recording: Recording, today: date) -> list[Any]:
        """Change each. Raises ValidationError with the name of the first that is refused, and where nothing changes."""
        written: list[Any] = []
        for row in self.entities(payload):
            try:
                written += self.write_one(row, payload, recording, today)
            except ValidationError as error:
                raise ValidationError(_of(row, error)) from error
        if not written:
            raise ValidationError("All of them say this already, so nothing would change. Choose another value.")
        return written

    def write_one(self, row: Any, payload: Payload, recording: Recording, today: date) -> Sequence[Any]:
        """Change one; what was written."""
        field = self.field(payload)
        values = {field.attname: value_of(payload, field)}
        return entities.relabel(row, values, recording=recording, effective_on=day_of(payload), citation=cited(payload))


def said_in(payload: Payload, field: Any) -> Payload:
    """The new value and from which day it holds, as a form holds them."""
    return {"value": value_of(payload, field), "effective_on": payload["effective_on"]}


def value_of(payload: Payload, field: Any) -> Any:
    value = payload["value"]
    return value if value is None or field.is_relation else field.to_python(value)


def day_of(payload: Payload) -> PartialDate | None:
    return PartialDate.parse(payload["effective_on"]) if payload["effective_on"] else None
