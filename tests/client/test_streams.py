"""An answer is read as it arrives, wherever it is cut into pieces, and one that ends early is no shorter answer."""

import io
import json

import pytest

from lodebook import streams
from lodebook.streams import in_batches

TOLD = {"report": "made", "notes": ['A "rows":[ in a text', "\u20ac and \U0001faa8"], "totals": []}
ROWS = [{"text": 'a ] and a }, "rows":[', "n": place} for place in range(7)] + [{"text": "\u20ac", "n": None}]


def written(rows) -> bytes:
    told = {**TOLD, "rows": rows}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 64, 2**20])
@pytest.mark.parametrize("size", [1, 3, 8, 100])
def test_it_is_the_same_wherever_it_is_cut(monkeypatch, piece, size):
    monkeypatch.setattr(streams, "PIECE", piece)
    monkeypatch.setattr(streams, "BATCH", size)
    told, batches = in_batches(io.BytesIO(written(ROWS)))
    read = list(batches)
    assert told == TOLD
    assert [row for batch in read for row in batch] == ROWS
    assert max(map(len, read)) <= size


def test_an_answer_without_rows_has_none():
    told, batches = in_batches(io.BytesIO(written([])))
    assert (told, list(batches)) == (TOLD, [[]])


def test_one_that_ends_early_is_no_shorter_answer():
    content = written(ROWS).rstrip()
    for end in range(1, len(content) - 1):
        with pytest.raises(EOFError):
            list(in_batches(io.BytesIO(content[:end]))[1])


def test_what_is_no_object_is_no_answer():
    for content in (b"", b"<html>", b"[1]"):
        with pytest.raises(json.JSONDecodeError):
            in_batches(io.BytesIO(content))
