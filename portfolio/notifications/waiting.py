"""The daily letter to officers: the proposals that wait for them, and those of theirs that came back."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from portfolio.models import LetterKind
from portfolio.services.rights import OFFICER
from projects.services.watch import counted
from record.calculations.hash_chain import fingerprint
from record.models import Account, Decision, Outcome, Recording
from record.services import approvals, jobs

from . import delivery

CAME_BACK = (Outcome.RETURNED, Outcome.LAPSED)
# Who had no letter for long is told of what came back in the last days, and not of what is long settled.
LONGEST_AGO = timedelta(days=7)


def send_letters(now: datetime, *, day: date, progress: jobs.Progress | None = None) -> str:
    """Send the day's letter to each officer for whom something waits or came back; how many, in words.

    Twice for a day sends nothing more to whom it went; where nothing waits, nothing is sent or kept.
    """
    serial = Recording.objects.last_serial(now)

    def write(reader: Account) -> delivery.Letter | None:
        waiting, returned = approvals.waiting_for(reader), list(came_back(reader, now=now, serial=serial))
        if not waiting and not returned:
            return None
        stated = fingerprint([[one.pk for one in waiting], [one.pk for one in returned]])
        described = {"day": day, "waiting": waiting, "returned": returned}
        return delivery.Letter(stated, delivery.message("waiting", subject(described), reader, described))

    sent, _ = delivery.send_all(
        LetterKind.DAY, delivery.readers((OFFICER,)), write, day=day, read_serial=serial, progress=progress
    )
    return f"{counted(sent, 'letter')} sent."


def came_back(reader: Account, *, now: datetime, serial: int) -> QuerySet[Decision]:
    """What was returned or lapsed of the reader's own since the last letter that told of it, oldest first."""
    last = delivery.last_sent(LetterKind.DAY, reader)
    mine = Decision.objects.filter(proposed_by=reader, outcome__in=CAME_BACK)
    since = mine.filter(
        recording__gt=last.read_serial if last else 0,
        recording__lte=serial,
        recording__moment__gt=now - LONGEST_AGO,
    )
    return since.select_related("proposal", "recording").order_by("pk")


def subject(described: dict[str, Any]) -> str:
    waits, back = len(described["waiting"]), len(described["returned"])
    stated = [f"{counted(waits, 'proposal')} {'waits' if waits == 1 else 'wait'} for you"] if waits else []
    stated += [f"{counted(back, 'proposal')} of yours came back"] if back else []
    return f"Lodebook: {', '.join(stated)}, {described['day']}"


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    day = timezone.localdate(now).isoformat()
    return day, {"day": day}


def work(progress: jobs.Progress, *, day: str) -> str:
    """The job: its outcome in words."""
    return send_letters(progress.clock(), day=date.fromisoformat(day), progress=progress)


KIND = jobs.Kind(
    name="waiting",
    label="Send the daily letter of proposals",
    work=work,
    period_for=period_for,
    retried=(OperationalError, OSError),
)
