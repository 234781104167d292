"""The key of the pictures of output: which mark means what, the same on the page and in a file."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a picture and what it means; `kind` is by which the template draws it."""

    kind: str
    words: str


KEY = tuple(
    Mark(kind, words)
    for kind, words in (
        ("base", "made before"),
        ("recorded", "recorded output"),
        ("middle", "middle, P50"),
        ("solid", "likely range, P10 to P90, facts only"),
        ("hatched", "likely range, P10 to P90, rests on estimates"),
        ("promised", "as promised"),
        ("forecast", "as forecast"),
    )
)


def key_of_kinds(kinds: Iterable[str]) -> list[Mark]:
    """The marks of these kinds, each once, in the order of the key."""
    drawn = set(kinds)
    return [one for one in KEY if one.kind in drawn]
