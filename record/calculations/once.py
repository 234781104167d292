"""Reading once for one answer: the parts of a page ask the same of one moment, and the record of a moment stays."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from .as_of import AsOf

P = ParamSpec("P")
T = TypeVar("T")
Kept = dict[Hashable, Any]

_kept: ContextVar[Kept | None] = ContextVar("read for this answer", default=None)


@contextmanager
def one_answer() -> Iterator[None]:
    """While it lasts, what a reading marked `once` found is kept for whoever asks the same again.

    An answer within an answer is a part of it, and shares what it read.
    """
    kept = _kept.get()
    with _keeping({} if kept is None else kept):
        yield


@contextmanager
def reading_anew() -> Iterator[None]:
    """While it lasts nothing is kept, and after it nothing of before: who writes changes what is on record."""
    kept = _kept.get()
    try:
        with _keeping(None):
            yield
    finally:
        if kept is not None:
            kept.clear()


def once(read: Callable[P, T]) -> Callable[P, T]:
    """A reading of the record at a moment, kept during one answer; who asks again gets the very same, and leaves it."""

    @wraps(read)
    def reading(*args: P.args, **named: P.kwargs) -> T:
        kept = _kept.get()
        if kept is None:
            return read(*args, **named)
        key = (read, *map(_hashable, args), *((name, _hashable(named[name])) for name in sorted(named)))
        if key not in kept:
            kept[key] = read(*args, **named)
        found: T = kept[key]
        return found

    return reading


@contextmanager
def _keeping(kept: Kept | None) -> Iterator[None]:
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)


def _hashable(asked: object) -> Hashable:
    """What tells a question from another: of a moment its day and serial, since these say all that is on record."""
    if isinstance(asked, AsOf):
        return asked.as_of, asked.serial
    if isinstance(asked, list | set):
        return frozenset(asked)
    return asked
