"""Tags of what a page may be asked: a choice by name of what is on record, and what was chosen."""

from typing import Any

from django import template
from django.forms import Select
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portfolio.positions import filter_options
from portfolio.reports.words import words
from record.calculations.as_of import AsOf

from .addresses import carried

register = template.Library()


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
