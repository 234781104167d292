"""What is left empty is asked for in the record's own words, by every form of the product."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib.admin.helpers import ActionForm
from django.urls import reverse

from record.services.wording import NEEDED
from tests.cast import Cast
from tests.desk import sign_in, words

OWN = ("record", "projects", "portfolio", "config", "django.contrib.auth", "django.contrib.admin")
EMPTY = {"form_key": ""}


def every_form(of: Any = forms.BaseForm) -> Iterator[Any]:
    for one in of.__subclasses__():
        if one.__module__.startswith(OWN):
            yield one
        yield from every_form(one)


def test_no_field_of_any_form_says_this_field() -> None:
    """But the choice above a list, which says "No action selected." instead."""
    said = {
        f"{form.__module__}.{form.__name__}.{name}": field.error_messages["required"]
        for form in set(every_form()) - {ActionForm}
        for name, field in getattr(form, "base_fields", {}).items()
        if field.required
    }
    assert len(said) > 50
    assert {name: text for name, text in said.items() if "This field" in text} == {}


@pytest.mark.django_db
def test_the_forms_of_accounts_schedules_and_passwords_ask_in_the_same_words(cast: Cast) -> None:
    administrator, person = sign_in(cast.people["administrator"]), cast.people["officer"]
    pages = [
        reverse("admin:record_account_add"),
        reverse("admin:record_account_change", args=[person.pk]),
        reverse("admin:auth_user_password_change", args=[person.pk]),
        reverse("admin:portfolio_assignment_add"),
        reverse("admin:password_change"),
    ]
    told = {page: words(administrator.post(page, EMPTY)) for page in pages}
    assert [page for page, text in told.items() if NEEDED not in text or "This field" in text] == []
