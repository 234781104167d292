"""The one place that opens a Recording: the write lock first, then the database's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection, transaction

from record.models import Account, Channel, Recording
from record.models.recordings import WRITE_LOCK

from . import jobs

SINGLE_CONTROL = "single control"


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
    none is opened inside another. Raises ValueError when nobody or no reason is named, and `jobs.Superseded` when the
    job that writes was given to another worker.
    """
    name = by_name.strip() or (by.get_username() if by else "")
    if not name or not why.strip():
        raise ValueError("A recording says who writes and why. Give a name and a reason.")
    with transaction.atomic():
        take_write_lock()
        last = Recording.objects.order_by("-serial").first()
        moment = database_clock()
        recording = Recording.objects.create(
            serial=last.serial + 1 if last else 1,
            moment=max(moment, last.moment) if last else moment,
            by=by,
            by_name=name,
            why=why.strip(),
            channel=channel,
            approval=approval,
        )
        yield recording
        # What is committed is complete: the database lets nothing be added under a closed recording.
        recording.is_closed = True
        recording.save(update_fields=["is_closed"])
        jobs.confirm_run()


def require_open(recording: Recording) -> None:
    """Raises ValueError for a recording whose write has ended: nothing may be added to what is past."""
    if recording.is_closed:
        raise ValueError(f"{recording} is closed. Open a new one for what is written now.")
