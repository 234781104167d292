"""A file from the moment it is sent until it is on record: shown, confirmed, written; each step can be asked twice."""

import gzip
import json
from datetime import date

from django.db import transaction

from portfolio.models import Import, ImportState
from portfolio.services.imports import content_of

from .fates import Fate, Plan
from .mapping import Mapping
from .rows import Say, silent
from .run import Reading, Refused, preview, read, write
from .tables import UnreadableFile

OPEN = (ImportState.SENT, ImportState.SHOWN, ImportState.REFUSED)


def show(one: Import, *, today: date, say: Say = silent) -> Import:
    """Read the file and keep every row's fate, to be looked at. Nothing is on record yet."""
    if one.state not in OPEN:
        return one
    try:
        reading = _reading(one, half(say, 0))
        plan = preview(reading, why=one.why, by=one.by, today=today, say=half(say, 1))
    except (UnreadableFile, Refused) as error:
        return _keep(one, state=ImportState.REFUSED, outcome=str(error), plan_hash="", counts={}, fates=b"")
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
    """Write a confirmed file, all of it or nothing, and keep what came of it in the same transaction."""
    one.refresh_from_db()
    if one.state != ImportState.CONFIRMED:
        return one
    try:
        reading = _reading(one, half(say, 0))
        with transaction.atomic():
            plan, recording = write(
                reading, expected=one.plan_hash, why=one.why, by=one.by, today=today, say=half(say, 1)
            )
            if recording is None:
                return _keep(one, state=ImportState.UNCHANGED, outcome="Nothing new, so nothing was written.")
            said = f"{plan.summary()}. Recorded as {recording.serial}."
            return _keep(one, state=ImportState.WRITTEN, recording=recording, outcome=said)
    except (UnreadableFile, Refused) as error:
        return _keep(one, state=ImportState.REFUSED, outcome=str(error))


def fates_of(one: Import) -> list[Fate]:
    """Every row's fate, as it was shown last."""
    if not one.fates:
        return []
    return [Fate.of(content) for content in json.loads(gzip.decompress(bytes(one.fates)))]


def half(say: Say, part: int) -> Say:
    """The progress of the first or the second half."""
    return lambda percent, saying: say(part * 50 + percent // 2, saying)


def _reading(one: Import, say: Say) -> Reading:
    return read(one.kind, content_of(one), Mapping.of(one.mapping), sources=one.sources, say=say)


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
        fates=gzip.compress(told.encode(), mtime=0),
        outcome="",
    )


def _keep(one: Import, **values: object) -> Import:
    for name, value in values.items():
        setattr(one, name, value)
    one.save(update_fields=list(values))
    return one
