"""Changes every label, and takes back every fact, in a recording after the one that is asked about."""

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from record.models import Entity, Fact, Recording, Retraction
from record.models.fields import ExactField, PartialDateField
from record.models.refusals import labels
from record.services import entities


def subclasses(kind: type) -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, kind)]


def relabel_everything(recording: Recording) -> int:
    """Give every label of every entity another value; returns how many labels changed."""
    changed = 0
    for model in subclasses(Entity):
        rows = list(model.objects.order_by("pk"))
        for place, entity in enumerate(rows):
            values = {field.name: other(field, entity, rows[place - 1]) for field in labels(model)}
            values = {name: value for name, value in values.items() if value is not KEEP}
            changed += len(entities.relabel(entity, values, recording=recording))
    return changed


KEEP = object()


def other(field: models.Field, entity: Entity, neighbour: Entity) -> Any:
    """Another value for a label: another row for a relation, another text, another number."""
    value = getattr(entity, field.name)
    if field.name == "citation":
        return KEEP
    if field.is_relation:
        rows = field.related_model._default_manager.exclude(pk=getattr(entity, field.attname)).order_by("pk")
        return rows.first() or KEEP
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, PartialDateField):
        return "1999-01-02"
    if field.choices:
        return next((code for code, _ in field.flatchoices if code != value), KEEP)
    if isinstance(field, ExactField):
        return KEEP if value is None else value + Decimal(1).scaleb(-field.places)
    if isinstance(field, models.IntegerField):
        return KEEP if value is None else value + 1
    if isinstance(field, models.JSONField):
        return KEEP
    length = field.max_length or 200
    text = f"{entity.pk}x"
    if field.name in {"country", "hq_country"}:
        return "ZZ"
    if field.name == "unit_of_account":
        return "t" if value == "kg" else "kg"
    return (text + str(value))[:length] if len(text) < length else text[:length]


def retract_everything(recording: Recording) -> int:
    """Take back every fact that can be taken back; returns how many."""
    gone = []
    for model in subclasses(Fact):
        if not model.is_retractable:
            continue
        taken = set(Retraction.objects.filter(table=model._meta.db_table).values_list("fact_id", flat=True))
        gone += [
            Retraction(table=model._meta.db_table, fact_id=pk, reason="for a test", recording=recording)
            for pk in model.objects.values_list("pk", flat=True)
            if pk not in taken
        ]
    Retraction.objects.bulk_create(gone)
    return len(gone)
