"""Kinds of jobs that only a test has: one that sleeps, one that does not hear that its time is up, one that fails once.

A worker loads them with `--include tests.journeys.odd_kinds`.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError

from record import tasks
from record.services import jobs

tasks.TO_STOP = timedelta(seconds=2)
jobs.FIRST_PAUSE = timedelta(seconds=1)


def sleep(progress: jobs.Progress) -> str:
    time.sleep(300)
    return "slept"


def sleep_on(progress: jobs.Progress) -> str:
    for _ in range(300):
        try:
            time.sleep(1)
        except Exception:
            continue
    return "slept"


def fail_once(progress: jobs.Progress) -> str:
    if progress.job.attempts == 1:
        raise OperationalError("the database is away")
    return f"done at attempt {progress.job.attempts}"


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    raise LookupError("Asked for by the test alone.")


for name, work in (("sleeps", sleep), ("deaf", sleep_on), ("fails-once", fail_once)):
    jobs.register(jobs.Kind(name=name, label=name, work=work, period_for=period_for, limit=timedelta(seconds=3)))
