"""While somebody writes for long, every page, report and file is answered all the same: reading waits for no writer."""

import threading
import time
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import OperationalError, connection, transaction

from portfolio.reports import REPORTS
from projects.models import CapacityEstimate, CapacityPhase, ProjectionRun
from record.services import entities, facts
from record.services.recordings import take_write_lock
from record.services.short_waits import briefly
from tests.cast import day, make_cast, writing
from tests.desk import sign_in
from tests.whole_book.opened import PAGES, admin_pages, entity_pages

pytestmark = pytest.mark.usefixtures("transactional_db")

FILES = (".csv", ".json", ".xlsx", ".parquet", ".datapackage.json")
LONGEST = 8
"""Seconds of one answer, on a busy machine too: who waits for the writer waits for ten, and is refused."""


@contextmanager
def a_long_writer():
    """Somebody who holds the write lock on a connection of its own, until the block ends."""
    holds, ends = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            take_write_lock()
            holds.set()
            ends.wait(120)
        connection.close()

    writer = threading.Thread(target=hold)
    writer.start()
    assert holds.wait(20)
    try:
        yield
    finally:
        ends.set()
        writer.join(20)


@pytest.fixture
def cast():
    cast = make_cast()
    with writing() as recording:
        phase = CapacityPhase(slug="zinc", project=cast.projects["palisade-magnets"], product="Zinc")
        entities.create(phase, recording=recording)
        stated = CapacityEstimate(phase=phase, nameplate_added=Decimal(300), unit="t/yr", kind="increment",
                                  unit_of_account="t Zn", factor_to_unit_of_account=1, planned_start_on=day("2027-06"),
                                  effective_on=day("2026-01-05"))  # fmt: skip
        facts.record(stated, recording=recording)
    return cast


def addresses():
    pages = [page for page in PAGES if page != "/"] + entity_pages() + admin_pages()
    drawn = next(name for name, one in REPORTS.items() if one.is_projected)
    files = [f"/reports/{drawn}{file}" for file in FILES] + [f"/api/v1/reports/{drawn}/"]
    return ["/", *pages, *(f"/reports/{name}/" for name in REPORTS), *files]


@pytest.mark.slow
def test_every_page_is_answered_while_somebody_writes(cast):
    clients = {role: sign_in(cast.people[role]) for role in ("officer", "administrator")}
    slow = {}
    with a_long_writer():
        for address in addresses():
            client = clients["administrator" if "/account" in address else "officer"]
            begun = time.monotonic()
            answer = client.get(address)
            b"".join(answer) if answer.streaming else answer.content
            taken = time.monotonic() - begun
            if taken > LONGEST or answer.status_code >= 500:
                slow[address] = (answer.status_code, round(taken, 1))
    assert not slow
    assert not ProjectionRun.objects.exists()
    assert clients["officer"].get("/production/").status_code == 200
    assert ProjectionRun.objects.count() == 1


def test_a_short_wait_ends_in_a_word_and_leaves_the_connection_as_it_was(cast):
    asked = "SHOW lock_timeout" if connection.vendor == "postgresql" else "PRAGMA busy_timeout"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        before = cursor.fetchone()
    with a_long_writer():
        begun = time.monotonic()
        with pytest.raises(OperationalError), briefly(0.2), transaction.atomic():
            take_write_lock()
        assert 0.1 < time.monotonic() - begun < 2
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == before
    with writing() as recording:
        assert recording.serial
