"""The one place that opens a Recording: the write lock first, then the database's clock; and that tries one.

A form writes once: its key is kept with its recording. What a job writes counts while the run is its own.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TypeVar

from django.db import connection, models, transaction

from record.calculations.once import reading_anew
from record.models import Account, Channel, Recording
from record.models.dry_runs import DryRun
from record.models.recordings import WRITE_LOCK

from . import form_keys, recording_chain, writer_at_work

SINGLE_CONTROL = "single control"

M = TypeVar("M", bound=models.Model)


_confirm_run: ContextVar[Callable[[], object] | None] = ContextVar("running job", default=None)


def take_write_lock() -> None:
    """Wait until no other writer of facts is at work; held until the transaction ends.

    SQLite's transactions are opened with BEGIN IMMEDIATE, so being inside one is the lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])


def database_clock() -> datetime:
    """The database's moment now, in UTC, to the millisecond."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT date_trunc('milliseconds', clock_timestamp())")
            now: datetime = cursor.fetchone()[0]
            return now.astimezone(UTC)
        cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)


@contextmanager
def open_recording(
    *, why: str, channel: Channel, by: Account | None = None, by_name: str = "", approval: str = SINGLE_CONTROL
) -> Iterator[Recording]:
    """One recording around one write of dated facts; all of it is kept, or nothing.

    Serials have no gap and moments never run back, also when the clock does. Nothing can be added to it afterwards, and
    none is opened inside another. Raises ValueError when nobody or no reason is named, `jobs.Superseded` when the job
    that writes was given to another worker, and `form_keys.SentBefore` when the form that writes was sent before.
    """
    with transaction.atomic(), reading_anew():
        take_write_lock()
        recording = _next(why=why, channel=channel, by=by, by_name=by_name, approval=approval)
        recording.form_key = form_keys.claim()
        recording.save(force_insert=True)
        writer_at_work.note(recording)
        yield recording
        # What is committed is complete: the database lets nothing be added under a closed recording.
        recording_chain.close(recording)
        confirm_run()
    form_keys.spend()


def dry_run(
    *, why: str, channel: Channel, by: Account | None = None, by_name: str = "", approval: str = SINGLE_CONTROL
) -> Recording:
    """The recording that would come next, never saved: services ask their rules under it, and `save` only notes rows.

    It holds no lock and no transaction. What it reads is fixed at the newest serial (`Recording.reads`). Raises
    ValueError as `open_recording` does.
    """
    tried = _next(why=why, channel=channel, by=by, by_name=by_name, approval=approval)
    tried.dry_run = DryRun()
    return tried


def _next(*, why: str, channel: Channel, by: Account | None, by_name: str, approval: str) -> Recording:
    """The recording after the newest one, not saved yet."""
    name = by_name.strip() or (by.get_username() if by else "")
    if not name or not why.strip():
        raise ValueError("A recording says who writes and why. Give a name and a reason.")
    last = Recording.objects.order_by("-serial").first()
    moment = database_clock()
    return Recording(
        serial=last.serial + 1 if last else 1,
        moment=max(moment, last.moment) if last else moment,
        by=by,
        by_name=name,
        why=why.strip(),
        channel=channel,
        approval=approval,
    )


def save(row: M, *, recording: Recording) -> M:
    """Add a new row; under a dry run it is only noted."""
    if recording.dry_run is not None:
        return recording.dry_run.add(row)
    row.save(force_insert=True)
    return row


def save_all(rows: Sequence[M], *, recording: Recording) -> None:
    """Add new rows of one table, in order."""
    if recording.dry_run is not None:
        for row in rows:
            recording.dry_run.add(row)
    elif rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def require_open(recording: Recording) -> None:
    """Raises ValueError for a recording whose write has ended: nothing may be added to what is past."""
    if recording.is_closed:
        raise ValueError(f"{recording} is closed. Open a new one for what is written now.")


@contextmanager
def confirmed_by(confirm: Callable[[], object]) -> Iterator[None]:
    """While a job runs: `confirm` is asked at the end of each of its writes, and raises when it must not count."""
    before = _confirm_run.set(confirm)
    try:
        yield
    finally:
        _confirm_run.reset(before)


def confirm_run() -> None:
    """The last statement of a run's transaction, which counts only while the run is this worker's.

    Raises `jobs.Superseded` when the job was given to another worker or has ended. Nothing where no job runs.
    """
    confirm = _confirm_run.get()
    if confirm is not None:
        confirm()
