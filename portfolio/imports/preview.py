"""One code path for showing and for writing: the preview is the same write, under a recording that is never saved."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, OperationalError

from portfolio.services import rights
from record.models import Account, Channel, Recording
from record.reference.loading import sentence
from record.services.recordings import SINGLE_CONTROL, dry_run, open_recording

from .collector import collector_paused
from .effect import effect_of
from .files import fingerprint, read_table
from .kinds import KINDS
from .mapping import Mapping
from .melting import melt
from .mending import Mends, answered, mended
from .row_outcomes import Plan, RowOutcome, first_unlike, unsourced
from .rows import Rows, Say, read_rows, silent
from .tables import Table, UnreadableFile
from .templates import without_example
from .tried import Tried
from .write import Writing

log = logging.getLogger(__name__)

APPROVAL = f"{SINGLE_CONTROL}: import"


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read: its kind, its rows, its hash, and what its rows cite when they cite nothing."""

    kind: str
    rows: Rows
    sha256: str
    sources: str = ""


class Refused(ValueError):
    """Why nothing was written. `plan` has the rows, where it came so far."""

    def __init__(self, why: str, plan: Plan | None = None) -> None:
        super().__init__(why)
        self.plan = plan


class RecordedSince(Exception):
    """Something was recorded while the file was compared: it is compared anew."""


class _NothingNew(Exception):
    """Carries the plan out of a recording that nothing was written under, so that none is kept."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.summary())
        self.plan = plan


def read(
    kind: str,
    content: bytes,
    mapping: Mapping,
    *,
    sources: str = "",
    mends: Mends | None = None,
    say: Say = silent,
) -> Reading:
    """Read a file, its mended cells in place, outside of any transaction. Raises UnreadableFile."""
    with collector_paused():
        table = table_as_read(kind, content, mapping, mends or {})
        rows = read_rows(table, KINDS[kind].wanted, mapping, kind=kind, say=say)
    stated = f"{mapping.text()}\n{sources}\n" + (f"{json.dumps(mends, sort_keys=True)}\n" if mends else "")
    return Reading(kind, rows, fingerprint(stated.encode() + content), sources)


def table_as_read(kind: str, content: bytes, mapping: Mapping, mends: Mends) -> Table:
    """The table of which each line is one row. Raises UnreadableFile."""
    if kind not in KINDS:
        raise UnreadableFile(f"Nothing called {kind} can be imported. Kinds: {', '.join(KINDS)}.")
    table = mended(without_example(kind, read_table(content, mapping.sheet)), mends)
    if not mapping.melted:
        return table
    if not KINDS[kind].may_be_wide:
        raise UnreadableFile(f"A file of {kind} has one row for each. Columns as rows of their own are for facts.")
    return answered(melt(table, mapping), mends)


def apply_import(plan: Reading, *, recording: Recording, today: date, say: Say = silent) -> Plan:
    """Write a file under a recording and say what became of each row.

    Under an open recording the caller rolls back when a row is refused or the fates are not those that were confirmed.
    """
    writing = Writing(recording, today, plan.sources, say)
    with collector_paused():
        row_outcomes = KINDS[plan.kind].apply(plan.rows.copy(), writing)
    return Plan(plan.kind, row_outcomes, plan.rows.ignored, (*plan.rows.notes, *unsourced(row_outcomes)))


def preview(
    reading: Reading, *, why: str, today: date, by: Account | None = None, by_name: str = "", say: Say = silent
) -> Plan:
    """Every row's fate, and the effect of all. Raises Refused when it can't be tried.

    It saves nothing and holds no lock, and reads the record as of the newest recording when it begins.
    """
    tried = try_out(reading, why=why, today=today, by=by, by_name=by_name, say=say)
    if tried.plan.writes and not tried.plan.refused:
        with refusals():
            tried.plan.effect = effect_of(tried.recording, today=today)
    return tried.plan


def try_out(
    reading: Reading, *, why: str, today: date, by: Account | None = None, by_name: str = "", say: Say = silent
) -> Tried:
    """The same without the effect, and with all that it would write: `write` takes it, and holds the lock for that."""
    require_officer(by)
    with refusals():
        recording = dry_run(by=by, by_name=by_name, why=why, channel=Channel.IMPORT)
        return Tried(apply_import(reading, recording=recording, today=today, say=say), recording)


def write(
    reading: Reading,
    *,
    expected: str | None,
    shown: list[RowOutcome] | None = None,
    why: str,
    today: date,
    by: Account | None = None,
    by_name: str = "",
    approval: str = APPROVAL,
    tried: Tried | None = None,
    is_last: bool = True,
    say: Say = silent,
) -> tuple[Plan, Recording | None]:
    """Write the file, all of it or nothing; the recording is None when it says nothing new.

    What was `tried` before is written as it stands, where nothing was recorded since; else every rule is asked again
    under the write lock, or, where it is not the last time, RecordedSince is raised. Raises Refused when a row is
    refused, or when the fates are not those whose hash was confirmed (`expected`); the row is named where what was
    `shown` of each is given.
    """
    require_officer(by)
    if tried is not None:
        require_confirmed(tried.plan, reading, expected=expected, shown=shown)
        if not tried.plan.writes:
            return tried.plan, None
    try:
        with (
            refusals(),
            open_recording(by=by, by_name=by_name, why=why, channel=Channel.IMPORT, approval=approval) as recording,
        ):
            if tried is not None and tried.stands(recording):
                return tried.write(recording), recording
            if tried is not None and tried.is_whole and not is_last:
                raise RecordedSince
            plan = apply_import(reading, recording=recording, today=today, say=say)
            require_confirmed(plan, reading, expected=expected, shown=shown)
            if not plan.writes:
                raise _NothingNew(plan)
    except _NothingNew as done:
        return done.plan, None
    return plan, recording


def require_officer(by: Account | None) -> None:
    """Raises Refused for a person who is no officer."""
    if by is not None and not (by.is_active and by.groups.filter(name=rights.OFFICER).exists()):
        raise Refused(f"{by.get_username()} is no officer, and only officers import.")


def require_confirmed(
    plan: Plan, reading: Reading, *, expected: str | None, shown: list[RowOutcome] | None = None
) -> None:
    """Raises Refused where a row is refused, or where the rows would do something else than was confirmed."""
    require_shown(plan, shown)
    if plan.refused:
        raise Refused(f"{len(plan.refused):,} rows are refused, so nothing was written.", plan)
    if expected is not None and plan.hash(reading.sha256) != expected:
        raise Refused("The record has moved since you looked, so these rows would do something else. Look again.", plan)


def require_shown(plan: Plan, shown: list[RowOutcome] | None) -> None:
    """Raises Refused that names the first row of which something else was shown."""
    unlike = first_unlike(shown, plan.row_outcomes) if shown is not None else ""
    if unlike:
        raise Refused(f"{unlike} The record has moved since you looked, so nothing was written. Look again.", plan)


@contextmanager
def refusals() -> Iterator[None]:
    """Say in one sentence what a service or the database itself refused; nothing of the write stays."""
    try:
        yield
    except ValidationError as error:
        raise Refused(sentence(error)) from error
    except PermissionDenied as error:
        raise Refused(str(error)) from error
    except OperationalError:  # somebody else writes just now: it may be tried again
        raise
    except DatabaseError as error:
        log.exception("The database refused an import.")
        raise Refused("The database refused this file, and nothing was written. Look at its rows again.") from error
