"""The weekly letter to officers and managers: what is to be decided, what needs somebody, what falls due.

The briefing goes with it as a PDF.
"""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from portfolio.documents.sheets import pdf_at
from portfolio.models import Assignment, LetterKind
from portfolio.notifications.digest_content import DigestContent, content
from portfolio.pages.sheet_scope import WHOLE
from portfolio.positions.calendar import CalendarBook, calendar_at
from portfolio.positions.decisions_due import decisions_due_at
from portfolio.positions.tranche_state import tranches_at
from portfolio.reports.alerts import alerts_at
from portfolio.services.rights import MANAGER, OFFICER
from record.calculations.as_of import AsOf
from record.models import Account, Recording
from record.services import jobs

from . import delivery


def send_digests(at: AsOf, *, week: date, progress: jobs.Progress | None = None) -> str:
    """Send this week's letter to each reader who has not had it and for whom something changed; how many, in words.

    Twice in a week sends nothing more; a letter that says what the one before said is not sent.
    """
    alerts, tranches, book = alerts_at(at), tranches_at(at), CalendarBook.read(at)
    decisions, dates = decisions_due_at(at, book=book), calendar_at(at, book=book)
    briefing = cache(lambda: pdf_at(at, WHOLE, settings.SITE_ADDRESS))

    def write(reader: Account) -> delivery.Letter:
        described = content(
            at, alerts, tranches, decisions, dates, programs=programs_of(reader), username=reader.username
        )
        if not is_news(described, reader):
            return delivery.Letter(described.content_hash, None)
        letter = message_to(reader, described, week=week)
        letter.attach(f"briefing_{at.as_of}_r{at.serial}.pdf", briefing(), "application/pdf")
        return delivery.Letter(described.content_hash, letter)

    sent, unchanged = delivery.send_all(
        LetterKind.WEEK, delivery.readers((OFFICER, MANAGER)), write, day=week, read_serial=at.serial, progress=progress
    )
    return f"{sent} letters sent; nothing had changed for {unchanged} readers."


def programs_of(reader: Account) -> set[tuple[str, str]] | None:
    """What an officer is assigned, as (agency, program), "" for the whole agency; None for a manager, who reads all."""
    if reader.groups.filter(name=MANAGER).exists():
        return None
    assigned = Assignment.objects.filter(officer=reader).select_related("agency", "program")
    return {(one.agency.code, one.program.code if one.program else "") for one in assigned}


def is_news(letter: DigestContent, reader: Account) -> bool:
    """True when it says something else than the last letter that was sent; a first one must say something at all."""
    last = delivery.last_sent(LetterKind.WEEK, reader)
    if last is None:
        return letter.says_something
    return last.content_hash != letter.content_hash


def message_to(reader: Account, letter: DigestContent, *, week: date) -> Any:
    """The letter in plain text, with the same in HTML."""
    count, due = len(letter.alerts), len(letter.decisions)
    decisions = f"{due} decision{'' if due == 1 else 's'} due, " if due else ""
    subject = f"Lodebook: {decisions}{count} open alert{'' if count == 1 else 's'}, week of {week}"
    return delivery.message("digest", subject, reader, {"letter": letter, "week": week})


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    today = timezone.localdate(now)
    monday = (today - timedelta(days=today.weekday())).isoformat()
    return monday, {"week": monday}


def work(progress: jobs.Progress, *, week: str) -> str:
    """The job: its outcome in words."""
    now = progress.clock()
    at = Recording.objects.as_of(timezone.localdate(now), now)
    return send_digests(at, week=date.fromisoformat(week), progress=progress)


KIND = jobs.Kind(
    name="digest", label="Send the weekly digest", work=work, period_for=period_for, retried=(OperationalError, OSError)
)
