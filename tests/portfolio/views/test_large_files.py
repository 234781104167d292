"""A workbook of many rows is asked for, written by a worker, saved by who asked, and gone after a week."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio import large_files
from portfolio.models import Transaction
from record.models import Job, Recording
from record.services import jobs
from tests.cast import Cast
from tests.desk import sign_in, words
from tests.due import run_due

PAGE = reverse("portfolio:workbook", args=["transactions"])
FILE = reverse("portfolio:workbook_file", args=["transactions"])
XLSX = reverse("portfolio:xlsx", args=["transactions"])


@pytest.fixture(autouse=True)
def two_at_once(monkeypatch):
    monkeypatch.setattr(large_files, "AT_ONCE", 2)


def asked() -> dict[str, str]:
    return {"as_of": "2026-06-18", "serial": str(Recording.objects.last_serial(timezone.now()))}


def test_a_long_workbook_is_written_in_the_background_and_saved(cast: Cast):
    client = sign_in(cast.people["manager"])
    led = client.get(XLSX, asked(), follow=True)
    assert led.redirect_chain[0][0].startswith(PAGE)
    assert "more than 2 rows is written in the background" in words(led)
    assert "Waiting, 0%" in words(client.post(f"{PAGE}?{led.context['question']}", follow=True))
    assert client.get(FILE, asked()).status_code == 404
    run_due(clock=timezone.now)
    page = words(client.get("/deals/"))
    assert "The workbook of Transactions is written. Save it" in page
    saved = client.get(FILE, asked())
    assert saved["Content-Disposition"].startswith('attachment; filename="transactions_2026-06-18')
    sheet = openpyxl.load_workbook(BytesIO(b"".join(saved))).worksheets[0]
    assert sheet.max_row == 1 + Transaction.objects.count()
    assert "The workbook of Transactions is written." not in words(client.get("/deals/"))


def test_it_is_the_file_that_would_have_come_at_once(cast: Cast, monkeypatch):
    client = sign_in(cast.people["manager"])
    client.post(f"{PAGE}?{'&'.join(f'{name}={value}' for name, value in asked().items())}")
    run_due(clock=timezone.now)
    large = b"".join(client.get(FILE, asked()))
    monkeypatch.setattr(large_files, "AT_ONCE", 50_000)
    assert b"".join(client.get(XLSX, asked())) == large


def test_asked_twice_it_is_written_once_and_again_once_it_is_gone(cast: Cast):
    client = sign_in(cast.people["manager"])
    address = f"{PAGE}?{'&'.join(f'{name}={value}' for name, value in asked().items())}"
    for _ in range(2):
        client.post(address)
    run_due(clock=timezone.now)
    client.post(address)
    job = Job.objects.get(kind=large_files.NAME)
    assert (job.state, job.attempts) == ("succeeded", 1)
    later = timezone.now() + timedelta(days=8)
    assert large_files.expire(now=timezone.now()) == 0
    nightly = jobs.enqueue(large_files.EXPIRING.name, now=later)
    jobs.run_one(nightly.pk, clock=lambda: later)
    nightly.refresh_from_db()
    assert nightly.outcome == "1 file deleted."
    assert client.get(FILE, asked()).status_code == 404
    assert "Write the workbook" in words(client.get(address))
    client.post(address)
    run_due(clock=timezone.now)
    assert client.get(FILE, asked()).status_code == 200


def test_one_that_fails_says_why_and_can_be_asked_for_again(cast: Cast, monkeypatch):
    client = sign_in(cast.people["manager"])
    address = f"{PAGE}?{'&'.join(f'{name}={value}' for name, value in asked().items())}"

    def full(*_):
        raise ValueError("No space left.")

    monkeypatch.setattr("portfolio.exports.xlsx.write", full)
    client.post(address)
    run_due(clock=timezone.now)
    page = words(client.get(address))
    assert "It could not be written: No space left." in page
    assert "Write the workbook" in page


def test_what_a_report_does_not_know_is_refused_as_by_its_file(cast: Cast):
    client = sign_in(cast.people["manager"])
    assert client.get(PAGE, {"as_of": "soon"}).status_code == 400
    assert client.post(f"{PAGE}?as_of=soon").status_code == 400
    assert not Job.objects.filter(kind=large_files.NAME).exists()
