"""What was answered: its bytes, their hash, and the values in it, asked for by name."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar
from urllib.parse import urlsplit

from .addresses import short
from .stopped import FeedStopped

T = TypeVar("T")
# The same answers give the same bytes: a file in a zip has no later day than this.
SAME_DAY = (1980, 1, 1, 0, 0, 0)
KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a whole number"}
Amount = (Decimal, int)


@dataclass(frozen=True)
class Answer:
    """One answer: where it was asked for, the question where there was one, and its bytes. `about`: of what it is."""

    address: str
    question: bytes
    content: bytes
    about: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or self.address

    @cached_property
    def json(self) -> dict[str, Any]:
        """The object in it; numbers with a point are exact decimals. Raises FeedStopped for anything else."""
        try:
            found = json.loads(self.content, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise FeedStopped(f"The answer of {self.host} is no JSON, or is cut. Nothing was read.") from error
        if not isinstance(found, dict):
            raise FeedStopped(f"{self.host} answers in another shape: it is no object. Nothing was read.")
        return found


def member(of: dict[str, Any], name: str, kind: type[T], *, where: str) -> T:
    """A value that the published shape has. Raises FeedStopped where it is absent or of another kind."""
    if not isinstance(of, dict):
        raise FeedStopped(f'{where} answers in another shape: what has "{name}" is no object. Nothing was read.')
    value = of.get(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        what = f'"{name}" is not {KINDS.get(kind, "what it was")}' if name in of else f'there is no "{name}"'
        raise FeedStopped(f"{where} answers in another shape: {what}. Nothing was read.")
    return value


def optional(of: dict[str, Any], name: str, kind: type[T], *, where: str) -> T | None:
    """The same of a value that may be null. It must be named."""
    if name in of and of[name] is None:
        return None
    return member(of, name, kind, where=where)


def amount(of: dict[str, Any], name: str, *, where: str) -> Decimal | None:
    """Dollars that may be null, exact. Raises FeedStopped for anything but a number."""
    value = of.get(name)
    if name in of and value is None:
        return None
    if name not in of or isinstance(value, bool) or not isinstance(value, Amount):
        what = f'"{name}" is no number' if name in of else f'there is no "{name}"'
        raise FeedStopped(f"{where} answers in another shape: {what}. Nothing was read.")
    return Decimal(value)


def day(text: str, *, what: str, where: str) -> date:
    """The day at the beginning of a day or a moment. Raises FeedStopped."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise FeedStopped(f'{where} answers in another shape: "{what}" is no day. Nothing was read.') from error


def bundle(answers: Sequence[Answer]) -> bytes:
    """The answers as one file: alone as it came, several in a zip whose bytes are the same for the same answers."""
    if len(answers) == 1:
        return answers[0].content
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        for number, answer in enumerate(answers, start=1):
            asked = f"{short(answer.address)}\n{answer.about}\n".encode() + answer.question
            for name, content in ((f"{number:04d}-question.txt", asked), (f"{number:04d}-answer", answer.content)):
                packed.writestr(zipfile.ZipInfo(name, SAME_DAY), content)
    return kept.getvalue()


def fingerprint(answers: Sequence[Answer]) -> str:
    """SHA-256 of the file that `bundle` makes, in hexadecimal."""
    return sha256(bundle(answers)).hexdigest()


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")
