"""The nightly check of the ledger: kept once, and a broken ledger told on the overview and the health page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from portfolio.calculations.entry_chain import entry_link
from portfolio.models import RecordCheckRun, Transaction
from portfolio.services import ledger_check, record_check_runs
from record.calculations.hash_chain import GENESIS
from record.models import Job, Recording
from record.services import jobs, record_check
from record.services.heartbeats import record_heartbeat
from tests.cast import TODAY, Cast, entry, record_entries
from tests.desk import page, sign_in, words
from tests.due import run_due
from tests.portfolio.services.test_ledger_check import tampering

NIGHT = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
DAY = date(2026, 7, 1)
LOST = "it was the newest entry when the ledger was found sound on 2026-07-01, and is not on record any more; "


def check(day: date = DAY, now: datetime = NIGHT) -> RecordCheckRun:
    return record_check_runs.check(day, now=now)


def tamper(*statements: str) -> None:
    with tampering() as cursor:
        for statement in statements:
            cursor.execute(statement)


def pay(cast: Cast, amount: str = "500000") -> None:
    """One more entry, T000011."""
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, "disbursement", "2026-02-01", amount)])


def chain_anew(number: int) -> None:
    """Hash every entry from `number` on as if it had always been so."""
    head = Transaction.objects.get(number=number - 1).hash if number > 1 else GENESIS
    chained = []
    for row in Transaction.objects.filter(number__gte=number).select_related("recording", "investment", "citation"):
        chained.append((row.number, head, entry_link(head, row.content)))
        head = chained[-1][2]
    tamper(
        *(
            f"UPDATE portfolio_transaction SET previous_hash = '{before}', hash = '{own}' WHERE number = {number}"
            for number, before, own in reversed(chained)
        )
    )


def test_a_sound_ledger_is_kept_with_its_head(cast: Cast):
    made = check()
    assert (made.entries, made.recordings, made.problems, made.first_problems) == (10, 2, 0, [])
    assert (made.head_reference, made.head) == ("T000010", Transaction.objects.get(number=10).hash)
    assert (made.day, made.at) == (DAY, NIGHT)


def test_an_empty_ledger_is_sound(db):
    made = check()
    assert (made.entries, made.head_reference, made.head, made.problems) == (0, "", GENESIS, 0)
    assert check(DAY + timedelta(days=1)).is_clean


def test_twice_for_a_day_is_once(cast: Cast):
    first = check()
    assert check(now=NIGHT + timedelta(hours=1)) == first
    assert RecordCheckRun.objects.count() == 1
    assert check(DAY + timedelta(days=1)) != first


def test_the_job_delivered_twice_walks_once(cast: Cast):
    for _ in range(2):
        jobs.enqueue("record-check", now=NIGHT)
        run_due(clock=lambda: NIGHT)
    job = Job.objects.get(kind="record-check")
    head = Recording.objects.get(serial=2).hash
    assert (job.key, job.attempts) == ("2026-07-01", 1)
    assert job.outcome == f"2 recordings and 10 entries walked, nothing is off; head of recording 2 {head}."
    assert RecordCheckRun.objects.count() == 1


def test_a_walk_that_is_killed_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def away(walk: ledger_check.LedgerCheck) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(ledger_check.LedgerCheck, "_rules", away)
    with pytest.raises(OperationalError):
        check()
    assert not RecordCheckRun.objects.exists()


def test_a_walk_whose_worker_was_given_up_keeps_nothing(cast: Cast):
    def superseded(percent: int, saying: str) -> None:
        if percent:
            raise jobs.Superseded("another worker has it")

    with pytest.raises(jobs.Superseded):
        record_check_runs.check(DAY, now=NIGHT, say=superseded)
    assert not RecordCheckRun.objects.exists()


def test_what_is_written_during_the_walk_is_no_problem(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def written_meanwhile(connection: object) -> list[str]:
        pay(cast)
        return []

    monkeypatch.setattr(record_check, "missing", written_meanwhile)
    made = check()
    assert (made.entries, made.recordings, made.first_problems) == (10, 2, [])
    assert Transaction.objects.count() == 11


def test_a_row_that_was_tampered_with_is_named(cast: Cast):
    tamper("UPDATE portfolio_transaction SET amount = amount + 1 WHERE number = 6")
    made = check()
    assert (made.problems, made.first_problems) == (1, ["T000006: its content is not what was recorded."])


def test_only_the_first_of_many_problems_are_told(cast: Cast):
    tamper("UPDATE portfolio_transaction SET note = 'x'")
    made = check()
    assert (made.problems, len(made.first_problems), made.further) == (10, 5, 5)
    assert made.first_problems[4].startswith("T000005: its content")


def test_a_row_that_cannot_be_read_is_a_problem_too(cast: Cast):
    tamper("UPDATE portfolio_transaction SET kind = 'nothing' WHERE number = 6")
    made = check()
    assert made.problems == 2
    assert made.first_problems[1].startswith("The walk broke off, so there may be more: KeyError")


def test_a_repair_that_is_checked_again_on_its_day_is_kept(cast: Cast):
    tamper("UPDATE portfolio_transaction SET amount = amount + 1 WHERE number = 6")
    assert not check().is_clean
    tamper("UPDATE portfolio_transaction SET amount = amount - 1 WHERE number = 6")
    assert check().is_clean
    assert [run.problems for run in RecordCheckRun.objects.order_by("pk")] == [1, 0]


def test_a_ledger_cut_off_before_its_recorded_head_is_found(cast: Cast):
    pay(cast)
    assert check().head_reference == "T000011"
    tamper(
        "DELETE FROM portfolio_transaction WHERE number = 11",
        "DELETE FROM record_recordedtable WHERE recording_id = 3",
        "DELETE FROM record_recording WHERE serial = 3",
    )
    cut_off, described = check(DAY + timedelta(days=1)).first_problems
    assert cut_off.startswith("Recording 3: it was the newest when the record was found sound on 2026-07-01")
    assert described.startswith("T000011: " + LOST)


def test_a_chain_hashed_anew_throughout_is_found_by_its_recorded_head(cast: Cast):
    check()
    pay(cast)
    check(DAY + timedelta(days=1))
    tamper("UPDATE portfolio_transaction SET note = 'another' WHERE number = 3")
    chain_anew(3)
    made = check(DAY + timedelta(days=2))
    *recordings, described = made.first_problems
    assert [one.split(":")[0] for one in recordings] == ["transaction 1", "transaction 11"]
    assert described.startswith("T000010: " + LOST)  # the earliest of the two heads that are gone
    assert made.head_reference == "T000011"


def test_a_head_of_a_broken_record_is_not_asked_for_later(cast: Cast):
    pay(cast)
    tamper("UPDATE portfolio_transaction SET amount = amount + 1 WHERE number = 11")
    assert not check().is_clean
    tamper("UPDATE portfolio_transaction SET amount = amount - 1 WHERE number = 11")
    assert check(DAY + timedelta(days=1)).is_clean


def test_the_overview_tells_of_a_broken_record_and_of_a_sound_one_nothing(cast: Cast):
    stated = "The record does not stand as it was written"
    client = sign_in(cast.people["manager"])
    assert stated not in words(client.get("/"))
    check()
    assert stated not in words(client.get("/"))
    tamper("UPDATE portfolio_transaction SET amount = amount + 1 WHERE number = 6")
    made = check(DAY + timedelta(days=1))
    for address in ("/", "/?as_of=2025-12-31"):
        described = words(client.get(address))
        assert f"{stated} The check of 2026-07-02 found 1 problem in 2 recordings and 10 entries:" in described
        assert "T000006: its content is not what was recorded. Next step: rely on no figure" in described
    assert page(made) not in client.get("/").content.decode()
    officer = sign_in(cast.people["officer"])
    assert page(made) in officer.get("/").content.decode()


@pytest.mark.parametrize("name", ["officer", "auditor", "administrator"])
def test_who_enters_the_admin_reads_the_checks_and_changes_none(cast: Cast, name: str):
    tamper("UPDATE portfolio_transaction SET amount = amount + 1 WHERE number = 6")
    made = check()
    client = sign_in(cast.people[name])
    assert "T000006: its content is not" in words(client.get("/admin/portfolio/recordcheckrun/"))
    shown = client.get(page(made))
    assert "T000006: its content is not" in words(shown)
    assert 'name="_save"' not in shown.content.decode()
    assert client.post(page(made), {"problems": "0"}).status_code == 403
    assert client.get("/admin/portfolio/recordcheckrun/add/").status_code == 403
    assert "Record checks" in words(client.get("/admin/"))


def alive() -> None:
    for name in ("worker", "beat"):
        record_heartbeat(name, at=timezone.now())


def test_before_the_first_check_health_does_not_know_and_does_not_fail(client: Client, db):
    alive()
    found = client.get("/health/").json()
    assert (found["ok"], found["record"], found["record_checked_seconds_ago"]) == (True, None, None)


def test_health_fails_by_the_newest_check_and_pages_are_still_served(client: Client, cast: Cast):
    alive()
    check(TODAY, now=timezone.now() - timedelta(hours=2))
    found = client.get("/health/").json()
    assert (found["ok"], found["record"]) == (True, True)
    assert 7200 <= found["record_checked_seconds_ago"] < 7260
    tamper("UPDATE portfolio_transaction SET amount = amount + 1 WHERE number = 6")
    assert client.get("/health/").json()["record"] is True  # it reads what was kept and walks nothing
    check(TODAY + timedelta(days=1), now=timezone.now())
    answer = client.get("/health/")
    found = answer.json()
    assert (answer.status_code, found["ok"], found["record"]) == (200, False, False)
