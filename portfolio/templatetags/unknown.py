"""How pages write what is unknown: the word in its place, and below a table the reasons of all its cells."""

from collections import Counter, defaultdict
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

Whys = dict[str, Counter[str]]


def unknown(reason: str) -> SafeString:
    """The word, and the reason for those who point at it or hear the page."""
    return format_html('<span class="unknown" title="{0}">unknown<span class="usa-sr-only">: {0}</span></span>', reason)


def unknown_cell(context: Any, label: str, reason: str) -> SafeString:
    """The word in a cell of the column; its reason is kept for the line below the table, where there is one."""
    whys: Whys | None = context.get("whys")
    if whys is not None:
        whys[reason][label] += 1
    return unknown(reason)


@register.simple_tag
def reasons() -> Whys:
    """Where a table keeps, while its cells are written, why they are unknown: reason → label → number of cells."""
    return defaultdict(Counter)


@register.filter
def told(whys: Whys) -> list[tuple[str, str]]:
    """Each reason, after the columns and how many of their cells it is given for."""
    return [
        (", ".join(f"{label} ({count:,})" for label, count in columns.items()), why) for why, columns in whys.items()
    ]
