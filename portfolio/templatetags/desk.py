"""Tags of the desk: the number in the header, and where a step is sent."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.timezone import localdate, now

from portfolio.pages.desk_lines import Ask
from portfolio.pages.desk_proposals import returned
from portfolio.positions.absences import for_desk
from portfolio.positions.assigned import of_programs
from portfolio.positions.questions import open_for
from record.models import Recording
from record.roles import may_write
from record.services import approvals, typed_again

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


@register.simple_tag
def step_address(ask: Ask) -> str:
    """Where a step of the desk is sent."""
    return reverse(f"portfolio:{ask.step}")
