"""What every form of a fact asks is explained with an example of how it is typed."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from portfolio.models import DueDate, DueDecision, SourceCheck, Terms, Transaction
from projects.models import CapacityEstimate, Milestone

pytestmark = pytest.mark.django_db
TYPED = ("effective_on", "note", "why", "sources", "new_publisher", "new_title", "new_published_on", "new_address")


def test_what_one_form_says_of_a_field_stays_its_own(officer):
    """Of the decision about what is due, and of a check of sources, the day is called otherwise than in any other."""
    request = RequestFactory().get("/")
    request.user = officer

    def said(model):
        fields = admin.site._registry[model].get_form(request)().fields
        return fields["effective_on"].label, str(fields["why"].help_text)

    before = [said(model) for model in (Terms, DueDate)]
    assert said(DueDecision)[0] == "Decided on"
    assert said(SourceCheck)[0] == "Checked on"
    assert [said(model) for model in (Terms, DueDate)] == before


@pytest.mark.parametrize("model", [DueDate, Terms, Transaction, CapacityEstimate, Milestone])
def test_what_is_typed_in_every_form_of_a_fact_has_an_example(model, officer):
    request = RequestFactory().get("/")
    request.user = officer
    fields = admin.site._registry[model].get_form(request)().fields
    asked = {name: str(fields[name].help_text) for name in TYPED if name in fields}
    assert {"why", "new_address"} <= asked.keys()
    assert {name: text for name, text in asked.items() if "as in" not in text} == {}
