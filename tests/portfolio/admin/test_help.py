"""Every field of a form that writes a fact says what it means, in the words of the field."""

import pytest
from django.contrib import admin
from django.test import Client

from record.admin.facts import FactAdmin
from tests.cast import Cast
from tests.desk import sign_in

pytestmark = pytest.mark.long

SAID_BY_THE_LABEL = ("seen",)


@pytest.fixture
def officer(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


def silent(form) -> list[str]:
    """The fields that are shown and have no help."""
    shown = {field.name for field in form.visible_fields()}
    fields = {name: field for name, field in form.fields.items() if name in shown}
    return [name for name, one in fields.items() if not one.help_text and not name.startswith(SAID_BY_THE_LABEL)]


def test_every_field_of_the_form_of_a_deal_has_its_help(officer: Client):
    assert silent(officer.get("/admin/record-a-deal/").context["parts"][0][0]) == []


def test_every_field_of_the_form_of_a_fact_has_its_help(officer: Client):
    found = {}
    for model, page in admin.site._registry.items():
        for relation in page.belongs_to if isinstance(page, FactAdmin) else ():
            parent = model._meta.get_field(relation).related_model._default_manager.first()
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/?{relation}={parent and parent.pk}"
            answer = officer.get(address)
            if answer.status_code == 200 and "adminform" in (answer.context or {}):
                found[model.__name__] = silent(answer.context["adminform"].form)
    assert len(found) > 20
    assert {name: fields for name, fields in found.items() if fields} == {}
