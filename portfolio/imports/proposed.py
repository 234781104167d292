"""A file as one proposal: what a second officer is shown of it, and how it is written, or undone, once approved."""

from datetime import date
from typing import Any

from portfolio.models import Import, ImportState
from portfolio.services.imports import content_of, undo_under
from portfolio.services.proposed.writes import Payload, Write
from record.models import Door, Recording
from record.services.proposal_base import Moved

from .effect import effect_of
from .kinds import KINDS
from .mapping import Mapping
from .rows import Say, silent
from .run import Reading, apply_import, read
from .tables import UnreadableFile

WAITS = (ImportState.CONFIRMED, ImportState.PROPOSED)


def payload_of(one: Import) -> Payload:
    """What a proposal holds of a file: which one, and the hash of what was confirmed of it."""
    places = one.effect.get("places", [])
    return {"import": one.pk, "plan_hash": one.plan_hash, "places": places, "sources": one.sources}


def read_again(one: Import, *, say: Say = silent) -> Reading:
    """The rows of a file as they were sent. Raises UnreadableFile."""
    return read(one.kind, content_of(one), Mapping.of(one.mapping), sources=one.sources, say=say)


def write_of(reading: Reading | None = None, *, say: Say = silent) -> Write:
    """How the proposal of a file is written; `reading` are its rows where they were read already."""

    def perform(payload: Payload, recording: Recording, today: date) -> Import:
        one = import_of(payload)
        if one.state not in WAITS:
            raise Moved(f"The file is {one.get_state_display()}.")
        try:
            rows = reading or read_again(one)
        except UnreadableFile as error:
            raise Moved(f"The file can't be read any more: {error}") from error
        plan = apply_import(rows, recording=recording, today=today, say=say)
        if plan.refused:
            first = plan.refused[0]
            said = f"{first.changes[0][2]}" if first.changes else ""
            raise Moved(f"{len(plan.refused):,} rows are refused now, the first of them row {first.row}: {said}")
        if plan.hash(rows.sha256) != payload["plan_hash"]:
            raise Moved("The record has moved since, so these rows would do something else. Look at its rows again.")
        one.state, one.recording = ImportState.WRITTEN, recording
        one.outcome = f"{plan.summary()}. Recorded as {recording.serial}."
        one.save(update_fields=["state", "recording", "outcome"])
        return one

    return Write(
        perform=perform,
        things=lambda payload: [],
        fields=lambda payload, at: [],
        seen=seen,
        subject=lambda payload: import_of(payload).filename,
        about=import_of,
        decided=decided,
        door=Door.IMPORT,
    )


UNDO = Write(
    perform=lambda payload, recording, today: undo_under(
        recording, import_of(payload), reason=payload["reason"], today=today
    ),
    things=lambda payload: [],
    fields=lambda payload, at: [],
    seen=lambda payload, recording, today: seen_of_undoing(payload, recording, today),
    subject=lambda payload: import_of(payload).filename,
    about=lambda payload: import_of(payload),
)


def import_of(payload: Payload) -> Import:
    return Import.objects.get(pk=payload["import"])


def seen(payload: Payload, recording: Recording, today: date) -> dict[str, Any]:
    """The file, the fates of its rows and what they add up to; totals of the awards with new entries."""
    one, effect = import_of(payload), effect_of(recording, today=today)
    fates = [[f"Rows {name}", "", f"{count:,}"] for name, count in one.counts.items() if count]
    about = [
        ["File", "", one.filename],
        ["SHA-256 of the file", "", one.sha256],
        ["What it holds", "", KINDS[one.kind].title],
    ]
    return {"fields": [*about, *fates, *effect.written], "totals": effect.totals, "stake": effect.stake}


def seen_of_undoing(payload: Payload, recording: Recording, today: date) -> dict[str, Any]:
    """The recording that is undone, and what its undoing adds up to."""
    one, effect = import_of(payload), effect_of(recording, today=today)
    undone = [["File", one.filename, ""], ["Recording", str(one.recording_id), "taken back"]]
    return {"fields": [*undone, *effect.written], "totals": effect.totals, "stake": effect.stake}


def decided(payload: Payload, outcome: str, reason: str) -> None:
    """Say with the file what became of its proposal; it can be looked at and proposed again."""
    Import.objects.filter(pk=payload["import"]).update(state=ImportState(outcome), outcome=reason)
