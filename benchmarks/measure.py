"""Measure one database: each promise beside its floor, in the same run. Prints one line of JSON a measure."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks import sums  # noqa: E402
from benchmarks.book import ENTRIES, INVESTMENTS, make_book  # noqa: E402
from portfolio.reports import REPORTS  # noqa: E402
from record.models import Recording  # noqa: E402

DAY = date(2026, 6, 18)

# The columns of the transactions CSV as the tables hold them, without its spelling, its guard or its order of words.
COLUMNS = """SELECT t.number, i.slug, d.slug AS deal, a.code, p.code AS program, c.slug AS company, i.instrument,
 t.kind, t.amount, t.shares, t.shares_received, t.effective_on, t.counts_from, t.effective_on AS year, t.reverses_id,
 t.is_derived, t.note, r.approval, x.text, t.recording_id, r.moment, r.by_name, t.previous_hash, t.hash
 FROM portfolio_transaction t JOIN portfolio_investment i ON i.id = t.investment_id
 JOIN portfolio_deal d ON d.id = i.deal_id JOIN portfolio_agency a ON a.id = i.agency_id
 LEFT JOIN portfolio_program p ON p.id = i.program_id JOIN projects_company c ON c.id = i.recipient_id
 JOIN record_recording r ON r.serial = t.recording_id LEFT JOIN record_citation x ON x.id = t.citation_id
 ORDER BY t.number"""
BY_KIND = "SELECT kind, count(*), sum(amount) FROM portfolio_transaction GROUP BY kind"
BY_AWARD = (
    "SELECT t.investment_id, i.slug, t.kind, count(*), sum(t.amount) FROM portfolio_transaction t"
    " JOIN portfolio_investment i ON i.id = t.investment_id GROUP BY t.investment_id, i.slug, t.kind"
)


def seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def say(what: str, *, ours: float, floor: float, floor_is: str, more: str = "") -> None:
    database = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    line = {"database": database, "what": what, "ours": ours, "floor": floor, "floor_is": floor_is, "more": more}
    print(json.dumps(line), flush=True)


def floor_csv(file: Path) -> None:
    """The database's own tool writes the same columns."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        command = ["sqlite3", "-csv", str(settings["NAME"]), COLUMNS]
        with file.open("wb") as out:
            subprocess.run(command, check=True, stdout=out)
        return
    copy = f"\\copy ({' '.join(COLUMNS.split())}) TO '{file}' WITH CSV"
    where = ["-h", settings["HOST"], "-p", str(settings["PORT"] or 5432), "-U", settings["USER"], settings["NAME"]]
    subprocess.run(["psql", "-q", *where, "-c", copy], check=True)


def ledger_file(folder: Path) -> None:
    """Say how the ledger's file compares, taken in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.ledger_file", str(folder)]
    one = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    more = (
        f"first byte {one['first_byte']:.2f} s, first rows {one['first_rows']:.2f} s; {one['processor']:.1f} s of"
        f" processor; the process grew by {one['grown']} MB"
    )
    tool = "sqlite3 -csv" if connection.vendor == "sqlite" else "psql \\copy"
    say(f"transactions as CSV, {one['rows']:,} rows", ours=one["ours"], floor=one["floor"], floor_is=tool, more=more)


def rows_of(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def main(folder: Path) -> None:
    call_command("migrate", verbosity=0)
    made = seconds(make_book)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{ENTRIES:,} entries of {INVESTMENTS:,} awards written in {made:.0f} s", file=sys.stderr, flush=True)
    at = Recording.objects.as_of(DAY, timezone.now())

    from record.models import Account

    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.create_user("bench"))

    def page() -> None:
        assert client.get("/reports/transactions/", {"as_of": DAY.isoformat()}).status_code == 200

    page()  # templates are read once
    ledger_file(folder)
    floor = seconds(lambda: rows_of(BY_KIND))
    say("page of transactions with totals", ours=seconds(page), floor=floor, floor_is="count and sum by kind")
    floor = seconds(lambda: rows_of(BY_AWARD))
    sums.main(say)
    exposure = seconds(lambda: REPORTS["exposure"].report(at=at))
    say("exposure of 5,000 awards", ours=exposure, floor=floor, floor_is="join and sum by award and kind")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
