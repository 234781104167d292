"""A file from the moment it is sent until it is on record: shown, confirmed, written; each step can be asked twice.

Where a second person decides, what would wait if it were entered by hand is proposed instead of written: the whole file
as one proposal.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction

from portfolio.models import Import, ImportState
from portfolio.services import imports
from record.models import Channel, Outcome, Proposal
from record.services import approvals
from record.services.moved import Moved
from record.services.recordings import confirm_run, open_recording, take_write_lock

from .effect import effect_of
from .kept import compressed, half, read_again, row_outcomes_of
from .preview import Reading, RecordedSince, Refused, preview, refusals, require_shown, try_out, write
from .proposed import WAITS, ImportHandler, UndoHandler, payload_of
from .row_outcomes import Plan, not_read
from .rows import Say, silent
from .tables import UnreadableFile

OPEN = (
    ImportState.SENT, ImportState.SHOWN, ImportState.REFUSED,
    ImportState.RETURNED, ImportState.WITHDRAWN, ImportState.LAPSED,
)  # fmt: skip

TRIES = 3
"""So often a file is compared anew where something was recorded meanwhile; the last time under the write lock."""

DONE = (ImportState.CONFIRMED, ImportState.WRITTEN, ImportState.UNCHANGED, ImportState.PROPOSED)


def show(one: Import, *, today: date, say: Say = silent) -> Import:
    """Read the file and keep every row's fate, to be looked at. Nothing is on record yet."""
    if one.state not in OPEN:
        return one
    try:
        reading = read_again(one, say=half(say, 0))
        plan = preview(reading, why=one.why, by=one.by, today=today, say=half(say, 1))
    except (UnreadableFile, Refused) as error:
        return _keep(
            one, OPEN, state=ImportState.REFUSED, outcome=str(error), plan_hash="", counts={}, effect={},
            row_outcomes=b"",
        )  # fmt: skip
    return _keep_plan(one, plan, reading)


def confirm(one: Import, *, plan_hash: str) -> Import:
    """Bind the write to what was shown. Raises Refused when that is something else, or holds refused rows."""
    with transaction.atomic():
        one = Import.objects.select_for_update().get(pk=one.pk)
        if one.state in DONE:
            raise Refused("This file was confirmed before, and nothing was done now. What came of it stands below.")
        if one.state != ImportState.SHOWN or one.plan_hash != plan_hash:
            raise Refused("This is not what you were shown: the file was looked at again since. Look at its rows anew.")
        if one.counts.get("refused"):
            raise Refused(f"{one.counts['refused']:,} rows are refused. Correct the file and send it again.")
        return _keep(one, (ImportState.SHOWN,), state=ImportState.CONFIRMED)


def carry_out(one: Import, *, today: date, say: Say = silent) -> Import:
    """Write a confirmed file, all of it or nothing, and keep what came of it in the same transaction; or propose it."""
    one.refresh_from_db()
    if one.state != ImportState.CONFIRMED:
        return one
    try:
        reading = read_again(one, say=half(say, 0))
        if waits(one):
            if one.by is None:
                raise Refused("A second officer decides about what this file writes. Let an officer send it.")
            return _propose(one, reading, today=today, say=half(say, 1))
        for _ in range(TRIES - 1):
            with suppress(RecordedSince):
                return _write(one, reading, today=today, is_last=False, say=half(say, 1))
        return _write(one, reading, today=today, is_last=True, say=half(say, 1))
    except (UnreadableFile, Refused, Moved) as error:
        return _keep(one, WAITS, state=ImportState.REFUSED, outcome=str(error))


def _write(one: Import, reading: Reading, *, today: date, is_last: bool, say: Say) -> Import:
    """Compare the file while nobody waits for that, then write it. Raises RecordedSince unless it is the last time."""
    asked: dict[str, Any] = {"why": one.why, "by": one.by, "today": today, "say": say}
    tried = try_out(reading, **asked)
    shown = row_outcomes_of(one)
    with transaction.atomic():
        if not _is_confirmed(one):
            return one
        plan, recording = write(reading, expected=one.plan_hash, shown=shown, tried=tried, is_last=is_last, **asked)
        if recording is None:
            return _keep(one, WAITS, state=ImportState.UNCHANGED, outcome="Nothing new, so nothing was written.")
        stated = f"{plan.summary()}. Recorded as {recording.serial}."
        return _keep(one, WAITS, state=ImportState.WRITTEN, recording=recording, outcome=stated)


