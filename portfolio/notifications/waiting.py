"""The daily letter: to officers the proposals that wait for them, those of theirs that came back, and the questions
asked of them; to who asked, the answers; to whoever is named in a comment, what it says.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from portfolio.models import LetterKind, OfficerAnswer
from portfolio.positions.absences import absences_at, for_desk
from portfolio.positions.assigned import of_programs
from portfolio.positions.questions import open_for
from projects.services.watch import counted
from record.calculations.as_of import AsOf
from record.calculations.hash_chain import fingerprint
from record.models import Account, Comment, Decision, Outcome, Recording
from record.roles import OFFICER, ROLES, roles_of
from record.services import approvals, comments, jobs

from . import delivery

CAME_BACK = (Outcome.RETURNED, Outcome.LAPSED)
# Who had no letter for long is told of what came back in the last days, and not of what is long settled.
LONGEST_AGO = timedelta(days=7)


def send_letters(now: datetime, *, day: date, progress: jobs.Progress | None = None) -> str:
    """Send the day's letter to each reader for whom something waits, came back or was said; how many, in words.

    Twice for a day sends nothing more to whom it went; where nothing waits, nothing is sent or kept.
    """
    serial = Recording.objects.last_serial(now)
    at = AsOf(day, now, serial)
    away = absences_at(at)

    def write(reader: Account) -> delivery.Letter | None:
        if reader.pk in away:
            return None
        waiting = for_desk(reader, approvals.waiting_for(reader), at)
        returned = list(came_back(reader, now=now, serial=serial))
        is_officer = OFFICER in roles_of(reader)
        asked = open_for(of_programs(reader), at) if is_officer else []
        answered = list(answers_to(reader, now=now, serial=serial))
        said = naming(reader, now=now, serial=serial)
        if not any((waiting, returned, asked, answered, said)):
            return None
        listed = ([*waiting], [*returned], [one.question for one in asked], [*answered], said)
        stated = fingerprint([[one.pk for one in rows] for rows in listed])
        described = {"day": day, "waiting": waiting, "returned": returned, "asked": asked, "answered": answered}
        described["said"] = said
        return delivery.Letter(stated, delivery.message("waiting", subject(described), reader, described))

    readers = delivery.readers(ROLES)
    sent, _ = delivery.send_all(LetterKind.DAY, readers, write, day=day, read_serial=serial, progress=progress)
    return f"{counted(sent, 'letter')} sent."


def came_back(reader: Account, *, now: datetime, serial: int) -> QuerySet[Decision]:
    """What was returned or lapsed of the reader's own since the last letter that told of it, oldest first."""
    mine = Decision.objects.filter(proposed_by=reader, outcome__in=CAME_BACK)
    since = mine.filter(**untold(reader, now=now, serial=serial))
    return since.select_related("proposal", "recording").order_by("pk")


def answers_to(reader: Account, *, now: datetime, serial: int) -> QuerySet[OfficerAnswer]:
    """What was answered to the reader since the last letter that told of it, oldest first."""
    since = OfficerAnswer.objects.filter(question__asked_by=reader, **untold(reader, now=now, serial=serial))
    about = ("question__investment", "question__project", "question__milestone", "recording")
    return since.select_related(*about).order_by("pk")


def naming(reader: Account, *, now: datetime, serial: int) -> list[Comment]:
    """The comments of others that name the reader with an @, since the last letter that told of them, oldest first."""
    since = Comment.objects.filter(note__contains="@", **untold(reader, now=now, serial=serial))
    found = since.exclude(said_by=reader).select_related("said_by", "recording").order_by("pk")
    return [one for one in found if comments.names(one.note, reader)]


def untold(reader: Account, *, now: datetime, serial: int) -> dict[str, Any]:
    """What a filter asks of facts that no letter has told the reader of yet; what is long settled is left out."""
    last = delivery.last_sent(LetterKind.DAY, reader)
    return {
        "recording__gt": last.read_serial if last else 0,
        "recording__lte": serial,
        "recording__moment__gt": now - LONGEST_AGO,
    }


def subject(described: dict[str, Any]) -> str:
    waits, back = len(described["waiting"]), len(described["returned"])
    stated = [f"{counted(waits, 'proposal')} {'waits' if waits == 1 else 'wait'} for you"] if waits else []
    stated += [f"{counted(back, 'proposal')} of yours came back"] if back else []
    asked, answered = len(described["asked"]), len(described["answered"])
    stated += [f"{counted(asked, 'question')} {'waits' if asked == 1 else 'wait'} for you"] if asked else []
    stated += [f"{counted(answered, 'answer')} to you"] if answered else []
    said = len(described["said"])
    stated += [f"{counted(said, 'comment')} {'names' if said == 1 else 'name'} you"] if said else []
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
