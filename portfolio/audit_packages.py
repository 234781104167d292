"""The audit package as a job: asked for on the page of the reports, written by a worker, saved there."""

from datetime import date, datetime, timedelta
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import Storage, storages

from portfolio.exports import audit_package
from portfolio.reports import REPORTS
from portfolio.services import capacity
from record.calculations.as_of import AsOf
from record.models import Job, Recording
from record.models.jobs import JobState
from record.services import jobs

NAME = "audit_package"
SHOWN = 5


def storage() -> Storage:
    """Where packages are kept: with the attached files, outside of every folder that is served."""
    return storages["attachments"]


def name_of(job: Job) -> str:
    """The file's name, as it is saved."""
    return f"audit-package-{job.arguments['as_of']}-recording-{job.arguments['serial']}.zip"


def path_of(job: Job) -> str:
    return f"audit_packages/{name_of(job)}"


def ask(at: AsOf, *, now: datetime) -> Job:
    """The job of the package at `at`; one that was written stands, one that failed or is gone is written again."""
    arguments = {"as_of": at.as_of.isoformat(), "serial": at.serial}
    key = f"{arguments['as_of']} at recording {at.serial}"
    found = Job.objects.filter(kind=NAME, key=key).first()
    return jobs.ask(NAME, key=key, arguments=arguments, now=now, again=found is not None and not is_ready(found))


def is_ready(job: Job) -> bool:
    """True once it can be saved."""
    return job.state == JobState.SUCCEEDED and storage().exists(path_of(job))


def newest() -> list[Job]:
    """The packages that were asked for last."""
    return list(Job.objects.filter(kind=NAME).order_by("-queued_at", "-pk")[:SHOWN])


def work(progress: jobs.Progress, *, as_of: str, serial: int) -> str:
    """Write the package and keep it; what is in it, in words, and what is not as it was recorded."""
    at = Recording.objects.as_of(date.fromisoformat(as_of), progress.clock(), serial)
    progress.say(0, "projecting what is asked")
    capacity.stand_at(at)
    progress.say(10, f"writing {len(REPORTS):,} reports")
    with TemporaryFile() as out:
        package = audit_package.write(out, REPORTS.values(), at=at)
        out.seek(0)
        progress.confirm()
        path = path_of(progress.job)
        storage().delete(path)
        storage().save(path, File(out))
    return " ".join([f"{len(package.parts):,} parts at recording {serial}.", *package.problems])


KIND = jobs.Kind(name=NAME, label="Audit package", work=work, limit=timedelta(hours=2))
