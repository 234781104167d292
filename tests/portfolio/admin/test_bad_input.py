"""What no officer means to type: every form answers with a sentence, none with an error of ours."""

import pytest
from django.contrib import admin
from django.test import Client

from record.admin.base import RecordedAdmin
from record.models import Recording
from tests.cast import Cast
from tests.desk import deal_form, sign_in

JUNK = [
    "",
    "x",
    "-1",
    "0",
    "1e400",
    "NaN",
    "99999999999999999999999",
    "2026-13-45",
    "=1+1",
    "\x00",
    "\u202e",
    "a" * 5000,
]


@pytest.fixture
def officer_at_desk(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


FORMS: list[tuple[str, list[str]]] = []


def forms(client: Client) -> list[tuple[str, list[str]]]:
    """Each address that takes a write, with the names of its fields: read once, since each test begins in one book."""
    if not FORMS:
        FORMS.extend(read_forms(client))
    return FORMS


def read_forms(client: Client) -> list[tuple[str, list[str]]]:
    found = []
    for model, model_admin in admin.site._registry.items():
        if not isinstance(model_admin, RecordedAdmin):
            continue
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        places = [f"{base}add/"]
        for relation in model_admin.belongs_to:
            parent = model._meta.get_field(relation).related_model._default_manager.first()
            places += [f"{base}add/?{relation}={parent.pk}"] if parent else []
        one = model._default_manager.first()
        places += [f"{base}{one.pk}/change/"] if one else []
        for place in places:
            response = client.get(place)
            if response.status_code == 200 and "adminform" in (response.context or {}):
                found.append((place, list(response.context["adminform"].form.fields)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_every_field_is_answered_on_the_form(officer_at_desk, junk):
    last = Recording.objects.last_serial()
    answers = {}
    for place, fields in forms(officer_at_desk):
        answers[place] = officer_at_desk.post(place, dict.fromkeys(fields, junk)).status_code
    assert len(answers) > 10
    assert not {place: code for place, code in answers.items() if code not in (200, 403)}
    assert Recording.objects.last_serial() == last


@pytest.mark.slow
@pytest.mark.parametrize("junk", ["-1", "NaN", "9" * 23, "\x00"])
def test_junk_in_the_new_deal_is_answered_on_the_form(officer_at_desk, cast, junk):
    good = {
        "new_deal_name": "A deal", "agency": str(cast.agencies["DOW"].pk), "company": "palisade",
        "instrument": "convertible_preferred", "status": "closed", "announced_on": "2026-01-01", "why": "so",
        "source_1": "cast1",
    }  # fmt: skip
    page = officer_at_desk.get("/admin/record-a-deal/")
    names = [field.html_name for form in (page.context["deal"], page.context["parts"][0][0]) for field in form]
    assert len(names) > 100
    for some in batched((*names, "awards", "_add", "_drop", "seen"), 12):
        response = officer_at_desk.post("/admin/record-a-deal/", deal_form(good) | dict.fromkeys(some, junk))
        assert response.status_code == (302 if {"_add", "_drop"} & set(some) else 200), some


def batched(names: tuple[str, ...], size: int) -> list[tuple[str, ...]]:
    """The names in groups: a form has too many fields to send it once for each."""
    return [names[first : first + size] for first in range(0, len(names), size)]
