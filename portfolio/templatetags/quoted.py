"""Sentences whose figures are links to the rows that make them."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from portfolio.charts.letter_to_cash import Step
from portfolio.pages.briefing_sections import step_words
from portfolio.reports.quoted import Quoted, Sentence

from .addresses import address

register = template.Library()


@register.simple_tag(takes_context=True)
def said(context: Any, sentence: Sentence) -> SafeString:
    """The words as they are; each figure a link that carries its report, column, filter and exact value."""
    return format_html_join(
        "", "{}", ((part if isinstance(part, str) else linked(context, part),) for part in sentence)
    )


@register.simple_tag(takes_context=True)
def said_of_step(context: Any, step: Step) -> SafeString:
    """What stands at a step from letter to cash, with its links."""
    return said(context, step_words(step))


def linked(context: Any, figure: Quoted) -> SafeString:
    return format_html(
        '<a class="quoted" href="{}" data-report="{}" data-column="{}" data-filter="{}" data-value="{}"'
        ' title="{}">{}</a>',
        address(context, "report", figure.report, **figure.narrowed),
        figure.report,
        figure.column,
        urlencode(figure.narrowed),
        figure.exact,
        figure.hint,
        figure.text,
    )
