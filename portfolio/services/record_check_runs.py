"""The nightly check of the record: one walk, and what it found is kept.

A walk is kept whole or not at all. Twice for a day changes nothing unless it finds something else: so a check that is
asked for again after a repair says that the record stands.
"""

from datetime import date, datetime
from typing import Any

from django.db import OperationalError, transaction
from django.utils.timezone import localdate

from portfolio.models import RecordCheckRun
from projects.services.watch import Say, counted
from record.services import jobs
from record.services.recordings import confirm_run, take_write_lock

from .ledger_check import LedgerCheck

MOST_TOLD = 5
LONGEST = 400  # characters of one problem: reasons of the rules are short, names in a tampered row need not be


def check(day: date, *, now: datetime, say: Say = lambda percent, saying: None) -> RecordCheckRun:
    """Walk the record as it stands now, for the job of `day`; what is kept of it."""
    say(0, "walking the record")
    found = walk(day, now=now)
    say(90, f"keeping the check of {found.entries:,} entries")
    with transaction.atomic():
        take_write_lock()
        before = RecordCheckRun.objects.newest()
        if before and before.says_the_same_as(found):
            return before
        found.save()
        confirm_run()
    return found


def walk(day: date, *, now: datetime) -> RecordCheckRun:
    """What a walk finds, not kept yet. A row that cannot even be read is a problem too; it ends the walk."""
    walked = LedgerCheck(today=localdate(now))
    count, first = 0, []
    try:
        for problem in walked.problems():
            count += 1
            if len(first) < MOST_TOLD:
                first.append(str(problem)[:LONGEST])
    except OperationalError:  # the database is away: nothing is known, and the job is tried again
        raise
    except Exception as error:
        count += 1
        broken = f"The walk broke off, so there may be more: {type(error).__name__}: {error}"
        first = [*first[: MOST_TOLD - 1], broken[:LONGEST]]
    return RecordCheckRun(
        day=day,
        at=now,
        recordings=walked.record.recordings,
        entries=walked.entries,
        head_number=walked.head_number,
        head=walked.head,
        head_serial=walked.record.to,
        head_recording=walked.record.head,
        problems=count,
        first_problems=first,
    )


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    day = localdate(now).isoformat()
    return day, {"day": day}


def work(progress: jobs.Progress, *, day: str) -> str:
    """The job: its outcome in words."""
    made = check(date.fromisoformat(day), now=progress.clock(), say=progress.say)
    walked = f"{made.recordings:,} recordings and {made.entries:,} entries walked"
    if made.is_clean:
        return f"{walked}, nothing is off; head of recording {made.head_serial} {made.head_recording}."
    return f"{walked}, {counted(made.problems, 'problem')}. {' '.join(made.first_problems)}"


KIND = jobs.Kind(name="record-check", label="Check the record", work=work, period_for=period_for)
