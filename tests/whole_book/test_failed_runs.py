"""Nightly work that failed is told on the overview and on each page that reads its tables, and on no other."""

from datetime import timedelta

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.models import Valuation
from portfolio.positions.failed_runs import WORDS
from projects.models import HealthChange, ProjectedOutput, ProjectedPhase, WatchedDay
from record.models import Job
from tests.cast import Cast
from tests.desk import sign_in, words

from .opened import PAGES, entity_pages, report_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLES = {
    "projection": (ProjectedPhase, ProjectedOutput),
    "watch": (WatchedDay, HealthChange),
    "valuation": (Valuation,),
}
"""Where the figures of each kind of nightly work are kept."""
LISTS_EVERY_FACT = ("/citations/", "/sources/", "/reports/sources/", "/reports/audit-trail/", "/desk/")
"""Pages that count or list what was written, whatever it says: of them is not asked which tables they read."""
TOLD_WITHOUT = ("/changes/", "/projects/", "/production/", "/reports/transactions/", "/reports/capacity-runs/",
                "/reports/changes-since/", "/reports/price-floors/", "/sheets/")  # fmt: skip
"""Where a run's figures would stand and none may; what rests on the check of the ledger; a list of runs."""


def fail(kind: str) -> None:
    then = timezone.now() - timedelta(minutes=1)
    Job.objects.create(
        kind=kind, key="2026-06-29", state="failed", queued_at=then, not_before=then, finished_at=then,
        outcome="No memory was left.",
    )  # fmt: skip


def read_and_told(client: Client, page: str) -> tuple[set[str], set[str]]:
    """The kinds of nightly work whose tables the page reads, and those of which it says that they failed."""
    reset_queries()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(page)
    assert response.status_code == 200, page
    sql = " ".join(one["sql"] for one in asked.captured_queries)
    read = {kind for kind, of in TABLES.items() if any(f'"{model._meta.db_table}"' in sql for model in of)}
    said = words(response)
    return read, {kind for kind, (what, _) in WORDS.items() if f"{what} of 2026-06-29 failed" in said}


def test_every_page_that_shows_what_a_run_finds_says_that_it_failed(whole_book: Cast) -> None:
    client = sign_in(whole_book.people["officer"])
    pages = [*PAGES, "/production/?mineral=li", *entity_pages(), *report_addresses(["/"])]
    pages = [page for page in pages if not page.startswith(("/api/", *LISTS_EVERY_FACT))]
    for kind in WORDS:
        fail(kind)
    wrong, told_by = {}, dict.fromkeys(WORDS, 0)
    for page in pages:
        read, told = read_and_told(client, page)
        for kind in told:
            told_by[kind] += 1
        if not read <= told or (told - read and page != "/" and not page.startswith(TOLD_WITHOUT)):
            wrong[page] = (read, told)
    assert not wrong
    assert told_by["projection"] > 20
    assert min(told_by.values()) >= 2, "the overview, and a report"


@pytest.mark.parametrize(("person", "on_the_desk"), [("officer", {"projection", "watch"}), ("manager", {"watch"})])
def test_the_overview_tells_all_and_the_desk_what_it_rests_on(
    whole_book: Cast, person: str, on_the_desk: set[str]
) -> None:
    for kind in WORDS:
        fail(kind)
    client = sign_in(whole_book.people[person])
    assert read_and_told(client, "/")[1] == set(WORDS)
    assert read_and_told(client, "/desk/")[1] == on_the_desk
