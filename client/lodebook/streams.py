"""Reads an answer as it arrives: what is told of it first, then its rows, some thousands at a time.

So the answer of a million rows is never in memory as text, nor as a million dictionaries: they become Arrow arrays.
"""

import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from .frames import Row

ROWS = '"rows":['
"""The last member of a report. No text holds it: quotes in texts of JSON are escaped."""
PIECE = 2**20
BATCH = 10_000
DECODER = json.JSONDecoder()


class Stream(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def whole(stream: Stream) -> Any:
    """The answer at once. Raises JSONDecodeError where it is none."""
    return json.loads(stream.read())


def in_batches(stream: Stream) -> tuple[dict[str, Any], Iterator[list[Row]]]:
    """What a report tells of itself, and its rows.

    Raises JSONDecodeError for what is none, and EOFError where it ends early.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()

    def more() -> str:
        """Some of what follows; empty at the end alone."""
        while read := stream.read(PIECE):
            if text := decoder.decode(read):
                return text
        return ""

    text = ""
    while ROWS not in text:
        text += (piece := more())
        if not text.startswith("{"):
            raise json.JSONDecodeError("no object", text[:80], 0)
        if not piece:
            raise EOFError("there are no rows")
    head, _, begun = text.partition(ROWS)
    return json.loads(head.rstrip(", \n") + "}"), batches(begun, more)


def batches(text: str, more: Callable[[], str]) -> Iterator[list[Row]]:
    """The rows of an array of which `text` is the beginning and `more` gives what follows, empty at its end."""
    rows: list[Row] = []
    at = 0
    while True:
        while at < len(text) and text[at] in ", \n":
            at += 1
        if text.startswith("]", at):
            yield rows
            return
        try:
            row, at = DECODER.raw_decode(text, at)
        except json.JSONDecodeError:
            piece = more()
            if not piece:
                raise EOFError("it breaks off within its rows") from None
            text, at = text[at:] + piece, 0
            continue
        rows.append(row)
        if len(rows) == BATCH:
            yield rows
            rows = []
