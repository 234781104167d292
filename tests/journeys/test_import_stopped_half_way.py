"""A worker that is killed while it imports leaves nothing behind; the next one writes it once."""

import multiprocessing
import os
import signal
import time

import pytest
from django.db import connection, connections
from django.utils import timezone

from portfolio.imports import steps, workflow
from portfolio.models import Import, ImportState, Transaction
from portfolio.services import imports
from portfolio.services.ledger_check import LedgerCheck
from record.models import Recording
from record.models.jobs import Job
from record.services import jobs as work
from tests.cast import TODAY, make_cast
from tests.due import run_due

pytestmark = pytest.mark.long

ROWS = 3_000
TEXT = "investment,kind,amount_usd,effective_on,note\n" + "".join(
    f"palisade-doe-grant,fee,{number}.00,2026-01-05,Invoice {number}\n" for number in range(1, ROWS + 1)
)


@pytest.fixture
def confirmed(transactional_db):
    officer = make_cast().people["officer"]
    one = imports.keep(
        kind="transactions", filename="fees.csv", content=TEXT.encode(), why="Fees", by=officer, now=timezone.now()
    )
    one = workflow.show(one, today=TODAY)
    return workflow.confirm(one, plan_hash=one.plan_hash)


def carry_out_slowly(number, reached):
    """In another process: write the import, and stay where it is when the entries stand but are not committed."""
    connections.close_all()
    insert = Transaction.objects.bulk_create

    def wait_after(*args, **kwargs):
        insert(*args, **kwargs)
        reached.set()
        time.sleep(60)

    import portfolio.services.ledger as ledger

    ledger.insert = wait_after
    steps.ask(Import.objects.get(pk=number), steps.WRITE, now=timezone.now())
    run_due(clock=timezone.now)


# With two officers nothing is written until the second approves; what the worker writes by itself is tested here.
@pytest.mark.usefixtures("office_of_one")
def test_a_worker_killed_half_way_leaves_nothing_and_the_next_writes_it_once(confirmed, settings):
    before = Recording.objects.last_serial(), Transaction.objects.count()
    context = multiprocessing.get_context("fork")
    reached = context.Event()
    connections.close_all()
    worker = context.Process(target=carry_out_slowly, args=(confirmed.pk, reached))
    worker.start()
    assert reached.wait(60), "the worker never came to its write"
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(10)
    assert (Recording.objects.last_serial(), Transaction.objects.count()) == before
    assert Import.objects.get().state == ImportState.CONFIRMED
    assert Job.objects.get().state == "running"
    settings.JOB_STALE_AFTER = 0
    time.sleep(0.1)
    work.requeue_dead(now=timezone.now())
    settings.JOB_STALE_AFTER = 60
    assert run_due(clock=timezone.now) == 1
    one = Import.objects.get()
    assert one.state == ImportState.WRITTEN, one.outcome
    assert Transaction.objects.count() == before[1] + ROWS
    assert Recording.objects.last_serial() == before[0] + 1
    assert not list(LedgerCheck(today=TODAY).problems())
    assert Job.objects.get().state == "succeeded"
    assert workflow.carry_out(one, today=TODAY).recording_id == one.recording_id
    assert connection.vendor in ("sqlite", "postgresql")


def test_a_preview_of_a_large_file_says_how_far_it_is(confirmed, monkeypatch):
    stated = []
    one = imports.keep(
        kind="transactions",
        filename="more.csv",
        content=TEXT.encode(),
        why="Fees",
        by=confirmed.by,
        now=timezone.now(),
    )
    workflow.show(one, today=TODAY, say=lambda percent, saying: stated.append((percent, saying)))
    percents = [percent for percent, _ in stated]
    assert percents == sorted(percents)
    assert {saying.split()[0] for _, saying in stated} >= {"reading", "comparing", "asking", "writing"}
