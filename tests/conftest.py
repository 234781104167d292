"""The book in which a test begins, who is in it, and the fixture that lifts the database's triggers around a flush."""

import gc
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import TransactionTestCase, override_settings
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from config import valkey
from config.answer_cache import answer_cache
from projects.reference.load import load_reference
from record.calculations.once import one_answer
from record.models import Account, Recording, triggers
from tests.books import Books, book_of
from tests.cast import Cast, make_cast
from tests.journeys.ways_book import make_ways_book

# A busy machine is slow, and no property is false for that.
settings.register_profile("lodebook", deadline=None)
settings.load_profile("lodebook")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Write the migrations down as run, and keep what was written (the roles), to put it back after a flush."""
    with django_db_blocker.unblock(), override_settings(MIGRATION_MODULES={}):
        for connection in connections.all():
            recorder = MigrationRecorder(connection)
            recorder.ensure_schema()
            for app, name in MigrationLoader(connection).disk_migrations.keys() - recorder.applied_migrations():
                recorder.record_applied(app, name)
            connection._test_serialized_contents = connection.creation.serialize_db_to_string()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks the database opens its book first, before any fixture begins a transaction."""
    for item in items:
        if item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames:
            item.fixturenames.insert(0, "in_its_book")


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def books(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Books]:
    books = Books()
    yield books
    with django_db_blocker.unblock():
        books.remove()


@pytest.fixture
def in_its_book(request: pytest.FixtureRequest, books: Books, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        books.open(book_of(request.node))


@pytest.fixture(scope="session", autouse=True)
def lift_triggers_around_flush() -> Iterator[None]:
    """Let a test that commits be cleaned up: triggers down, flush, what migrations had written back, triggers up.

    It is the only place where they are lifted. They stand in every test and stand again before the next.
    """
    patch = pytest.MonkeyPatch()
    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(case: TransactionTestCase) -> None:
        databases = [connections[name] for name in case._databases_names(include_mirrors=False)]
        for connection in databases:
            triggers.lower(connection)
        case.serialized_rollback = True  # nothing is made anew: the very rows of the migrations come back
        flush(case)
        for connection in databases:
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
            triggers.raise_triggers(connection)

    patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_triggers)
    yield
    patch.undo()


@pytest.fixture
def read_once() -> Iterator[None]:
    """Read the record once for all that a test asks: for one that opens many pages and writes nothing meanwhile."""
    with one_answer():
        yield


@pytest.fixture(scope="module")
def public_record(books: Books) -> Recording:
    """The recording under which the public record was loaded, in a database that has the reference data too."""
    return books.what_was_written("public_record")


@pytest.fixture(scope="module")
def editions(books: Books) -> list[Recording]:
    """The recordings of all editions of the public record, each over those before it."""
    return books.what_was_written("editions")


@pytest.fixture(scope="session")
def cache_server() -> Iterator[str]:
    """The address of a Valkey of this run's own, in a folder short enough for its socket."""
    folder = Path(tempfile.mkdtemp(prefix="lode-", dir="/tmp"))
    valkey.prepare(folder)
    server = subprocess.Popen(valkey.command(folder))
    until = time.monotonic() + 20
    while not valkey.listens(valkey.socket_path(folder)) and time.monotonic() < until:
        time.sleep(0.02)
    yield f"unix://{valkey.socket_path(folder)}?db=1"
    server.terminate()
    server.wait()
    shutil.rmtree(folder)


@pytest.fixture
def answers_kept(cache_server: str, settings: Any) -> None:
    """Switch the cache of answers on, and empty it: a test that is rolled back leaves its serials to the next one."""
    kept = {"answers": answer_cache(cache_server, redis_url="", folder=Path())}
    settings.CACHES = settings.CACHES | kept
    caches["answers"].clear()


@pytest.fixture(params=["cache off", "cache on"])
def with_and_without_cache(request: pytest.FixtureRequest) -> str:
    """Run a test of figures twice: as they are worked out, and as they are kept."""
    if request.param == "cache on":
        request.getfixturevalue("answers_kept")
    return request.param


@pytest.fixture
def record(public_record: Recording, db: None) -> Recording:
    """The same, for a test that is rolled back."""
    return public_record


@pytest.fixture
def cast(db: None, books: Books) -> Cast:
    """Five people, two projects, three deals with their terms, statuses and ledger."""
    return books.what_was_written("cast") or books.what_was_written("reference") or make_cast()


@pytest.fixture
def ways_book(db: None, books: Books) -> Cast:
    """The cast, and something of every kind that a fact may be about."""
    return books.what_was_written("ways_book") or make_ways_book()


@pytest.fixture
def reference(books: Books) -> None:
    """The reference data as shipped, on record after the cast."""
    if books.what_was_written("reference") is None:
        load_reference(say=lambda *said: None)


@pytest.fixture
def office_of_one(settings) -> None:
    """Nobody approves: each officer records alone, and each row says so."""
    settings.SINGLE_CONTROL = True


@pytest.fixture
def officer(cast: Cast) -> Account:
    return cast.people["officer"]


@pytest.fixture
def officer2(cast: Cast) -> Account:
    return cast.people["officer2"]


@pytest.fixture
def manager(cast: Cast) -> Account:
    return cast.people["manager"]


@pytest.fixture
def auditor(cast: Cast) -> Account:
    return cast.people["auditor"]


@pytest.fixture
def administrator(cast: Cast) -> Account:
    return cast.people["administrator"]
