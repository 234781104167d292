"""Files on their way to the record are kept here; mappings and matches are remembered; a bulk import is undone."""

import gzip
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portfolio.models import (
    FeedAnswer,
    Import,
    ImportMapping,
    ImportState,
    Match,
)
from record.models import Account, Channel, Recording
from record.services import facts
from record.services.recordings import SINGLE_CONTROL, open_recording
from record.services.wording import check_columns, check_constraints

from . import rights, undoing

APPROVAL = f"{SINGLE_CONTROL}: undo of an import"


def keep(
    *,
    kind: str,
    filename: str,
    content: bytes,
    why: str,
    by: Account,
    now: datetime,
    mapping: dict[str, Any] | None = None,
    sources: str = "",
    answer: FeedAnswer | None = None,
    sent_key: str = "",
) -> Import:
    """Keep a file that was sent, or what a feed answered; nothing of it is on record yet.

    Raises IntegrityError where the sender has used `sent_key` before.
    """
    one = Import(
        kind=kind,
        filename=filename,
        content=gzip.compress(content, mtime=0),
        sha256=sha256(content).hexdigest(),
        size=len(content),
        mapping=mapping or {},
        sources=sources,
        why=why.strip(),
        by=by,
        by_name=by.get_username(),
        sent_at=now,
        answer=answer,
        sent_key=sent_key,
    )
    check_columns(one, but=["content", "row_outcomes"])
    check_constraints(one)
    one.save(force_insert=True)
    return one


def content_of(one: Import) -> bytes:
    """The file's bytes as they were sent."""
    return gzip.decompress(bytes(one.content))


def save_mapping(*, source: str, kind: str, content: dict[str, Any], recording: Recording) -> ImportMapping:
    """Remember how the files of a source are read; the one before it stays in the history."""
    return facts.record(ImportMapping(source=source, kind=kind, content=content), recording=recording)


def record_match(made: Match, *, recording: Recording) -> Match:
    """The match on record.

    Raises ValidationError when a difference is explained without words; PermissionDenied outside the writer's programs.
    """
    if made.investment is not None:
        rights.require_for(recording, made.investment)
    if made.explained is not None and not made.note.strip():
        raise ValidationError({"note": "An explained difference says why. Give the reason."})
    return facts.record(made, recording=recording)


def undo(
    one: Import, *, by: Account | None, why: str, today: date, by_name: str = "", along: bool = False
) -> Recording:
    """Take back all that an import wrote, in one recording, as `undoing.take_back` does.

    Raises ValidationError when it was not written, was undone before, or when something recorded since rests on it and
    is not undone `along` with it.
    """
    with transaction.atomic():
        require_written(one)
        with open_recording(by=by, by_name=by_name, why=why, channel=Channel.FORM, approval=APPROVAL) as recording:
            undo_under(recording, one, reason=why, today=today, along=along)
    return recording


def undo_under(recording: Recording, one: Import, *, reason: str, today: date, along: bool = False) -> Import:
    """The same under a recording that is open."""
    one = require_written(one)
    undoing.take_back(one.recording, reason=reason, recording=recording, today=today, along=along)
    one.state, one.undone_in = ImportState.UNDONE, recording
    one.outcome = f"Undone in recording {recording.serial}: {reason}"
    one.save(update_fields=["state", "undone_in", "outcome"])
    return one


def require_written(one: Import) -> Import:
    """The import as it stands. Raises ValidationError when there is nothing to undo."""
    one = Import.objects.select_for_update().get(pk=one.pk)
    if one.state != ImportState.WRITTEN or one.recording is None:
        raise ValidationError(f"{one} is {one.get_state_display()}: there is nothing to undo.")
    return one
