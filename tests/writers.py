"""Writers that work at once: threads on PostgreSQL, on SQLite processes that share nothing but the database's file."""

import os
import threading
from datetime import date
from decimal import Decimal
from multiprocessing import get_context

TODAY = date(2026, 6, 30)
TIMES = 5


def write(investment_id: int) -> None:
    """Record TIMES disbursements of a cent each, each in a recording of its own."""
    from django.db import connection

    from portfolio.calculations.kinds import Kind
    from portfolio.models import Investment
    from portfolio.services import ledger
    from record.calculations.partial_dates import PartialDate
    from record.models import Channel
    from record.services.recordings import open_recording

    try:
        investment = Investment.objects.get(pk=investment_id)
        for _ in range(TIMES):
            with open_recording(
                by_name=f"writer {investment_id}", why="one of many at once", channel=Channel.JOB
            ) as one:
                draft = ledger.Draft(
                    investment=investment,
                    kind=Kind.DISBURSEMENT,
                    effective_on=PartialDate.parse("2026-01-05"),
                    amount=Decimal("0.01"),
                )
                ledger.record(draft, recording=one, today=TODAY)
    finally:
        connection.close()


def write_in_a_process(database: str, investment_id: int, start: threading.Barrier) -> None:
    """The same, in a process that has just been made and knows only the database's file."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    start.wait()
    write(investment_id)


def write_in_a_thread(investment_id: int, start: threading.Barrier) -> None:
    start.wait()
    write(investment_id)


def start_threads(investments: list[int]) -> list[threading.Thread]:
    start = threading.Barrier(len(investments))
    writers = [threading.Thread(target=write_in_a_thread, args=(key, start)) for key in investments]
    for writer in writers:
        writer.start()
    return writers


def start_processes(database: str, investments: list[int]) -> list:
    """Forked from a clean server that has read Django once, and no connection: twenty cold starts take too long."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.writers_preloaded"])
    os.environ["LODEBOOK_WRITER"] = "1"
    start = context.Barrier(len(investments) + 1)
    writers = [context.Process(target=write_in_a_process, args=(database, key, start)) for key in investments]
    try:
        for writer in writers:
            writer.start()
    finally:
        del os.environ["LODEBOOK_WRITER"]
    start.wait(timeout=60)
    return writers
