"""What is kept of an answer is that answer: off, written and kept are the same bytes, in every spelling."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portfolio.reports import REPORTS
from projects.models import ProjectedOutput
from record.calculations.once import one_answer
from record.models import Account, Recording
from tests.cast import now
from tests.golden.book_of_every_report import make_book, still_clock

pytestmark = pytest.mark.long

GOLDEN = Path(__file__).parents[2] / "golden" / "files"
AS_OF = "2026-06-18"


@pytest.fixture(scope="module")
def book(django_db_setup: None, django_db_blocker) -> Iterator[int]:
    """A book in which every report has rows; its last serial."""
    with django_db_blocker.unblock(), transaction.atomic():
        with still_clock():
            make_book()
        yield Recording.objects.last_serial()
        transaction.set_rollback(True)


@pytest.fixture
def reader(book: int, db: None) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username="auditor"))
    return client


ADDRESSES = {
    "page": "/reports/{}/",
    "sorted": "/reports/{}/?sort={}",
    "csv": "/reports/{}.csv",
    "csv for Excel": "/reports/{}.csv?bom=1",
    "xlsx": "/reports/{}.xlsx",
    "json": "/reports/{}.json",
    "parquet": "/reports/{}.parquet",
    "datapackage": "/reports/{}.datapackage.json",
    "api": "/api/v1/reports/{}/",
}


def body(response: HttpResponse) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    is_in_its_own_order = b"The rows of this report stay in their own order." in content
    assert response.status_code == (400 if is_in_its_own_order else 200), content
    return content.split(b"<main", 1)[-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REPORTS))
def test_off_written_and_kept_are_the_same_bytes(reader: Client, book: int, name: str, request):
    column = REPORTS[name].columns[-1].name

    def all_of_them() -> tuple[dict[str, bytes], dict[str, int]]:
        found, questions = {}, {}
        for spelling, address in ADDRESSES.items():
            asked = {"as_of": AS_OF, "serial": book}
            where, _, query = address.format(name, column).partition("?")
            with CaptureQueriesContext(connection) as captured:
                answer = reader.get(where, asked | dict(part.split("=") for part in query.split("&") if part))
                found[spelling] = body(answer)
            if answer.status_code == 200:
                questions[spelling] = len(captured)
        return found, questions

    off, asked = all_of_them()
    request.getfixturevalue("answers_kept")
    with one_answer():
        written, _ = all_of_them()
    kept, asked_again = all_of_them()
    assert written == off
    assert kept == off
    assert set(ADDRESSES) - set(asked) <= {"sorted"}, "what stays in its own order is refused another one"
    assert [spelling for spelling in asked if asked_again[spelling] >= asked[spelling]] == []


@pytest.mark.parametrize("name", ["exposure", "investments", "stakes", "conflicts", "milestones"])
def test_a_kept_file_is_the_golden_one(reader: Client, book: int, name: str, answers_kept: None):
    at = now()
    for _ in range(2):
        asked = {"as_of": at.as_of.isoformat(), "serial": at.serial}
        assert body(reader.get(f"/reports/{name}.csv", asked)) == (GOLDEN / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("address", ["/", "/production/", "/production/chains/"])
def test_a_page_is_the_same_bytes_as_it_is_worked_out_and_as_it_is_kept(reader: Client, book: int, address, request):
    asked = {"as_of": AS_OF, "serial": book}
    off = body(reader.get(address, asked))
    request.getfixturevalue("answers_kept")
    written = body(reader.get(address, asked))
    with CaptureQueriesContext(connection) as captured:
        assert body(reader.get(address, asked)) == written == off
    assert len(captured) < 60


def test_what_is_kept_for_one_role_is_not_shown_to_another(reader: Client, book: int, answers_kept):
    """What to find out next leads an officer to the form; an auditor reads who fills it in."""
    minerals = [row.mineral for row in ProjectedOutput.objects.filter(reach="counted", standing="domestic")]
    officer = Client()
    officer.force_login(Account.objects.get(username="officer"))
    differing = 0
    for mineral in sorted(set(minerals)):
        asked = {"as_of": AS_OF, "serial": book, "mineral": mineral}
        for_officer, for_auditor = (body(one.get("/production/", asked)) for one in (officer, reader))
        assert b'href="/admin/' not in for_auditor
        differing += b'href="/admin/' in for_officer
        assert body(officer.get("/production/", asked)) == for_officer
    assert differing
