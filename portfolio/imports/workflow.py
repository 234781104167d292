"""A file from the moment it is sent until it is on record: shown, confirmed, written; each step can be asked twice.

Where a second person decides, what would wait if it were entered by hand is proposed instead of written: the whole file
as one proposal.
"""

from datetime import date

from django.db import transaction

from portfolio.models import Import, ImportState
from portfolio.services import imports
from record.models import Channel
from record.services import approvals, jobs
from record.services.approval_base import Moved
from record.services.recordings import open_recording

from .effect import effect_of
from .kept import compressed, half, read_again, row_outcomes_of
from .preview import Reading, Refused, preview, refusals, require_shown, write
from .proposed import ImportHandler, UndoHandler, payload_of
from .row_outcomes import Plan
from .rows import Say, silent
from .tables import UnreadableFile

OPEN = (
    ImportState.SENT, ImportState.SHOWN, ImportState.REFUSED,
    ImportState.RETURNED, ImportState.WITHDRAWN, ImportState.LAPSED,
)  # fmt: skip


def show(one: Import, *, today: date, say: Say = silent) -> Import:
    """Read the file and keep every row's fate, to be looked at. Nothing is on record yet."""
    if one.state not in OPEN:
        return one
    try:
        reading = read_again(one, say=half(say, 0))
        plan = preview(reading, why=one.why, by=one.by, today=today, say=half(say, 1))
    except (UnreadableFile, Refused) as error:
        return _keep(
            one, state=ImportState.REFUSED, outcome=str(error), plan_hash="", counts={}, effect={}, row_outcomes=b""
        )
    return _keep_plan(one, plan, reading)


def confirm(one: Import, *, plan_hash: str) -> Import:
    """Bind the write to what was shown. Raises Refused when that is something else, or holds refused rows."""
    with transaction.atomic():
        one = Import.objects.select_for_update().get(pk=one.pk)
        if one.state != ImportState.SHOWN or one.plan_hash != plan_hash:
            raise Refused("This is not what you were shown: the file was looked at again since. Look at its rows anew.")
        if one.counts.get("refused"):
            raise Refused(f"{one.counts['refused']:,} rows are refused. Correct the file and send it again.")
        return _keep(one, state=ImportState.CONFIRMED)


def carry_out(one: Import, *, today: date, say: Say = silent) -> Import:
    """Write a confirmed file, all of it or nothing, and keep what came of it in the same transaction; or propose it."""
    one.refresh_from_db()
    if one.state != ImportState.CONFIRMED:
        return one
    try:
        reading = read_again(one, say=half(say, 0))
        if waits(one):
            return _propose(one, reading, today=today, say=half(say, 1))
        with transaction.atomic():
            shown = row_outcomes_of(one)
            plan, recording = write(
                reading, expected=one.plan_hash, shown=shown, why=one.why, by=one.by, today=today, say=half(say, 1)
            )
            if recording is None:
                return _keep(one, state=ImportState.UNCHANGED, outcome="Nothing new, so nothing was written.")
            stated = f"{plan.summary()}. Recorded as {recording.serial}."
            return _keep(one, state=ImportState.WRITTEN, recording=recording, outcome=stated)
    except (UnreadableFile, Refused, Moved) as error:
        return _keep(one, state=ImportState.REFUSED, outcome=str(error))


def waits(one: Import) -> bool:
    """True when a second officer decides about what the file would write."""
    return approvals.is_asked() and one.by is not None and bool(one.effect.get("waits"))


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
            proposal = approvals.propose(UndoHandler.kind, payload, recording=recording, today=today)
        return f"A second officer decides about {proposal}. Nothing is undone before that."


def _propose(one: Import, reading: Reading, *, today: date, say: Say) -> Import:
    """Look at the file once more, as nobody waits for that, and propose it when its rows do what was shown."""
    plan = preview(reading, why=one.why, by=one.by, today=today, say=say)
    require_shown(plan, row_outcomes_of(one))
    with (
        refusals(),
        open_recording(by=one.by, why=one.why, channel=Channel.FORM, approval=approvals.PROPOSAL) as recording,
    ):
        handler = ImportHandler(reading, plan=plan, say=say)
        proposal = approvals.propose(
            ImportHandler.kind, payload_of(one), recording=recording, today=today, handler=handler
        )
        stated = f"A second officer decides about {proposal}. Nothing is on record before that."
        return _keep(one, state=ImportState.PROPOSED, outcome=stated)


def _keep_plan(one: Import, plan: Plan, reading: Reading) -> Import:
    notes = [*plan.notes]
    if plan.ignored:
        notes.append(f"{len(plan.ignored)} columns are not read: {', '.join(plan.ignored)}.")
    return _keep(
        one,
        state=ImportState.SHOWN,
        counts=plan.counts,
        notes=notes,
        plan_hash=plan.hash(reading.sha256),
        effect=plan.effect.content(),
        row_outcomes=compressed(plan.row_outcomes),
        outcome="",
    )


def _keep(one: Import, **values: object) -> Import:
    for name, value in values.items():
        setattr(one, name, value)
    with transaction.atomic():
        one.save(update_fields=list(values))
        jobs.confirm_run()
    return one
