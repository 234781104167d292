"""The ways in: what a form, a file of one row and a service say of the same values."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils.timezone import localdate

from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from record.calculations.column_figures import is_fraction
from record.models import Entity, Source
from record.models.fields import ExactField
from record.services import facts
from tests.cast import Cast, writing

from .bad_inputs import UNREADABLE
from .ways import Way
from .ways_book import parent_of


def asked_by_form(way: Way, book: Cast) -> frozenset[str]:
    """The fields of the form of a new one."""
    request = RequestFactory().get("/add/", named(way, book))
    request.user = book.people["officer"]
    return frozenset(flatten_fieldsets(admin.site.get_model_admin(way.model).get_fieldsets(request)))


def named(way: Way, book: Cast) -> dict[str, str]:
    """What the address of the form names: what the fact is about."""
    if not way.about:
        return {}
    parent = parent_of(way.about, book)
    if way.relation == "entity" and way.by_table:
        return {"table": parent._meta.db_table, way.by_table: str(parent.pk)}
    return {way.relation: str(parent.pk)}


def related(way: Way, book: Cast) -> dict[str, models.Model]:
    """The rows that one that is right names besides, by the column."""
    return {name: parent_of(about, book) for name, about in way.related.items()}


def typed(way: Way, name: str, text: str) -> str:
    """What an officer types: a share in percent."""
    column = way.model._meta.get_field(name)
    if isinstance(column, ExactField) and is_fraction(name) and text not in UNREADABLE and text:
        return f"{column.to_python(text) * 100:f}"
    return text


def sent(way: Way, book: Cast, answers: dict[str, str]) -> HttpRequest:
    """The request by which an officer sends these answers; that of an account's or an assignment's form alike."""
    about = named(way, book)
    rows = {name: str(row.pk) for name, row in related(way, book).items()}
    given = {"sources": str(Source.objects.get(slug=way.source).pk), "why": "a test"}
    request = RequestFactory().post(f"/add/?{urlencode(about)}", about | rows | given | answers)
    request.user = book.people["officer"]
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    return request


def by_form(way: Way, book: Cast, values: dict[str, str]) -> dict[str, str]:
    """Field → what the form says. Nothing is drawn: only the answer's form is read."""
    fields = {one.name for one in way.model._meta.concrete_fields}
    answers = {name: typed(way, name, text) if name in fields else text for name, text in values.items()}
    response = admin.site.get_model_admin(way.model).add_view(sent(way, book, answers))
    errors = response.context_data["adminform"].form.errors if hasattr(response, "context_data") else {}
    return {name: " ".join(texts) for name, texts in errors.items()}


def by_file(way: Way, values: dict[str, str]) -> dict[str, str]:
    """Field → what a file of one row is told."""
    cells = way.row | {way.columns.get(name, name): text for name, text in values.items()} | {"sources": "cast1"}
    shown = ",".join(f'"{cell}"' for cell in cells.values())
    reading = read(way.file, f"{','.join(cells)}\n{shown}\n".encode(), Mapping())
    plan = preview(reading, why="a test", today=localdate(), by_name="loader")
    fields = {column: name for name, column in way.columns.items()}
    return {fields.get(column, column): what for row in plan.refused for column, _, what in row.changes}


def by_api(way: Way, client: Client, values: dict[str, str]) -> dict[str, str]:
    """Field → what a program is told that sends the same row."""
    row = way.row | {way.columns.get(name, name): text for name, text in values.items()} | {"sources": "cast1"}
    body = {"kind": way.file, "why": "a test", "rows": [row], "preview": True}
    key = {"Idempotency-Key": "one-way-in"}
    answer = client.post("/api/v1/proposals/", body, "application/json", headers=key).json()
    fields = {column: name for name, column in way.columns.items()}
    told = {place.partition(".")[2]: " ".join(those) for place, those in answer.get("errors", {}).items()}
    return {fields.get(column, column): what for column, what in told.items()}


def by_service(way: Way, book: Cast, values: dict[str, str]) -> dict[str, str]:
    """Field → what the service of the table says of the same fact, as a loader calls it."""
    columns = {name: way.model._meta.get_field(name) for name in values}
    about: dict[str, Any] = {way.relation: parent_of(way.about, book)} if way.about else {}
    about |= related(way, book)
    cited = {"citation": book.citation} if any(one.name == "citation" for one in way.model._meta.fields) else {}
    given = {"slug": "a-new-one"} if issubclass(way.model, Entity) else {}
    fact = way.model(**about, **cited, **given)
    service = way.service or facts.record_by_service
    try:
        with writing() as recording:
            for name, text in values.items():
                is_text = isinstance(columns[name], models.CharField | models.TextField)
                setattr(fact, name, columns[name].to_python(text) if text or is_text else None)
            service(fact, recording=recording, today=localdate())
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            return {"": " ".join(error.messages)}
        return {name: " ".join(texts) for name, texts in error.message_dict.items()}
    return {}


def is_read_by(way: Way, name: str) -> bool:
    """True where the file has a column for it."""
    wanted = {one.name for one in KINDS[way.file].wanted if not one.shown_only} if way.file else set()
    return way.columns.get(name, name) in wanted
