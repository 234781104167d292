"""A workbook too long to be written while somebody waits: asked for, written by a worker, kept for a week."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from json import dumps
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils.timezone import localdate

from portfolio.exports import xlsx
from portfolio.exports.answer_cache import Question
from portfolio.forms import ReportForm
from portfolio.reports import REPORTS
from portfolio.reports.base import Line, Lines, Report
from portfolio.tasks import EXPIRE_FILES
from projects.services.watch import counted
from record.models import Job
from record.models.jobs import JobState
from record.services import jobs

NAME = "large-file"
AT_ONCE = 50_000
"""Rows of a workbook that are written while the reader waits."""
KEPT = timedelta(days=7)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEP = 10_000


class TooLong(Exception):
    """The workbook has more rows than are written at once: how many."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"{rows:,} rows")
        self.rows = rows


def write_at_once(report: Report, file: Any) -> None:
    """Write a workbook of a report. Raises TooLong for more rows than AT_ONCE, and what `xlsx.write` raises."""
    rows = len(report.lines)
    if AT_ONCE < rows <= xlsx.MOST_ROWS:
        raise TooLong(rows)
    xlsx.write(report, file)


def storage() -> Storage:
    """Where they are kept: with the attached files, outside of every folder that is served."""
    return storages["attachments"]


def path_of(job: Job) -> str:
    return f"large_files/{job.pk}.xlsx"


def arguments_of(asked: Question) -> dict[str, Any]:
    """The question as a job keeps it."""
    filters = {name: str(value) for name, value in asked.filters.asked().items()}
    at = asked.at
    return {"report": asked.definition.name, "as_of": at.as_of.isoformat(), "serial": at.serial, "filters": filters}


def key_of(asked: Question) -> str:
    """The report, its day and recording, and what tells its filters from others."""
    arguments = arguments_of(asked)
    narrowed = sha256(dumps(arguments["filters"], sort_keys=True).encode()).hexdigest()[:12]
    return f"{arguments['report']} {arguments['as_of']} recording {arguments['serial']} {narrowed}"


def found(asked: Question) -> Job | None:
    """The job of a question; None where nobody asked for it, or its file is gone."""
    job = Job.objects.filter(kind=NAME, key=key_of(asked)).first()
    return None if job is None or (job.state == JobState.SUCCEEDED and not is_ready(job)) else job


def ask(asked: Question, *, now: datetime) -> Job:
    """The job of a question: one under way or whose file stands is the same, one that failed or is gone runs again."""
    key, job = key_of(asked), Job.objects.filter(kind=NAME, key=key_of(asked)).first()
    again = job is not None and not is_ready(job)
    return jobs.ask(NAME, key=key, arguments=arguments_of(asked), now=now, again=again)


def is_ready(job: Job) -> bool:
    """True while its file can be saved."""
    return job.state == JobState.SUCCEEDED and storage().exists(path_of(job))


def gone_on(job: Job) -> datetime | None:
    """When its file goes; None before it is written."""
    return job.finished_at and job.finished_at + KEPT


def question_of(job: Job) -> str:
    """The question of a job, as an address asks it."""
    told = job.arguments
    return urlencode({"as_of": told["as_of"], "serial": told["serial"], **told["filters"]})


def form_of(job: Job) -> ReportForm:
    """The question of a job, as a form that was valid."""
    told = job.arguments
    asked = {"as_of": told["as_of"], "serial": told["serial"], **told["filters"]}
    form = ReportForm(REPORTS[told["report"]], asked)
    form.full_clean()
    return form


class Told:
    """The lines of an answer, which say how far they are."""

    def __init__(self, lines: Lines, progress: jobs.Progress) -> None:
        self.lines, self.progress = lines, progress

    def __getitem__(self, part: slice) -> Sequence[Line]:
        return self.lines[part]

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Line]:
        rows = len(self.lines)
        for number, line in enumerate(self.lines):
            if number % STEP == 0:
                self.progress.say(100 * number // rows, f"row {number:,} of {rows:,}")
            yield line


def work(progress: jobs.Progress, *, report: str, as_of: str, serial: int, filters: dict[str, str]) -> str:
    """Write the workbook and keep it for a week; how many rows it has, in words."""
    form = form_of(progress.job)
    answer = REPORTS[report].report(at=form.at(), filters=form.filters())
    rows = len(answer.lines)
    answer = replace(answer, lines=Told(answer.lines, progress))
    with TemporaryFile() as out:
        xlsx.write(answer, out)
        out.seek(0)
        progress.confirm()
        storage().delete(path_of(progress.job))
        storage().save(path_of(progress.job), File(out))
    return f"{rows:,} rows of {report} as of {date.fromisoformat(as_of)}, recording {serial}."


def expire(*, now: datetime) -> int:
    """Delete the files whose week is over; how many."""
    over = Job.objects.filter(kind=NAME, state=JobState.SUCCEEDED, finished_at__lt=now - KEPT)
    gone = [path for path in map(path_of, over) if storage().exists(path)]
    for path in gone:
        storage().delete(path)
    return len(gone)


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    return localdate(now).isoformat(), {}


def work_off(progress: jobs.Progress) -> str:
    """The nightly job: what it deleted, in words."""
    return f"{counted(expire(now=progress.clock()), 'file')} deleted."


KIND = jobs.Kind(name=NAME, label="Large workbook", work=work, limit=timedelta(hours=2), is_one_of_many=True)
EXPIRING = jobs.Kind(name=EXPIRE_FILES, label="Delete workbooks after a week", work=work_off, period_for=period_for)
