"""Sources under their titles: in a cell of a table one below another, beside a figure within its line."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portfolio.pages.cited_in_sentences import counted, with_counts
from portfolio.positions.names import names_borne
from record.models import Citation

from .addresses import address
from .named import secondary_mark

register = template.Library()
FEW = 3
"""Of more the first two show, and the others open."""


def titled(context: Any, slug: str) -> SafeString:
    """A source by its title, which leads to its page; its identifier shows where one points at it."""
    at = context.get("at")
    titles = names_borne("source_title", at) if at else {}
    return format_html(
        '<a href="{}" title="{}"><cite>{}</cite></a>', address(context, "source", slug), slug, titles.get(slug, slug)
    )


def cited_in_cell(context: Any, slugs: Sequence[str], secondary: Mapping[str, str] | None = None) -> SafeString | str:
    """Each on a line of its own; `secondary` are those that were read in a secondary text."""
    mark = secondary_mark(slugs, secondary or {})
    shown, more = (slugs, ()) if len(slugs) <= FEW else (slugs[: FEW - 1], slugs[FEW - 1 :])
    first = lines(context, shown)
    if not more:
        return format_html("{}{}", first, mark)
    rest = format_html("<details><summary>{} more</summary>{}</details>", len(more), lines(context, more))
    return format_html("{}{}{}", first, rest, mark)


def lines(context: Any, slugs: Sequence[str]) -> SafeString:
    return format_html_join("", '<span class="cited">{}</span>', ((titled(context, one),) for one in slugs))


def cited_in_line(
    context: Any, slugs: Sequence[str], citation: int | None, secondary: Mapping[str, str]
) -> SafeString | str:
    """The first, and the rest on the page of the citation; without one, all, one after another."""
    mark = secondary_mark(slugs, secondary)
    if citation is None or len(slugs) == 1:
        return format_html("{}{}", format_html_join("; ", "{}", ((titled(context, one),) for one in slugs)), mark)
    return format_html(
        '{} and <a href="{}">{} more<span class="usa-sr-only"> sources, {}</span></a>{}',
        titled(context, slugs[0]),
        address(context, "citation", citation),
        len(slugs) - 1,
        ";".join(slugs),
        mark,
    )


@register.simple_tag(takes_context=True)
def sourced(context: Any, sentence: str) -> SafeString:
    """A sentence whose sources in brackets are their number, which leads to the page that lists them."""

    def linked(text: str) -> str:
        citation = Citation.objects.filter(text=text).values_list("pk", flat=True).first()
        if citation is None:
            return counted(text)
        return format_html('<a href="{}">{}</a>', address(context, "citation", citation), counted(text))

    titles = names_borne("source_title", context["at"])
    return mark_safe(with_counts(escape(sentence), titles, linked))  # noqa: S308 what is escaped
