"""A file is compared and checked before the write lock is taken, and what is written then is the same to the byte."""

import gc
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from portfolio.calculations.kinds import Kind
from portfolio.imports import preview, proposed, workflow
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import RecordedSince, read, try_out, write
from portfolio.imports.tables import UnreadableFile
from portfolio.models import Assignment, EntryVersion, Import, ImportState, Transaction
from portfolio.services import imports
from portfolio.services.ledger_check import LedgerCheck
from record.models import Citation, CitedSource, RecordedTable, Recording, Source
from record.services import approvals, recordings
from tests.cast import TODAY, Cast, entry, now, record_entries
from tests.rows import build, recording

MOMENT = datetime(2026, 12, 24, 17, tzinfo=UTC)
ASKED = {"why": "a test", "today": TODAY, "by_name": "loader"}
HEAD = "investment,kind,amount_usd,effective_on,note,sources,transaction,reverses,source_key"
FILE = "\n".join(
    [
        HEAD,
        'palisade-doe-grant,fee,"1,000.50",2026-01-15,Invoice 4,cast1;cast2,,,',
        'palisade-doe-grant,fee,20.00,2026-02,"Says ""recorded_at"":""x""",cast1,N1,,',
        "palisade-doe-grant,reversal,,,entered twice,cast1,,N1,",
        "saltwash-doe-loan,fee,7.25,2026-03-01,,cast2;cast1,,,KEY-7",
    ]
)
pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture(autouse=True)
def second_source(cast: Cast):
    with recording() as under:
        one = build(Source, under)
        one.slug = "cast2"
        one.save(force_insert=True)


def stored() -> list[list[tuple]]:
    """What a file may write, and the hashes over it."""
    return [
        list(Transaction.objects.order_by("number").values_list()),
        list(EntryVersion.objects.order_by("pk").values_list("source_key", "entry_id", "recording_id", "counts_from")),
        list(CitedSource.objects.order_by("pk").values_list("citation__text", "source__slug")),
        list(Recording.objects.order_by("serial").values_list("serial", "moment", "hash", "is_closed")),
        list(RecordedTable.objects.filter(table="portfolio_transaction").values_list("recording_id", "rows", "sha256")),
    ]


def count_keys_anew() -> None:
    """Keys that PostgreSQL counted up stay taken after a rollback, and they are hashed."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [EntryVersion, Citation, CitedSource]):
            cursor.execute(statement)


def test_it_writes_what_the_rules_under_the_lock_would_write_to_the_byte(monkeypatch):
    monkeypatch.setattr(recordings, "database_clock", lambda: MOMENT)
    reading = read("transactions", FILE.encode(), Mapping())
    count_keys_anew()
    with transaction.atomic():
        plan, slow = write(reading, expected=None, **ASKED)
        slowly = stored()
        transaction.set_rollback(True)
    count_keys_anew()
    before = Transaction.objects.count()
    tried = try_out(reading, **ASKED)
    assert Transaction.objects.count() == before
    monkeypatch.setattr(preview, "apply_import", None)  # nothing is asked a second time
    again, quick = write(reading, expected=plan.hash(reading.sha256), tried=tried, **ASKED)
    assert stored() == slowly
    assert (again.counts, quick.serial) == (plan.counts, slow.serial)
    assert Transaction.objects.count() == before + 4
    assert Transaction.objects.get(number=before + 4).citation.text == "cast2;cast1"
    assert list(LedgerCheck(today=TODAY).problems()) == []


def test_what_was_recorded_since_is_compared_anew(cast: Cast):
    reading = read("transactions", FILE.encode(), Mapping())
    tried = try_out(reading, **ASKED)
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.FEE, "2026-01-05", "5")])
    with pytest.raises(RecordedSince):
        write(reading, expected=None, tried=tried, is_last=False, **ASKED)
    before = Transaction.objects.count()
    write(reading, expected=None, tried=tried, **ASKED)
    assert Transaction.objects.count() == before + 4
    assert list(LedgerCheck(today=TODAY).problems()) == []


def test_a_right_that_was_taken_away_since_is_told(cast: Cast):
    officer = cast.people["officer"]
    asked = {"why": "a test", "today": TODAY, "by": officer}
    reading = read("transactions", f"{HEAD}\npalisade-doe-grant,fee,20.00,2026-01-16,,cast1,,,\n".encode(), Mapping())
    tried = try_out(reading, **asked)
    Assignment.objects.filter(officer=officer).delete()
    with pytest.raises(preview.Refused, match="1 rows are refused") as refused:
        write(reading, expected=None, tried=tried, **asked)
    assert "is not assigned to" in refused.value.plan.row_outcomes[0].changes[0][2]


@pytest.mark.django_db(transaction=True)
def test_a_file_is_compared_while_nobody_waits_and_again_where_somebody_was_faster(cast: Cast, monkeypatch, settings):
    """Twice another writer is faster while the file is compared. The third comparison is under the lock."""
    settings.SECOND_OFFICER = False
    grant, compared = cast.investments["palisade-doe-grant"], []
    officer = cast.people["officer"]
    one = imports.keep(kind="transactions", filename="fees.csv", content=FILE.encode(), why="fees", by=officer,
                       mapping={}, sources="", now=now().known_at)  # fmt: skip
    one = workflow.show(one, today=TODAY)
    one = workflow.confirm(one, plan_hash=one.plan_hash)
    monkeypatch.setattr(workflow, "waits", lambda one: False)
    real = workflow.try_out

    def interrupted(*given, **asked):
        tried = real(*given, **asked)
        compared.append(tried.recording.serial)
        record_entries([entry(grant, Kind.COMMITMENT, "2026-01-05", Decimal(1))])
        return tried

    monkeypatch.setattr(workflow, "try_out", interrupted)
    one = workflow.carry_out(one, today=TODAY)
    assert (one.state, len(compared)) == (ImportState.WRITTEN, workflow.TRIES)
    assert one.recording.serial == compared[-1] + 1
    assert Import.objects.get().recording.serial == one.recording.serial


def test_what_a_second_officer_approves_is_compared_before_the_lock_too(cast: Cast, monkeypatch):
    officer = cast.people["officer"]
    text = b"investment,kind,amount_usd,effective_on\npalisade-doe-grant,disbursement,1000000,2026-01-15\n"
    one = imports.keep(
        kind="transactions", filename="one.csv", content=text, why="January", by=officer, now=timezone.now()
    )
    one = workflow.show(one, today=TODAY)
    one = workflow.carry_out(workflow.confirm(one, plan_hash=one.plan_hash), today=TODAY)
    asked = []
    monkeypatch.setattr(proposed, "apply_import", lambda *given, **named: asked.append(given))
    proposal = one.proposals.get()
    made = approvals.approve(proposal, by=cast.people["officer2"], shown_hash=proposal.shown_hash, today=TODAY)
    one.refresh_from_db()
    written = Transaction.objects.get(recording=one.recording)
    assert (made.outcome, str(written.amount), asked) == ("approved", "1000000.00", [])
    assert written.recording.by == officer
    assert list(LedgerCheck(today=TODAY).problems()) == []


def test_the_search_for_cycles_goes_on_after_a_file_that_cannot_be_read():
    assert gc.isenabled()
    with pytest.raises(UnreadableFile):
        read("transactions", b"no,such,columns\n1,2,3\n", Mapping())
    read("transactions", FILE.encode(), Mapping())
    assert gc.isenabled()
