"""The nightly watch: every milestone read at the end of a day, and each change of its health recorded once.

A day is all in one recording or not at all, and what it reads is what was on record by its end. So twice, late, or
after days that were missed, the same rows stand. The first day of a new record is read once it is loaded.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from projects.calculations.schedule import Reading, health_of
from projects.models import HealthChange, Milestone, MilestoneForecast, WatchedDay
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Channel, Recording
from record.models.recordings import end_of_day
from record.services import facts, jobs
from record.services.recordings import open_recording

WATCH = "nightly watch"
Say = Callable[[int, str], None]
COLUMNS = (
    "milestone_id", "health", "before", "reason", "slip_days", "effective_on", "counts_from", "note", "recording_id",
)  # fmt: skip
Change = tuple[int, str, str, str, int | None]
"""Milestone, health, the health before, the reason, the slip in days."""


def watch(day: date, *, say: Say = lambda percent, saying: None) -> list[WatchedDay]:
    """Watch every day up to `day` that is not watched yet, in order; the days that were watched now."""
    days = days_to_watch(day)
    return [watch_day(one, say=portion(say, number, len(days))) for number, one in enumerate(days)]


def days_to_watch(last: date) -> list[date]:
    """The days up to `last` after the newest one watched, or since the record began."""
    watched = WatchedDay.objects.order_by("-counts_from").values_list("counts_from", flat=True).first()
    if watched is None:
        begun = Recording.objects.order_by("serial").values_list("moment", flat=True).first()
        if begun is None:
            return []
        watched = localdate(begun) - timedelta(days=1)
    return [watched + timedelta(days=number) for number in range(1, (last - watched).days + 1)]


def portion(say: Say, number: int, of: int) -> Say:
    """The progress of one day among several."""
    return lambda percent, saying: say((number * 100 + percent) // of, saying)


def first_watch(today: date) -> WatchedDay | None:
    """Watch the first day of a new record before it is over, so that its alerts stand from that day on.

    It reads what is on record by now; what comes later that day is read with the next one. None where a day was
    watched before, or no milestone is on record.
    """
    newest = Recording.objects.order_by("-serial").first()
    if newest is None or WatchedDay.objects.exists() or not Milestone.objects.exists():
        return None
    return watch_day(today, at=AsOf(today, newest.moment, newest.serial))


def watch_day(day: date, *, at: AsOf | None = None, say: Say = lambda percent, saying: None) -> WatchedDay:
    """Read and record one day, as known by its end or `at`; its row when it was watched before.

    All of it is written, or nothing. It is read before the write lock is taken: what was on record by a serial never
    changes, and the days come in order.
    """
    at = at or Recording.objects.as_of(day, end_of_day(day))
    say(0, f"reading the milestones of {day}")
    read, changes = changes_on(at)
    say(70, f"recording {len(changes):,} changes of {day}")
    with open_recording(by_name=WATCH, why=f"milestones watched on {day}", channel=Channel.JOB) as recording:
        before = WatchedDay.objects.filter(counts_from=day).first()
        if before is None:
            write(changes, day, recording)
            watched = WatchedDay(
                effective_on=PartialDate.of(day), read_serial=at.serial, milestones=read, changes=len(changes)
            )
            return facts.record(watched, recording=recording)
    return before


def changes_on(at: AsOf) -> tuple[int, list[Change]]:
    """How many milestones were on record at `at`, and those whose health was another the day before.

    Four questions to the database, however many milestones there are.
    """
    known = Milestone.objects.known(at).order_by("pk").values_list("pk", flat=True)
    recorded = HealthChange.objects.filter(counts_from__lt=at.as_of).order_by("counts_from", "pk")
    before = dict(recorded.values_list("milestone_id", "health"))
    stated = MilestoneForecast.objects.statements(at)
    changes, read = [], 0
    for milestone in known:
        reading: Reading = health_of(stated.get(milestone, ()), at.as_of)
        read += 1
        earlier = before.get(milestone, "")
        if reading.health != earlier:
            changes.append((milestone, str(reading.health), earlier, reading.reason, reading.slip_days))
    return read, changes


def write(changes: list[Change], day: date, recording: Recording) -> None:
    """Add the changes with one statement for all. The database's triggers and constraints see each row."""
    names, places = ", ".join(f'"{name}"' for name in COLUMNS), ", ".join(["%s"] * len(COLUMNS))
    written = (
        (milestone, health, before, reason[:400], slip, day.isoformat(), day, "", recording.pk)
        for milestone, health, before, reason, slip in changes
    )
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{HealthChange._meta.db_table}" ({names}) VALUES ({places})', list(written))


def last_day_over(now: datetime) -> date:
    """The newest day that has ended in New York."""
    return localdate(now) - timedelta(days=1)


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    day = last_day_over(now).isoformat()
    return day, {"day": day}


def work(progress: jobs.Progress, *, day: str) -> str:
    """The job: its outcome in words."""
    watched = watch(date.fromisoformat(day), say=progress.say)
    if not watched:
        return "Every day up to then was watched before."
    changes = sum(one.changes for one in watched)
    days, read = counted(len(watched), "day"), counted(watched[-1].milestones, "milestone")
    return f"Watched {days}: {read}, {counted(changes, 'change')} of health."


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


KIND = jobs.Kind(name="watch", label="Watch the milestones", work=work, period_for=period_for)
