"""What an officer is told beside a proposal that waits: what is odd about it, and what else waits about the same."""

from collections.abc import Iterator
from datetime import date

from record.calculations.as_of import AsOf
from record.models import Entity, Proposal, Recording

from . import facts
from .approval_handlers import handler_of

LOW = "low"
MOST_SINGLY = 3
"""So many others are told of in a sentence each; more are one sentence."""


def notices(proposal: Proposal, *, today: date) -> list[str]:
    """Sentences about a proposal: a likely duplicate, what is unusual, one weak source, another one about the same."""
    last = Recording.objects.latest("serial")
    handler = handler_of(proposal.kind)
    found = handler.questions(proposal.payload, AsOf(today, last.moment, last.serial))
    return [*found, *_of_its_rows(proposal), *_others(proposal)]


def _of_its_rows(proposal: Proposal) -> Iterator[str]:
    """The reasons for what is unusual, and a figure of low confidence that has no second source."""
    for row in handler_of(proposal.kind).rows(proposal.payload):
        yield from (line for line in str(row.get("note") or "").split("\n") if line.startswith(facts.EXPLAINED))
        if row.get("confidence") == LOW and ";" not in proposal.sources:
            yield f"It rests on one source of low confidence: {proposal.sources or 'none is named'}."


def _others(proposal: Proposal) -> Iterator[str]:
    """What else waits about the same: one sentence each, or all in one with the oldest and how many more."""
    touches = {tuple(one) for one in proposal.touches}
    waiting = Proposal.objects.undecided().exclude(pk=proposal.pk).select_related("proposed_by").order_by("pk")
    others = [one for one in waiting if not touches.isdisjoint(tuple(touched) for touched in one.touches)]
    if len(others) > MOST_SINGLY:
        oldest = others[0]
        yield f'{len(others):,} others wait about the same. The oldest, by {oldest.proposed_by}: "{oldest}".'
        return
    for other in others:
        yield f'"{other}" waits too, by {other.proposed_by}. It touches the same.'


def waiting_about(entity: Entity) -> list[Proposal]:
    """The proposals that wait and rest on the entity, the oldest first."""
    wanted = [entity._meta.db_table, entity.pk]
    return [one for one in Proposal.objects.undecided().select_related("recording") if wanted in one.touches]
