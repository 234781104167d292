"""The databases in which tests begin: an empty one, the cast, the cast with the reference data or with something of
every kind, the public record.

Each is made once in a session, when a test first asks for it, as a copy of the empty one. A test rolls back what it
writes, so that the next one finds it as it was.
"""

import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from portfolio.public_record.load import load_public_record
from projects.reference.load import load_reference
from record.models import Recording
from tests.cast import Cast, make_cast
from tests.journeys.ways_book import make_ways_book

LOADED_ON = date(2026, 11, 24)
"""The day on which the tests load the public record."""


JUNE = "2026_06"
"""The folder of the edition on which most tests of the public record rest."""


def load_record() -> Recording:
    """The recording of the edition of June; the reference data come first."""
    load_reference(say=lambda *said: None)
    (recording,) = load_public_record(say=lambda *said: None, today=LOADED_ON, until=JUNE)
    return recording


def load_editions() -> list[Recording]:
    """The recordings of all editions, in their order; the reference data come first."""
    load_reference(say=lambda *said: None)
    return load_public_record(say=lambda *said: None, today=LOADED_ON)


def load_cast_and_reference() -> Cast:
    """The cast, with the reference data recorded after it."""
    cast = make_cast()
    load_reference(say=lambda *said: None)
    return cast


BOOKS: dict[str, Callable[[], Any]] = {
    "public_record": load_record,
    "editions": load_editions,
    "reference": load_cast_and_reference,
    "ways_book": make_ways_book,
    "cast": make_cast,
}
"""What is written into each, by the fixture that asks for it; a test that asks for both has the first of them."""


def book_of(item: pytest.Item) -> str:
    """The book in which a test begins: empty where it is marked so, and for one that commits: that one is flushed."""
    names = item.fixturenames
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in names or bool(marker and marker.kwargs.get("transaction"))
    if commits or item.get_closest_marker("empty_book"):
        return ""
    return next((name for name in BOOKS if name in names), "")


class Books:
    """The databases of this session, and which of them is open."""

    def __init__(self) -> None:
        self.open_one = ""
        self.names = {"": connection.settings_dict["NAME"]}
        self.written: dict[str, bytes] = {}

    def open(self, book: str) -> None:
        """Connect to `book`. Raises RuntimeError while a fixture of the module holds a transaction in another one."""
        if book == self.open_one:
            return
        if connection.in_atomic_block:
            raise RuntimeError(f"A fixture of this module writes in the book {self.open_one!r}, not in {book!r}.")
        if book not in self.names:
            self._connect("")
            connection.creation.clone_test_db(suffix=book, verbosity=0)
            self.names[book] = connection.creation.get_test_db_clone_settings(book)["NAME"]
            self._connect(book)
            self.written[book] = pickle.dumps(BOOKS[book]())
        self._connect(book)

    def what_was_written(self, book: str) -> Any:
        """What the writing of `book` gave, anew for each who asks; None when another book is open."""
        return pickle.loads(self.written[book]) if book == self.open_one else None

    def remove(self) -> None:
        self._connect("")
        for book in self.written:
            connection.creation.destroy_test_db(suffix=book, verbosity=0)

    def _connect(self, book: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.names[book]
        self.open_one = book