def waits(one: Import) -> bool:
    """True when a second officer decides about what the file would write: always of what a feed brings."""
    is_decided = one.answer_id is not None or bool(one.effect.get("waits"))
    return approvals.is_asked() and is_decided


def undo(one: Import, *, why: str, today: date, along: bool = False) -> str:
    """Take back what a file wrote, or propose it where a second officer decides; what came of it in words.

    `along`: what was recorded since and rests on it is undone as well. Raises ValidationError when there is nothing to
    undo, or with the list of what rests on it; PermissionDenied outside the sender's programs.
    """
    with transaction.atomic():
        imports.require_written(one)
        effect = effect_of(one.recording, today=today)
        if not (approvals.is_asked() and effect.waits):
            recording = imports.undo(one, by=one.by, why=why, today=today, along=along)
            return f"Undone: entries reversed, facts retracted, in recording {recording.serial}."
        payload = {"import": one.pk, "reason": why, "places": effect.places, "sources": one.sources, "along": along}
        with open_recording(by=one.by, why=why, channel=Channel.FORM, approval=approvals.PROPOSAL) as recording:
            proposal = approvals.propose(
                UndoHandler.kind, payload, recording=recording, today=today, corrects=turned_down(one, UndoHandler.kind)
            )
        return f'A second officer decides about "{proposal}". Nothing is undone before that.'


def turned_down(one: Import, kind: str) -> Proposal | None:
    """The last proposal of the file of that kind, where it was turned down: the next one takes its place."""
    last = one.proposals.filter(kind=kind).select_related("decision").order_by("pk").last()
    return last if last is not None and not last.is_open and last.decision.outcome != Outcome.APPROVED else None


def _propose(one: Import, reading: Reading, *, today: date, say: Say) -> Import:
    """Look at the file once more, as nobody waits for that, and propose it when its rows do what was shown."""
    plan = preview(reading, why=one.why, by=one.by, today=today, say=say)
    require_shown(plan, row_outcomes_of(one))
    with transaction.atomic():
        if not _is_confirmed(one):
            return one
        handler = ImportHandler(reading, plan=plan, say=say)
        with (
            refusals(),
            open_recording(by=one.by, why=one.why, channel=Channel.FORM, approval=approvals.PROPOSAL) as recording,
        ):
            proposal = approvals.propose(
                ImportHandler.kind,
                payload_of(one),
                recording=recording,
                today=today,
                handler=handler,
                corrects=turned_down(one, ImportHandler.kind),
            )
            stated = f'A second officer decides about "{proposal}". Nothing is on record before that.'
            return _keep(one, WAITS, state=ImportState.PROPOSED, outcome=stated)


def _keep_plan(one: Import, plan: Plan, reading: Reading) -> Import:
    notes = [*plan.notes]
    if plan.ignored:
        notes.append(not_read(plan.ignored))
    return _keep(
        one,
        OPEN,
        state=ImportState.SHOWN,
        counts=plan.counts,
        notes=notes,
        plan_hash=plan.hash(reading.sha256),
        effect=plan.effect.content(),
        row_outcomes=compressed(plan.row_outcomes),
        outcome="",
    )


def _is_confirmed(one: Import) -> bool:
    """Under the write lock: that nobody else has carried the file out since. What became of it is then read."""
    take_write_lock()
    one.refresh_from_db()
    return one.state == ImportState.CONFIRMED


def _keep(one: Import, seen: Sequence[ImportState], **values: object) -> Import:
    """Keep what came of a step, while the file stands in a state that was `seen`; else leave it as another left it."""
    with transaction.atomic():
        stands = Import.objects.select_for_update().get(pk=one.pk)
        if stands.state not in seen:
            one.refresh_from_db()
            return one
        for name, value in values.items():
            setattr(one, name, value)
        one.save(update_fields=list(values))
        confirm_run()
    return one
