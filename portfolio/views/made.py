"""The output that the briefing is asked to tell in its tile of production."""

from collections.abc import Mapping
from dataclasses import replace

from django.forms import Field
from django.http import QueryDict

from portfolio.forms import MadeForm
from portfolio.pages.sheet_scope import WHOLE, Made, Scope

FIELDS: Mapping[str, Field] = MadeForm.base_fields
NAMES = ("mineral", "year")


def asked_made(asked: QueryDict, beside: Mapping[str, Field] | None = None) -> MadeForm:
    """The form; `beside` is what else the address may ask."""
    return MadeForm(asked, beside=beside)


def scope_asked(form: MadeForm) -> Scope:
    """The whole record with the mineral and the year of a valid form; what it leaves out stays as it is usual."""
    told = {name: form.cleaned_data[name] for name in NAMES if form.cleaned_data[name]}
    return replace(WHOLE, made=replace(Made(), **told))
