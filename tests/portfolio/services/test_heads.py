"""The heads of the record outside of the database: whoever writes the record anew, and every check, is found."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portfolio.models import RecordCheckRun
from portfolio.notifications import heads as letters
from record.models import Account, Job, RecordedTable, Recording
from record.models.recorded_tables import hash_of
from record.services import jobs
from tests.cast import Cast
from tests.due import run_due
from tests.portfolio.services.test_ledger_check import tampering

from .test_record_check_runs import DAY, NIGHT, check, pay, tamper


@pytest.fixture
def file(settings, tmp_path: Path) -> Path:
    settings.HEADS_FILE = tmp_path / "kept" / "heads.csv"
    return settings.HEADS_FILE


@pytest.fixture
def auditor(cast: Cast) -> Account:
    cast.people["auditor"].email = "auditor@lodebook.test"
    cast.people["auditor"].save()
    return cast.people["auditor"]


def lines(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text().splitlines()))


def write_anew(serial: int) -> None:
    """Hash the recordings from `serial` on as if they had always said so, and delete the checks that were kept."""
    with tampering() as cursor:
        cursor.execute("DELETE FROM portfolio_recordcheckrun")
        head = Recording.objects.get(serial=serial - 1).hash if serial > 1 else "0" * 64
        for one in Recording.objects.filter(serial__gte=serial).order_by("serial"):
            one.previous_hash = head
            head = hash_of(one, RecordedTable.objects.filter(recording=one))
            values = [one.previous_hash, head, one.serial]
            cursor.execute("UPDATE record_recording SET previous_hash = %s, hash = %s WHERE serial = %s", values)


def test_each_night_adds_one_line_and_a_night_without_a_write_none(cast: Cast, file: Path, mailoutbox: list):
    check()
    letters.send_heads(DAY)
    letters.send_heads(DAY + timedelta(days=1))
    first = Recording.objects.get(serial=2)
    made = RecordCheckRun.objects.newest()
    assert lines(file) == [
        ["checked_at", "recording", "recording_hash", "entry", "entry_hash"],
        ["2026-07-01T07:30:00.000Z", "2", first.hash, "10", made.head],
    ]
    pay(cast)
    check(DAY + timedelta(days=1))
    letters.send_heads(DAY + timedelta(days=1))
    assert [line[1] for line in lines(file)] == ["recording", "2", "3"]


def test_auditors_have_the_head_by_letter_once_a_night(auditor: Account, file: Path, mailoutbox: list):
    check()
    for _ in range(2):
        jobs.enqueue("heads", now=NIGHT)
        run_due(clock=lambda: NIGHT)
    (letter,) = mailoutbox
    head = Recording.objects.get(serial=2).hash
    assert (letter.to, letter.subject) == ([auditor.email], "Lodebook: the record stands, recording 2")
    assert f"Recording 2\n{head}\n" in letter.body
    assert head in letter.alternatives[0][0]
    assert Job.objects.get(kind="heads").outcome == "1 letter sent; the head is that of recording 2."


def test_a_broken_record_is_told_and_its_head_is_written_nowhere(auditor: Account, file: Path, mailoutbox: list):
    tamper("UPDATE portfolio_transaction SET amount = amount + 1 WHERE number = 6")
    check()
    letters.send_heads(DAY)
    assert mailoutbox[0].subject == "Lodebook: the record does not stand, check of 2026-07-01"
    assert "T000006: its content is not what was recorded." in mailoutbox[0].body
    assert not file.exists()


def test_before_the_first_check_there_is_nothing_to_send(db: None, file: Path):
    assert letters.send_heads(DAY) == "Nothing to send: the record was not checked yet."


def test_a_record_written_anew_with_every_check_deleted_is_found_by_the_file(cast: Cast, file: Path, mailoutbox: list):
    check()
    letters.send_heads(DAY)
    head = Recording.objects.get(serial=2).hash
    tamper("UPDATE record_recording SET why = 'another reason' WHERE serial = 1")
    write_anew(1)
    call_command("check_record")  # by itself the record is sound
    with pytest.raises(CommandError, match="1 problems"):
        call_command("check_record", "--heads", str(file))
    with pytest.raises(CommandError, match="1 problems"):
        call_command("check_record", "--head", f"2:{head}")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--head", "2"], "2 is no head. Write the recording and its 64 digits"),
        (["--head", "x:" + "a" * 64], "is no head"),
        (["--heads", "nowhere.csv"], "No such file"),
    ],
)
def test_what_is_no_head_is_refused(cast: Cast, asked: list[str], said: str):
    with pytest.raises(CommandError, match=said):
        call_command("check_record", *asked)


def test_a_file_of_something_else_is_refused(cast: Cast, tmp_path: Path):
    other = tmp_path / "prices.csv"
    other.write_text("day,price\n2026-10-08,47.26\n")
    with pytest.raises(CommandError, match="is no file of heads"):
        call_command("check_record", "--heads", str(other))
