"""The head of the record leaves the database every night: into a file, and into a letter to the auditors."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.utils.timezone import localdate

from portfolio.models import LetterKind, RecordCheckRun
from portfolio.services import heads
from projects.services.watch import counted
from record.calculations.hash_chain import fingerprint
from record.models import Account
from record.roles import AUDITOR
from record.services import jobs

from . import delivery


def send_heads(day: date, *, progress: jobs.Progress | None = None) -> str:
    """Write down and send what the newest check came to; in words. A file gets no head of a record that is broken.

    Twice for a day sends nothing more to whom it went.
    """
    checked = RecordCheckRun.objects.newest()
    if checked is None:
        return "Nothing to send: the record was not checked yet."
    if checked.is_clean:
        heads.append(settings.HEADS_FILE, checked)
    subject = f"Lodebook: the record stands, recording {checked.head_serial}"
    if not checked.is_clean:
        subject = f"Lodebook: the record does not stand, check of {checked.day}"

    def write(reader: Account) -> delivery.Letter:
        described = {"check": checked, "day": day}
        return delivery.Letter(
            fingerprint(heads.line_of(checked)), delivery.message("head", subject, reader, described)
        )

    sent, _ = delivery.send_all(
        LetterKind.HEAD,
        delivery.readers((AUDITOR,)),
        write,
        day=day,
        read_serial=checked.head_serial,
        progress=progress,
    )
    return f"{counted(sent, 'letter')} sent; the head is that of recording {checked.head_serial}."


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    day = localdate(now).isoformat()
    return day, {"day": day}


def work(progress: jobs.Progress, *, day: str) -> str:
    """The job: its outcome in words."""
    return send_heads(date.fromisoformat(day), progress=progress)


KIND = jobs.Kind(
    name="heads",
    label="Send the heads of the record",
    work=work,
    period_for=period_for,
    retried=(OperationalError, OSError),
)
