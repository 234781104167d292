"""A file from the moment it is sent until it is on record: shown, confirmed, written; each step can be asked twice.

Where a second person decides, what would wait if it were entered by hand is proposed instead of written: the whole file
as one proposal.
"""

import gzip
import json
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from portfolio.models import Decision, Import, ImportState, Proposal, ProposalKind
from portfolio.services import imports, proposals
from portfolio.services.four_eyes.base import Moved
from projects.models import Door
from projects.services import jobs
from projects.services.recordings import open_recording

from .effect import effect_of
from .fates import Fate, Plan
from .proposed import import_of, payload_of, read_again, write_of
from .rows import Say, silent
from .run import Reading, Refused, preview, refusals, write
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
        return _keep(one, state=ImportState.REFUSED, outcome=str(error), plan_hash="", counts={}, effect={}, fates=b"")
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
            plan, recording = write(
                reading, expected=one.plan_hash, why=one.why, by=one.by, today=today, say=half(say, 1)
            )
            if recording is None:
                return _keep(one, state=ImportState.UNCHANGED, outcome="Nothing new, so nothing was written.")
            said = f"{plan.summary()}. Recorded as {recording.serial}."
            return _keep(one, state=ImportState.WRITTEN, recording=recording, outcome=said)
    except (UnreadableFile, Refused, Moved) as error:
        return _keep(one, state=ImportState.REFUSED, outcome=str(error))


def waits(one: Import) -> bool:
    """True when a second officer decides about what the file would write."""
    return proposals.is_asked() and one.by is not None and bool(one.effect.get("waits"))


def approve(proposal: Proposal, *, by: AbstractBaseUser, shown_hash: str, today: date, say: Say = silent) -> Decision:
    """Write, or undo, a file that was proposed; or find that it has lapsed.

    Raises ValidationError, PermissionDenied or Refused with the sentence that says why not.
    """
    proposals.require_approver(proposal, by=by, shown_hash=shown_hash)
    write = None
    if proposal.kind == ProposalKind.IMPORT:
        write = write_of(read_again(import_of(proposal.payload), say=half(say, 0)), say=half(say, 1))
    with refusals():
        return proposals.approve(proposal, by=by, shown_hash=shown_hash, today=today, write=write)


def undo(one: Import, *, why: str, today: date) -> str:
    """Take back what a file wrote, or propose it where a second officer decides; what came of it in words.

    Raises ValidationError when there is nothing to undo, or when something recorded since rests on it; PermissionDenied
    outside the sender's programs.
    """
    with transaction.atomic():
        imports.require_written(one)
        effect = effect_of(one.recording, today=today)
        if not (proposals.is_asked() and effect.waits):
            recording = imports.undo(one, by=one.by, why=why, today=today)
            return f"Undone: entries reversed, facts retracted, in recording {recording.serial}."
        payload = {"import": one.pk, "reason": why, "places": effect.places, "sources": one.sources}
        with open_recording(by=one.by, why=why, door=Door.FORM, approval=proposals.PROPOSAL) as recording:
            proposal = proposals.propose(ProposalKind.UNDO, payload, recording=recording, today=today)
        return f"A second officer decides about {proposal}. Nothing is undone before that."


def fates_of(one: Import) -> list[Fate]:
    """Every row's fate, as it was shown last."""
    if not one.fates:
        return []
    return [Fate.of(content) for content in json.loads(gzip.decompress(bytes(one.fates)))]


def half(say: Say, part: int) -> Say:
    """The progress of the first or the second half."""
    return lambda percent, saying: say(part * 50 + percent // 2, saying)


def _propose(one: Import, reading: Reading, *, today: date, say: Say) -> Import:
    with (
        refusals(),
        open_recording(by=one.by, why=one.why, door=Door.FORM, approval=proposals.PROPOSAL) as recording,
    ):
        proposal = proposals.propose(
            ProposalKind.IMPORT, payload_of(one), recording=recording, today=today, write=write_of(reading, say=say)
        )
        said = f"A second officer decides about {proposal}. Nothing is on record before that."
        return _keep(one, state=ImportState.PROPOSED, outcome=said)


def _keep_plan(one: Import, plan: Plan, reading: Reading) -> Import:
    told = json.dumps([fate.content() for fate in plan.fates], ensure_ascii=True, separators=(",", ":"))
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
        fates=gzip.compress(told.encode(), mtime=0),
        outcome="",
    )


def _keep(one: Import, **values: object) -> Import:
    for name, value in values.items():
        setattr(one, name, value)
    with transaction.atomic():
        one.save(update_fields=list(values))
        jobs.confirm_run()
    return one
