"""Every kind of fact × every way in × the same bad inputs: the same refusal, on the same field, in its own words."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.db import models
from django.test import RequestFactory
from django.utils.timezone import localdate

from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from projects.models import CapacityEstimate, CapacityPhase, Chain, Milestone, ProductionRecord
from projects.models.units import require_currency, require_unit
from record.calculations.column_figures import is_fraction
from record.models import Entity, Fact, Recording, Source
from record.models.fields import AddressField, ExactField, PartialDateField
from record.services import entities, facts
from tests.cast import Cast, day, writing

from .ways import WAYS, Way

NOT_WORDS = re.compile(r"Constraint|Ensure|not a valid choice|DoesNotExist|cannot be (null|blank)|Traceback")
CHOSEN = ("ramp_curve", "lead_time", "feed")
"""Columns that a form offers as a choice among what is on record, so that nothing is typed but in a file."""
LONG, BELL = "a" * 2001, "a\x07b"
UNREADABLE = ("ten", "NaN", "Infinity", "-Infinity", "1e400", "9" * 30, "0." + "0" * 20 + "1")
OUTSIDE = ("-1", "0", "1.5", "1000000", "-200")
NO_UNITS = ("furlong", "furlong/yr", "USD/furlong", "t/furlong", "tonnage", "5 t")
NO_CURRENCIES = ("ZZZ", "US", "U$D", "XXX", "123")
NO_DATES = ("soon", "2026-13", "2026-02-30")
BEYOND_THE_CALENDAR = ("0001", "1799-12-31", "2200", "9999-12-31")


def bad_inputs(way: Way) -> Iterator[tuple[str, str]]:
    """Each column of the form with what it must not take."""
    desk = admin.site.get_model_admin(way.model)
    written = {*getattr(desk, "written", ()), *getattr(desk, "labels", ()), *way.good}
    written |= {"effective_on"} if issubclass(way.model, Fact) else set()
    for column in way.model._meta.concrete_fields:
        name = column.name
        if name not in written or column.is_relation or isinstance(column, models.BooleanField):
            continue
        if name in way.offered:
            continue
        if not column.blank and not column.null and not (column.choices and column.has_default()):
            yield name, ""
        if isinstance(column, ExactField):
            yield from ((name, text) for text in UNREADABLE)
            yield from ((name, text) for text in OUTSIDE if column.bound.refusal(column.to_python(text)))
        elif isinstance(column, PartialDateField):
            yield from ((name, text) for text in (*NO_DATES, *BEYOND_THE_CALENDAR))
            if way.looks_back and name == "effective_on":
                yield name, "2190-01-01" if way.model is not ProductionRecord else "2190-01"
        elif isinstance(column, models.CharField) and column.choices:
            yield name, "nonsense"
        elif isinstance(column, models.CharField | models.TextField):
            yield name, BELL
            if require_unit in column.validators:
                yield from ((name, text) for text in NO_UNITS)
            if require_currency in column.validators:
                yield from ((name, text) for text in NO_CURRENCIES)
            if column.max_length:
                yield name, f"https://{LONG}" if isinstance(column, AddressField) else LONG
        elif isinstance(column, models.IntegerField) and name.endswith("year"):
            yield from ((name, text) for text in ("1799", "9999"))


@pytest.fixture
def book(cast: Cast) -> Cast:
    """The cast with a phase, its estimate and a milestone."""
    project = cast.projects["palisade-magnets"]
    with writing() as recording:
        phase = CapacityPhase(slug="magnets", project=project, product="Magnets")
        entities.create(phase, recording=recording)
        estimate = CapacityEstimate(
            phase=phase, nameplate_added=1200, unit="t/yr", kind="increment", effective_on=day("2025-01-01")
        )
        facts.record(estimate, recording=recording)
        milestone = Milestone(slug="first-magnets", project=project, name="First magnets", kind="first_production")
        entities.create(milestone, recording=recording)
        entities.create(Chain(slug="magnets", name="Magnets", title="Magnets", place=2), recording=recording)
    return cast


def parent_of(way: Way, book: Cast) -> models.Model:
    return {
        "company": book.companies["palisade"],
        "owned_company": book.companies["palisade"],
        "phase": CapacityPhase.objects.get(slug="magnets"),
        "milestone": Milestone.objects.get(slug="first-magnets"),
        "investment": book.investments["palisade-preferred"],
        "project": book.projects["palisade-magnets"],
        "program": book.programs["DOE-ATVM"],
        "chain": Chain.objects.first(),
    }[way.about]


def typed(way: Way, name: str, text: str) -> str:
    """What an officer types: a share in percent."""
    column = way.model._meta.get_field(name)
    if isinstance(column, ExactField) and is_fraction(name) and text not in UNREADABLE:
        return f"{column.to_python(text) * 100:f}"
    return text


def by_form(way: Way, book: Cast, values: dict[str, str]) -> dict[str, str]:
    """Field → what the form says. Nothing is drawn: only the answer's form is read."""
    about = {way.about: str(parent_of(way, book).pk)} if way.about else {}
    query = f"?{urlencode(about)}"
    answers = about | {name: typed(way, name, text) for name, text in values.items()}
    request = RequestFactory().post(
        f"/add/{query}", answers | {"sources": str(Source.objects.get(slug="cast1").pk), "why": "a test"}
    )
    request.user = book.people["officer"]
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    response = admin.site.get_model_admin(way.model).add_view(request)
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


def by_service(way: Way, book: Cast, values: dict[str, str]) -> dict[str, str]:
    """Field → what the service of the table says of the same fact, as a loader calls it."""
    columns = {name: way.model._meta.get_field(name) for name in values}
    about = {way.about: parent_of(way, book)} if way.about else {}
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


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.id)
def test_a_bad_input_is_refused_alike_by_form_file_and_service(book: Cast, way: Way):
    last, wrong = Recording.objects.last_serial(), []
    for name, text in bad_inputs(way):
        values = way.good | {name: text}
        said = {} if name in CHOSEN else {"form": by_form(way, book, values)}
        if is_read_by(way, name):
            said["file"] = by_file(way, values)
        if text not in (*UNREADABLE, *NO_DATES):  # what is no number or date at all never reaches a service
            said["service"] = by_service(way, book, values)
        sentences = {door: found.get(name, "") for door, found in said.items()}
        told = next(iter(sentences.values()))
        if len(set(sentences.values())) != 1 or not told or NOT_WORDS.search(told):
            wrong.append((name, text[:40], {door: said[door] for door in said}))
    assert not wrong, "\n".join(map(str, wrong))
    assert Recording.objects.last_serial() == last


@pytest.mark.parametrize("way", [way for way in WAYS if way.file], ids=lambda way: way.id)
def test_what_is_right_is_taken_by_form_and_file(book: Cast, way: Way):
    assert by_file(way, way.good) == {}
    assert by_form(way, book, way.good) == {}
