"""Tags of the desk: the number in the header, and where a step is sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now

from portfolio.pages.desk_lines import Ask
from portfolio.pages.desk_proposals import returned
from portfolio.positions.absences import for_desk
from portfolio.positions.assigned import of_programs
from portfolio.positions.questions import open_for
from record.models import Recording, Source
from record.roles import may_write
from record.services import approvals, typed_again

from .addresses import address

register = template.Library()


@register.simple_tag(takes_context=True)
def waits_for_me(context: Any) -> int:
    """What an officer has to answer: proposals to decide, own ones that came back, questions."""
    reader = context["user"]
    if not reader.is_authenticated or not may_write(reader):
        return 0
    at = Recording.objects.as_of(localdate(), now())
    asked, waiting = open_for(of_programs(reader), at), for_desk(reader, approvals.waiting_for(reader), at)
    return len(waiting) + len(returned(reader)) + len(asked)


@register.simple_tag(takes_context=True)
def typed_into(context: Any, ask: Ask) -> str:
    """What was typed into a step that was refused; empty for any other."""
    return typed_again.of(context["request"], step_address(ask), "note", **dict(ask.sent))


@register.simple_tag(takes_context=True)
def typed(context: Any, page: str, name: str, **sent: Any) -> str:
    """The same of a field of another form: the name of the address that it is sent to, the field, what it sends."""
    return typed_again.of(context["request"], reverse(f"portfolio:{page}"), name, **sent)


@register.simple_tag(takes_context=True)
def refused(context: Any, page: str, name: str, **sent: Any) -> str:
    """Why that field of a form was refused; empty where it was not."""
    return typed_again.refusal_of(context["request"], reverse(f"portfolio:{page}"), name, **sent)


@register.simple_tag
def source_titles(slugs: Iterable[str]) -> dict[str, str]:
    """Identifier → publisher, title and date of each of these sources, as a person looks for it."""
    return {one.slug: str(one) for one in Source.objects.filter(slug__in=list(slugs))}


@register.simple_tag
def titles_alone(slugs: Iterable[str]) -> dict[str, str]:
    """Identifier → title of each of these sources, for a line that has no room for the publisher."""
    return {one.slug: one.title for one in Source.objects.filter(slug__in=list(slugs))}


@register.simple_tag(takes_context=True)
def titled_links(context: Any, text: str, titles: Mapping[str, str]) -> SafeString:
    """The sources of a row by their titles, each leading to its page."""
    named = ((address(context, "source", one), titles.get(one, one)) for one in text.split(";"))
    return format_html_join(SafeString("<br>"), '<a href="{}"><cite>{}</cite></a>', named)


@register.simple_tag
def step_address(ask: Ask) -> str:
    """Where a step of the desk is sent."""
    return reverse(f"portfolio:{ask.step}")
