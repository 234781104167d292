"""The weekly letter to officers and managers: what needs somebody, and which money waits."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import OperationalError
from django.template.loader import render_to_string
from django.utils import timezone

from portfolio.models import Assignment, Digest
from portfolio.reports.alerts import alerts_at
from portfolio.reports.digest import DigestContent, content
from portfolio.reports.tranches_at import tranches_at
from portfolio.services.rights import MANAGER, OFFICER
from projects.calculations.as_of import AsOf
from projects.models import Recording
from projects.services import jobs


def send_digests(at: AsOf, *, week: date, progress: jobs.Progress | None = None) -> str:
    """Send this week's letter to each reader who has not had it and for whom something changed; how many, in words.

    Twice in a week sends nothing more; a letter that says what the one before said is not sent.
    """
    alerts, tranches = alerts_at(at), tranches_at(at)
    sent = unchanged = 0
    readers = list(readers_of_digests().exclude(digests__week=week))
    for number, reader in enumerate(readers):
        if progress:
            progress.say(number * 100 // len(readers), f"writing to {reader}")
        letter = content(at, alerts, tranches, programs=programs_of(reader), username=reader.username)
        was_sent = is_news(letter, reader)
        if was_sent:
            message_to(reader, letter, week=week).send()
        Digest.objects.create(
            reader=reader, week=week, read_serial=at.serial, content_hash=letter.content_hash, was_sent=was_sent,
            at=timezone.now(),
        )  # fmt: skip
        sent, unchanged = sent + was_sent, unchanged + (not was_sent)
    return f"{sent} letters sent; nothing had changed for {unchanged} readers."


def readers_of_digests() -> Any:
    """Officers and managers who are active and have an address, by name."""
    groups = User.objects.filter(groups__name__in=(OFFICER, MANAGER), is_active=True)
    return groups.exclude(email="").distinct().order_by("username")


def programs_of(reader: User) -> set[tuple[str, str]] | None:
    """What an officer is assigned, as (agency, program), "" for the whole agency; None for a manager, who reads all."""
    if reader.groups.filter(name=MANAGER).exists():
        return None
    assigned = Assignment.objects.filter(officer=reader).select_related("agency", "program")
    return {(one.agency.code, one.program.code if one.program else "") for one in assigned}


def is_news(letter: DigestContent, reader: User) -> bool:
    """True when it says something else than the last letter that was sent; a first one must say something at all."""
    last = Digest.objects.filter(reader=reader, was_sent=True).order_by("-week").first()
    if last is None:
        return bool(letter.alerts or letter.tranches)
    return last.content_hash != letter.content_hash


def message_to(reader: User, letter: DigestContent, *, week: date) -> EmailMultiAlternatives:
    """The letter in plain text, with the same in HTML."""
    context = {"reader": reader, "letter": letter, "week": week, "address": settings.SITE_ADDRESS}
    count = len(letter.alerts)
    message = EmailMultiAlternatives(
        f"Lodebook: {count} open alert{'' if count == 1 else 's'}, week of {week}",
        render_to_string("portfolio/letters/digest.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [reader.email],
    )
    message.attach_alternative(render_to_string("portfolio/letters/digest.html", context), "text/html")
    return message


def occasion(now: datetime) -> tuple[str, dict[str, Any]]:
    today = timezone.localdate(now)
    monday = (today - timedelta(days=today.weekday())).isoformat()
    return monday, {"week": monday}


def work(progress: jobs.Progress, *, week: str) -> str:
    """The job: its outcome in words."""
    now = progress.clock()
    at = Recording.objects.as_of(timezone.localdate(now), now)
    return send_digests(at, week=date.fromisoformat(week), progress=progress)


KIND = jobs.Kind(
    name="digest", label="Send the weekly digest", work=work, occasion=occasion, retried=(OperationalError, OSError)
)
