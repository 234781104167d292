"""Tags of what a page may be asked: a choice by name of what is on record, and what was chosen."""

from typing import Any

from django import template
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form, Select
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portfolio.calculations.filter_match import BETWEEN
from portfolio.form_fields import NearValues
from portfolio.positions import filter_options
from portfolio.reports.words import words
from record.calculations.as_of import AsOf

from .addresses import carried

register = template.Library()
LABELS = {NON_FIELD_ERRORS: "", "as_of": "As of", "known_at": "Known at", "serial": "Recording"}


@register.simple_tag(takes_context=True)
def refusals(context: Any, errors: Any, form: Form | None = None) -> list[tuple[str, SafeString]]:
    """What a question was refused for: the field, empty for none, and the sentence with links to what is near."""
    held = errors.as_data() if isinstance(errors, ErrorDict) else errors
    fields = form.fields if form else {}

    def label(name: str) -> str:
        own = str(fields[name].label or "") if name in fields else ""
        return LABELS.get(name, own or name.replace("_", " ").capitalize())

    return [(label(name), refusal(context["request"], name, one)) for name, those in held.items() for one in those]


def refusal(request: HttpRequest, name: str, error: ValidationError | str) -> SafeString:
    """No mineral "neodimium" is on record then. Did you mean nd (Neodymium)? It leads to the same question of that."""
    if not isinstance(error, NearValues):
        return format_html("{}", error if isinstance(error, str) else " ".join(error.messages))
    found = error.found
    links = [(same_question(request, name, one.value), one.stated) for one in found.near]
    offered = format_html_join(BETWEEN, '<a href="{}">{}</a>', links)
    return format_html("{} {}{}{}", found.refused, found.before, offered, found.after)


def same_question(request: HttpRequest, name: str, value: str) -> str:
    asked = request.GET.copy()
    asked[name] = value
    return f"{request.path}?{asked.urlencode()}"


@register.simple_tag
def suggestions(form: Any, at: AsOf | None) -> dict[str, list[tuple[str, str]]]:
    """What may be typed into the filters of a form: value and name."""
    return filter_options.suggested(at, form.fields, getattr(form, "report", "")) if at else {}


@register.simple_tag
def filter_input(field: Any, suggested: dict[str, list[tuple[str, str]]]) -> SafeString:
    """A filter: a choice by name of what is on record, else its input. What was asked and is none of it stands too."""
    options = suggested.get(field.name)
    if not options:
        return field.as_widget()
    asked = str((field.form.cleaned_data if field.form.is_bound else {}).get(field.name) or field.value() or "")
    foreign = [] if asked in dict(options) else [(asked, asked)]
    listed = Select(choices=[("", "any"), *(one for one in foreign if asked), *options])
    return listed.render(field.html_name, asked, {"id": field.id_for_label, "class": "usa-select"})


@register.simple_tag(takes_context=True)
def asked_words(context: Any, name: str, value: Any, suggested: dict[str, list[tuple[str, str]]]) -> str:
    """What a filter was set to, by name, or as its choice has it."""
    field = context["form"].fields.get(name)
    offered = {**dict(getattr(field, "choices", ())), **dict(suggested.get(name, ()))}
    return offered.get(str(value)) or words(str(value))


@register.simple_tag(takes_context=True)
def same_times(context: Any) -> SafeString:
    """Hidden inputs of a form that keep the two times which were asked for."""
    asked = carried(context["request"]).items()
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', asked)


@register.simple_tag(takes_context=True)
def cleared(context: Any) -> str:
    """The same page without its filters, at the same times."""
    asked = carried(context["request"])
    path = context["request"].path
    return f"{path}?{asked.urlencode()}" if asked else path
