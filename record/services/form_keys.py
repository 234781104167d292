"""A form writes once: the key in it is kept with the recording that it brings, and no second recording bears it.

One that brings no recording (a file that is sent, an account, a job) is remembered by its key alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from time import sleep

from django.db import IntegrityError, transaction

from record.models import Recording, SentForm

FIELD = "form_key"
BYTES = 24  # 32 letters
KEPT, LOST = timedelta(days=1), timedelta(minutes=10)
"""How long an answered form is remembered, and after which time one under way is taken for lost."""
WAITED, STEP = 20.0, 0.1
"""Seconds that a second sending waits for the first to be answered, and between two looks."""


class SentBefore(Exception):
    """The form was sent before; `recording` is what it wrote then."""

    def __init__(self, recording: Recording) -> None:
        super().__init__(f"This form was sent before. {recording} holds what it wrote; nothing was written now.")
        self.recording = recording


class AnsweredBefore(Exception):
    """The form was sent before and brought no recording; `location` is where its answer led, empty: still under way."""

    def __init__(self, location: str) -> None:
        said = "This form was sent before" if location else "This form was sent before and is still being answered"
        super().__init__(f"{said}; nothing was done a second time.")
        self.location = location


@dataclass(slots=True)
class FormKey:
    """The key of the form that is answered now. Its first recording that is kept bears it, further ones none."""

    key: str
    is_spent: bool = False


_answered: ContextVar[FormKey | None] = ContextVar("form that is answered", default=None)


def new_key() -> str:
    """A key for one form on one page."""
    return token_urlsafe(BYTES)


@contextmanager
def answering(key: str) -> Iterator[None]:
    """While the form with that key is answered; an empty key is no key."""
    before = _answered.set(FormKey(key) if key else None)
    try:
        yield
    finally:
        _answered.reset(before)


def require_unsent(key: str) -> None:
    """Raises SentBefore when a recording bears the key."""
    if key and (found := Recording.objects.filter(form_key=key).first()):
        raise SentBefore(found)


def begin(key: str, *, now: datetime) -> None:
    """Keep that the form with this key is under way.

    Raises SentBefore or AnsweredBefore when it was sent before. A first sending that is under way is waited for.
    Raises OperationalError when somebody else writes for longer than the database waits.
    """
    for _ in range(int(WAITED / STEP)):
        require_unsent(key)
        SentForm.objects.filter(sent_at__lt=now - KEPT).delete()
        SentForm.objects.filter(key=key, location="", sent_at__lt=now - LOST).delete()
        try:
            with transaction.atomic():
                SentForm.objects.create(key=key, sent_at=now)
        except IntegrityError:
            before = SentForm.objects.filter(key=key).first()
        else:
            # The first may have been answered, and its row removed, since the look above: now nothing else can begin.
            try:
                require_unsent(key)
            except SentBefore:
                SentForm.objects.filter(key=key).delete()
                raise
            return
        if before is not None and before.location:
            raise AnsweredBefore(before.location)
        sleep(STEP)
    raise AnsweredBefore("")


def end(key: str, *, location: str) -> None:
    """Keep where the answer led. One that was refused, or that brought a recording, leaves nothing behind."""
    sent = SentForm.objects.filter(key=key)
    if location and not Recording.objects.filter(form_key=key).exists():
        sent.update(location=location)
    else:
        sent.delete()


def claim() -> str:
    """The key for a recording that is opened now, under the write lock; empty where no form brings it.

    Raises SentBefore when the same form brought one before.
    """
    form = _answered.get()
    if form is None or form.is_spent:
        return ""
    require_unsent(form.key)
    return form.key


def spend() -> None:
    """The recording that was opened is complete: what else the form writes bears no key."""
    form = _answered.get()
    if form is not None:
        form.is_spent = True
