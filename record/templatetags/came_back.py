"""Why a proposal came back, at the head of the form that proposes it again."""

from typing import Any

from django import template

from record.admin.proposed_again import AGAIN, named_in
from record.admin.returned_field import field_of
from record.models import Decision, Outcome
from record.services import approvals

register = template.Library()


@register.filter
def field_named(decision: Decision) -> str:
    """The name of the field that its reason names; empty where it names none."""
    return field_of(decision.proposal, decision.note)


@register.simple_tag(takes_context=True)
def came_back(context: Any) -> Decision | None:
    """What was decided of the proposal that the form starts from, where it came back to the reader; else None."""
    request = context.get("request")
    proposal = named_in(request, AGAIN) if request is not None and AGAIN in request.GET else None
    if proposal is None or proposal.is_open or not approvals.follows(request.user, proposal):
        return None
    return proposal.decision if proposal.decision.outcome in (Outcome.RETURNED, Outcome.LAPSED) else None
