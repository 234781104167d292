"""How a letter goes out: once to each reader for its week or day, however often its job runs and wherever it dies."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from portfolio.models import Digest, LetterKind
from record.models import Account
from record.services import jobs
from record.services.recordings import confirm_run


@dataclass(frozen=True, slots=True)
class Letter:
    """What there is for one reader. Without a message it is only kept that there was no news."""

    content_hash: str
    message: EmailMultiAlternatives | None


def readers(groups: Collection[str]) -> Any:
    """Who is active, has an address and is in one of the groups, by name."""
    found = Account.objects.filter(groups__name__in=groups, is_active=True).exclude(email="")
    return found.distinct().order_by("username")


def send_all(
    kind: LetterKind,
    to: Any,
    write: Callable[[Account], Letter | None],
    *,
    day: date,
    read_serial: int,
    progress: jobs.Progress | None = None,
) -> tuple[int, int]:
    """Send what `write` has for each reader who has not had that letter for `day`: how many went, how many had no news.

    One address that is refused keeps no other reader from the letter; its error is raised at the end, so that the job
    is tried again.
    """
    sent = unchanged = 0
    refused: OSError | None = None
    waiting = list(to.exclude(pk__in=Digest.objects.filter(kind=kind, day=day).values("reader")))
    for number, reader in enumerate(waiting):
        if progress:
            progress.say(number * 100 // len(waiting), f"writing to {reader}")
        letter = write(reader)
        if letter is None:
            continue
        try:
            went = send_once(kind, reader, letter, day=day, read_serial=read_serial)
        except OSError as error:
            refused = error
            continue
        sent, unchanged = sent + went, unchanged + (letter.message is None)
    if refused:
        raise refused
    return sent, unchanged


def send_once(kind: LetterKind, reader: Account, letter: Letter, *, day: date, read_serial: int) -> bool:
    """True when it was sent now. Raises OSError when the mail server takes it not, and then it may be sent again.

    It is kept before it is sent: a worker that dies in between sends nothing twice, and since it is not kept as sent,
    the next letter tells the same.
    """
    with transaction.atomic():
        kept, is_first = Digest.objects.get_or_create(
            kind=kind,
            reader=reader,
            day=day,
            defaults={
                "read_serial": read_serial,
                "content_hash": letter.content_hash,
                "was_sent": False,
                "at": timezone.now(),
            },
        )
        confirm_run()
    if not is_first or letter.message is None:
        return False
    try:
        letter.message.send()
    except Exception:
        kept.delete()
        raise
    kept.was_sent = True
    kept.save(update_fields=["was_sent"])
    return True


def last_sent(kind: LetterKind, reader: Account) -> Digest | None:
    """The reader's newest letter of that kind that went out."""
    return Digest.objects.filter(kind=kind, reader=reader, was_sent=True).order_by("-day").first()


def message(name: str, subject: str, reader: Account, context: dict[str, Any]) -> EmailMultiAlternatives:
    """A letter in plain text, with the same in HTML: the two templates of that name."""
    described = {**context, "reader": reader, "address": settings.SITE_ADDRESS}
    made = EmailMultiAlternatives(
        subject,
        render_to_string(f"portfolio/letters/{name}.txt", described),
        settings.DEFAULT_FROM_EMAIL,
        [reader.email],
    )
    made.attach_alternative(render_to_string(f"portfolio/letters/{name}.html", described), "text/html")
    return made
