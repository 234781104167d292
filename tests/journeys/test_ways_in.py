"""Every kind of fact × every way in × the same bad inputs: the same refusal, on the same field, in its own words."""

import re

import pytest
from django.contrib import admin
from django.db import models
from django.test import RequestFactory

from portfolio.imports.kinds import KINDS
from record.models import Recording
from record.models.fields import ExactField
from tests.cast import Cast
from tests.desk import sign_in
from tests.soak import some

from .bad_inputs import NO_DATES, NO_WHOLE, UNREADABLE, bad_inputs
from .ways import WAYS, Way
from .ways_by_file import BY_FILE, FILES_LEFT_OUT
from .ways_by_form import BY_FORM, LEFT_OUT
from .ways_in import asked_by_form, by_api, by_file, by_form, by_service, is_read_by

NOT_WORDS = re.compile(
    r"Constraint|Ensure|not a valid choice|Select a valid|DoesNotExist|cannot be (null|blank)|Traceback|violat"
    r"|This field|The record does not take this|already exists|The database refused"
)
CHOSEN = ("ramp_curve", "lead_time", "feed")
"""Columns that a form offers as a choice among what is on record, so that nothing is typed but in a file."""
EVERY_WAY = (*WAYS, *BY_FORM)
SLOW = ("Terms",)
TRIED = [pytest.param(way, id=way.id, marks=[pytest.mark.slow] if way.id in SLOW else []) for way in EVERY_WAY]


def test_every_kind_that_a_person_adds_is_among_them(ways_book: Cast):
    """By the registry: a kind that gets a form gets its bad inputs, or a sentence that says why not."""
    request = RequestFactory().get("/")
    request.user = ways_book.people["officer"]
    added = {model for model, desk in admin.site._registry.items() if desk.has_add_permission(request)}
    assert {one.__name__ for one in added} == {one.model.__name__ for one in EVERY_WAY} | {
        one.__name__ for one in LEFT_OUT
    }


def test_every_kind_of_file_is_among_them():
    """A kind of file that is added, or a way that loses its file, is noticed here."""
    files = [one.file for one in (*EVERY_WAY, *BY_FILE) if one.file]
    assert set(files) | set(FILES_LEFT_OUT) == set(KINDS)
    assert not set(files) & set(FILES_LEFT_OUT)


@pytest.mark.parametrize("way", BY_FILE, ids=lambda way: way.id)
def test_a_bad_input_of_what_comes_by_file_alone_is_refused_alike_by_its_service(ways_book: Cast, way: Way):
    last, wrong = Recording.objects.last_serial(), []
    columns = frozenset(one.name for one in way.model._meta.concrete_fields if is_read_by(way, one.name))
    assert set(way.good) <= columns
    for name, text in bad_inputs(way, columns):
        values, column = way.good | {name: text}, way.model._meta.get_field(name)
        said = [by_file(way, values).get(name, "")]
        if reaches_a_service(column, text):
            said.append(by_service(way, ways_book, values).get(name, ""))
        if "" in said or len(set(said)) > 1 or any(NOT_WORDS.search(one) for one in said):
            wrong.append((name, text[:30], said))
    assert wrong == []
    assert by_file(way, way.good) == by_service(way, ways_book, way.good) == {}
    assert Recording.objects.last_serial() == last + 1


def reaches_a_service(column: models.Field, text: str) -> bool:
    """False for what is no number, date or row at all."""
    if isinstance(column, models.DateField) and len(text) < len("2026-02-14"):
        return False
    is_whole = isinstance(column, models.IntegerField) and not isinstance(column, ExactField)
    return not column.is_relation and text not in (*UNREADABLE, *NO_DATES) and not (is_whole and text in NO_WHOLE)


@pytest.mark.parametrize("way", TRIED)
def test_a_bad_input_is_refused_alike_by_form_file_and_service(ways_book: Cast, way: Way):
    last, wrong = Recording.objects.last_serial(), []
    for name, text in bad_inputs(way, asked_by_form(way, ways_book)):
        values = way.good | {name: text}
        column = way.model._meta.get_field(name)
        said = {} if name in CHOSEN else {"form": by_form(way, ways_book, values)}
        if is_read_by(way, name) and not column.is_relation:
            said["file"] = by_file(way, values)
        if reaches_a_service(column, text) and not way.by_form_alone:
            said["service"] = by_service(way, ways_book, values)
        sentences = {door: found.get(name, "") for door, found in said.items()}
        told = next(iter(sentences.values()))
        if len(set(sentences.values())) != 1 or not told or NOT_WORDS.search(told):
            wrong.append((name, text[:40], {door: said[door] for door in said}))
    assert not wrong, "\n".join(map(str, wrong))
    assert Recording.objects.last_serial() == last


@pytest.mark.parametrize("way", EVERY_WAY, ids=lambda way: way.id)
def test_what_is_right_is_taken_by_form_and_file(ways_book: Cast, way: Way):
    assert not way.file or by_file(way, way.good) == {}
    assert by_form(way, ways_book, way.good) == {}


@pytest.mark.long
@pytest.mark.parametrize("way", [one for one in (*EVERY_WAY, *BY_FILE) if one.file], ids=lambda way: way.id)
def test_a_program_is_told_of_a_row_what_a_file_is_told(ways_book: Cast, way: Way):
    client = sign_in(ways_book.people["officer"])
    columns = frozenset(one.name for one in way.model._meta.concrete_fields if is_read_by(way, one.name))
    for name, text in [(next(iter(way.good)), ""), *some(list(bad_inputs(way, columns)))]:
        if "\0" not in text:
            values = way.good | {name: text}
            assert by_api(way, client, values) == by_file(way, values), (name, text)
    assert by_api(way, client, way.good) == {}


def test_a_second_one_of_a_name_is_refused_in_words(ways_book: Cast):
    """The form, which asks the database, and the service of a loader: one sentence, on the name."""
    way = next(one for one in WAYS if one.id == "Milestone")
    twice = way.good | {"name": "Permit"}
    told = {"name": "Another milestone has this project and name. Give another name, or open that one."}
    assert by_form(way, ways_book, twice) == by_service(way, ways_book, twice) == told
