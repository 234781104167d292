"""An answer is kept from its page, asked again, and compared; the file has what the page had."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from portfolio.models import KeptRun
from tests.cast import Cast, entry, record_entries
from tests.desk import sign_in, words
from tests.portfolio.services.test_ledger_check import tampering

ASKED = "as_of=2026-06-30&serial=2"


@pytest.fixture
def client(cast: Cast) -> Client:
    return sign_in(cast.people["manager"])


def keep(client: Client, name: str = "October briefing", asked: str = ASKED, report: str = "exposure") -> str:
    """What the page says after it."""
    return words(client.post(f"/reports/{report}/keep/", {"name": name, "asked": asked}, follow=True))


def pay(cast: Cast) -> None:
    record_entries([entry(cast.investments["palisade-doe-grant"], "disbursement", "2026-02-01", "500000")])


def test_what_a_page_shows_is_kept_with_its_bytes_and_its_question(cast: Cast, client: Client):
    report = client.get(f"/reports/exposure/?{ASKED}").content.decode()
    leads = re.search(r'href="(/reports/exposure/keep/[^"]*)"', report)[1].replace("&amp;", "&")
    page = client.get(leads).content.decode()
    question = re.search(r'name="asked" value="([^"]*)"', page)[1].replace("&amp;", "&")
    said = keep(client, asked=question)
    kept = KeptRun.objects.get()
    assert f"Kept as October briefing: 4 rows, SHA-256 {kept.sha256}." in said
    assert (kept.report, str(kept.as_of), kept.read_serial, kept.rows) == ("exposure", "2026-06-30", 2, 4)
    assert (kept.recording.by_name, kept.recording.why) == ("manager", "answer kept: October briefing")
    file = b"".join(client.get(f"/reports/exposure.csv?{ASKED}").streaming_content)
    assert client.get(f"/kept/{kept.pk}.csv").content == file
    assert "October briefing" in words(client.get("/kept/"))


def test_a_kept_answer_comes_out_the_same_after_later_entries_on_another_day(cast: Cast, client: Client):
    keep(client)
    kept = KeptRun.objects.get()
    pay(cast)
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=True), timezone.override("Asia/Tokyo"):
        call_command("verify_runs")
    assert "Asked again, the answer is the same, byte for byte." in words(client.get(f"/kept/{kept.pk}/?check=now"))


def test_an_answer_that_comes_out_otherwise_is_named_with_both_hashes(cast: Cast, client: Client):
    keep(client)
    kept = KeptRun.objects.get()
    with tampering() as cursor:
        cursor.execute("UPDATE portfolio_transaction SET amount = amount + 100 WHERE number = 6")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1 kept answers"):
        call_command("verify_runs", stdout=out)
    told = out.getvalue()
    assert "exposure, as of 2026-06-30, recording 2, version 1: Asked again, the answer is another one." in told
    assert f"kept {kept.sha256}, now " in told


def test_a_filtered_answer_is_kept_as_it_was_narrowed(cast: Cast, client: Client):
    keep(client, asked=f"{ASKED}&agency=DOE")
    kept = KeptRun.objects.get()
    assert kept.filters == {"agency": "DOE"}
    call_command("verify_runs")


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("", ASKED, "Give the answer a name: October briefing."),
        ("x" * 201, ASKED, "The name has 201 characters; 200 are the most."),
        ("October briefing", "as_of=yesterday", "This is no day."),
        ("October briefing", "agency=nobody", "is on record then"),
        ("October briefing", "colour=red", "knows no colour"),
    ],
)
def test_what_can_not_be_kept_is_refused_with_the_next_step(client: Client, name: str, asked: str, said: str):
    assert said in keep(client, name=name, asked=asked)
    assert not KeptRun.objects.exists()


def test_one_name_keeps_an_answer_once(client: Client):
    keep(client)
    again = client.post("/reports/exposure/keep/", {"name": "October briefing", "asked": ASKED}, follow=True)
    assert "October briefing is kept already: as of 2026-06-30, recording 2. Give another name." in words(again)
    assert 'name="name" maxlength="200" required autocomplete="off" autofocus value="October briefing"' in (
        again.content.decode()
    )
    assert KeptRun.objects.count() == 1


def test_the_difference_to_a_kept_answer_names_the_row_the_cells_and_the_recording(cast: Cast, client: Client):
    keep(client)
    kept = KeptRun.objects.get()
    pay(cast)
    question = f"as_of=2026-06-30&serial=4&from_kept={kept.pk}"
    said = words(client.get(f"/reports/exposure/difference/?{question}"))
    assert "1 restated, 3 the same." in said
    assert "Before: October briefing, as of 2026-06-30, up to recording 2" in said
    assert "Now: as of 2026-06-30, up to recording 4 . 2 recordings lie between them." in said
    assert "grant to Palisade Magnetics restated Disbursed: $3,000,000.00 → $3,500,000.00" in said
    assert "Undisbursed: $5,000,000.00 → $4,500,000.00" in said
    assert "Recording 4, loader, " in said
    text = client.get(f"/reports/exposure/difference.csv?{question}").content.decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    assert {(one["change"], one["row"], one["recordings"]) for one in lines} == {
        ("restated", "palisade-doe-grant", "4")
    }
    restated = [(one["column"], one["before"], one["after"]) for one in lines]
    assert ("disbursed_usd", "3000000.00", "3500000.00") in restated


def test_two_days_are_compared_without_a_kept_answer(client: Client):
    said = words(client.get(f"/reports/exposure/difference/?{ASKED}&from_as_of=2025-08-01"))
    assert "Both know the same recordings: only the day is another one." in said
    assert "added" in said or "restated" in said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from_kept=99", "No answer of this report is kept under the number 99."),
        ("from_as_of=1.1.2026", "This is no day."),
        ("from_serial=99", "Recording 99 is not on record. The last one is 2."),
        ("from_serial=1&colour=red", "knows no colour"),
    ],
)
def test_a_comparison_that_is_asked_wrongly_is_refused(client: Client, asked: str, said: str):
    response = client.get(f"/reports/exposure/difference/?{asked}")
    assert response.status_code == 400
    assert said in words(response)


def test_without_an_earlier_answer_the_page_asks_for_one(client: Client):
    response = client.get("/reports/exposure/difference/?agency=DOE")
    assert response.status_code == 200
    assert "With which earlier answer?" in words(response)
    assert 'name="agency" value="DOE"' in response.content.decode()


def test_an_answer_that_is_not_kept_is_not_found(client: Client):
    assert client.get("/kept/99/").status_code == 404
    assert client.get("/kept/99.csv").status_code == 404
