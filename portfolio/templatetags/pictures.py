"""What every picture has beside its drawing: its name, the day it is of, and its files."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portfolio.reports import REPORTS

from .addresses import address

register = template.Library()


@register.simple_tag(takes_context=True)
def picture(context: Any, name: str) -> SafeString:
    """What the element of a picture says of itself, so that the page can be asked for it by name."""
    at = context["at"]
    return format_html('data-picture="{}" data-as-of="{}" data-serial="{}"', name, at.as_of.isoformat(), at.serial)


@register.simple_tag(takes_context=True)
def picture_files(
    context: Any, name: str, title: str, report: str = "", asked: Any = None, **filters: Any
) -> SafeString:
    """The day and the recording of a picture, and its files: the drawing, and the rows of the report it is drawn from.

    A list that is no report has its rows on the page alone.
    """
    at, request = context["at"], context["request"]
    is_report = report in REPORTS
    source = f"Source: {REPORTS[report].title.lower()}. " if is_report else ""
    told = format_html("{}As of {}, recording {}.", source, at.as_of.isoformat(), at.serial)
    query = urlencode([*((key, one) for key, values in request.GET.lists() for one in values), ("picture", name)])
    links = [("SVG", f"{request.path}?{query}", True)]
    if is_report:
        narrowed = {**(asked or {}), **filters}
        links.append(("CSV", address(context, "csv", report, **narrowed), True))
        links.append(("Table", address(context, "report", report, **narrowed), False))
    joined = format_html_join(
        " ", '<a href="{}"{} aria-label="{}: {}">{}</a>',
        ((url, mark_safe(" download") if is_file else "", label, title, label) for label, url, is_file in links),
    )  # fmt: skip
    return format_html('<p class="downloads"><span>{}</span><span data-page-only>{}</span></p>', told, joined)
