"""The history of an entity, read from the recordings: who wrote what, when, why, with before, after and source."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from record.admin.sections import Link, cell, source_links
from record.admin.site import page_of
from record.models import Entity, Fact, LabelChange, Recording, Retraction

from .numbers import UNSTATED, dated, formatted

PER_PAGE = 100
MOST_TOLD = 900  # rows of each kind; a longer history is read in the list of that kind
LEFT_OUT = {"id", "number", "recording", "citation", "counts_from", "previous_hash", "hash", "effective_on"}


@dataclass(slots=True)
class Event:
    """One thing that happened under a recording."""

    recording: Recording
    what: Link
    holds_from: str = ""
    before: str = ""
    after: str = ""
    sources: list[Link] = field(default_factory=list)


def history_page(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page of an entity's history, newest first. Raises PermissionDenied, or Http404 when it is not on record."""
    entity = model_admin.get_object(request, object_id)
    if entity is None:
        raise Http404(f"No {model_admin.opts.verbose_name} is on record under {object_id}.")
    if not model_admin.has_view_permission(request, entity):
        raise PermissionDenied
    events = history_of(entity)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"History: {entity}",
        "opts": model_admin.opts,
        "object": entity,
        "object_page": page_of(entity),
        "page": page,
        "most_told": MOST_TOLD,
    }
    return TemplateResponse(request, "admin/object_history.html", context)


def history_of(entity: Entity) -> list[Event]:
    """Everything recorded of the entity, newest first. A row that replaces another is told by what it changed."""
    events = [Event(entity.created_in, Link(f"{capfirst(str(entity._meta.verbose_name))} put on record"))]
    changes = LabelChange.objects.filter(table=entity._meta.db_table, entity_id=entity.pk)
    for change in changes.select_related("recording", "citation").prefetch_related("citation__sources"):
        column = entity._meta.get_field(change.field)
        events.append(
            Event(
                change.recording,
                Link(f"Label: {column.verbose_name}"),
                dated(change.effective_on),
                _label(column, change.before),
                _label(column, change.after),
                source_links(change.citation),
            )
        )
    for relation in entity._meta.related_objects:
        if issubclass(relation.related_model, Fact):
            events += _facts(relation.related_model, relation.field.name, entity)
    return sorted(events, key=lambda event: event.recording.serial, reverse=True)


def _label(column: models.Field, text: str) -> str:
    """A label as kept, spelt for a person: a relation by the name of what it names."""
    if text and column.is_relation:
        named = column.related_model._default_manager.filter(pk=text).first()
        return str(named) if named else text
    value = column.to_python(text) if text and not column.is_relation else text
    return formatted(column, value) or UNSTATED


def _facts(model: type[Fact], relation: str, entity: Entity) -> list[Event]:
    replaces = model.replaces_earlier_of == relation
    columns = [column for column in model._meta.concrete_fields if column.name not in {*LEFT_OUT, relation}]
    rows = list(
        model.objects.filter(**{relation: entity})
        .select_related("recording", "citation", *(column.name for column in columns if column.is_relation))
        .prefetch_related("citation__sources")
        .order_by("-recording_id", "-pk")[:MOST_TOLD]
    )[::-1]
    events, before = [], {}
    name = capfirst(str(model._meta.verbose_name))
    for row in rows:
        values = {column.verbose_name: _value(column, row) for column in columns}
        events.append(
            Event(
                row.recording,
                cell(row, f"{name} {row.pk}" if not hasattr(row, "reference") else row.reference),
                dated(row.effective_on),
                _differing(before, values, skip_empty=True),
                _differing(values, before, skip_empty=not replaces),
                source_links(row.citation),
            )
        )
        before = values if replaces else {}
    return events + _retractions(model, {row.pk: row for row in rows}, name)


def _differing(one: dict[str, str], other: dict[str, str], *, skip_empty: bool) -> str:
    """What of `one` is not so in `other`, spelt."""
    return "; ".join(
        f"{label}: {text or UNSTATED}"
        for label, text in one.items()
        if other.get(label, "") != text and (text or not skip_empty)
    )


def _value(column: models.Field, row: Fact) -> str:
    value = getattr(row, column.name)
    return "" if value is None else str(value) if column.is_relation else formatted(column, value)


def _retractions(model: type[Fact], rows: dict[int, Any], name: str) -> list[Event]:
    found = Retraction.objects.filter(table=model._meta.db_table, fact_id__in=rows).select_related("recording")
    return [
        Event(retraction.recording, Link(f"{name} {retraction.fact_id} retracted"), after=retraction.reason)
        for retraction in found
    ]
