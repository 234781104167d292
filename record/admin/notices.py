"""What the page of an entity says first where it no longer counts: withdrawn, or merged into another."""

from dataclasses import dataclass
from typing import Any

from record.models import Entity, Recording, Withdrawal
from record.models.redirects import MERGES, merged

from .sections import Link, page_of


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of it, why, by which recording, and what stands in its place."""

    said: str
    reason: str
    recording: Recording
    instead: Link | None = None


def notices_of(entity: Entity) -> list[Notice]:
    """Why it is on no list and in no total now; nothing for one that counts."""
    gone = Withdrawal.standing(type(entity)).filter(entity_id=entity.pk).select_related("recording").last()
    found = (
        []
        if gone is None
        else [Notice("This is withdrawn: it is on no list and in no total.", gone.note, gone.recording)]
    )
    merges: Any = MERGES.get(type(entity))
    head = merged(type(entity)).get(entity.pk)
    if merges is not None and head is not None:
        merge = merges.objects.counting().filter(entity=entity.pk).select_related("recording").last()
        into = type(entity)._default_manager.get(pk=head)
        instead = Link(str(into), page_of(into))
        found.append(Notice("This was on record twice.", merge.note, merge.recording, instead))
    return found
