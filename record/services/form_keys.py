"""A form writes once: the key in it is kept with the recording that it brings, and no second recording bears it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from secrets import token_urlsafe

from record.models import Recording

FIELD = "form_key"
BYTES = 24  # 32 letters


class SentBefore(Exception):
    """The form was sent before; `recording` is what it wrote then."""

    def __init__(self, recording: Recording) -> None:
        super().__init__(f"This form was sent before. {recording} holds what it wrote; nothing was written now.")
        self.recording = recording


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
