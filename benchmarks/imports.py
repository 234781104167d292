"""`python -m benchmarks.imports`: 100,000 entries imported on PostgreSQL, beside `psql \\copy` of the same rows.

Both go into the same table in the same state, its indexes, keys and triggers standing: the second database is a copy of
the first from before the import. DATABASE_URL names the server; both databases are made for this and dropped. As many
rows as BENCH_ROWS says, 100,000 unless it does.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

ROWS, AWARDS = int(os.environ.get("BENCH_ROWS", "100000")), 5_000
DAYS = 600 * AWARDS // ROWS
"""Between two payments of an award, so that all of them are past."""
TABLE = "portfolio_transaction"


def beside(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def psql(url: str, *commands: str) -> float:
    """Seconds that psql took for these commands."""
    asked = [part for command in commands for part in ("-c", command)]
    begun = time.perf_counter()
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", url, *asked], check=True)
    return time.perf_counter() - begun


def a_file() -> str:
    """What an agency would send: one payment a line, as many for each award, with an invoice and a source."""
    lines = ["investment,kind,amount_usd,effective_on,note,sources"]
    for number in range(ROWS):
        on = date(2016, 1, 1) + timedelta(days=number // AWARDS * DAYS + number % 28)
        cents = 100 + number * 7_919 % 900_000
        lines.append(
            f'award-{number % AWARDS:05d},fee,"{cents // 100:,}.{cents % 100:02d}",{on},"Invoice {number}, paid",bench1'
        )
    return "\n".join(lines) + "\n"


def ours(folder: Path) -> None:
    """In a process of its own: read, check and write the file; prints the seconds as JSON."""
    import django

    django.setup()
    from portfolio.imports.mapping import Mapping
    from portfolio.imports.preview import preview, read, try_out, write
    from portfolio.services.ledger_check import LedgerCheck

    content = (folder / "payments.csv").read_bytes()
    today, seconds = date(2026, 6, 18), {}
    begun = time.perf_counter()
    reading = read("transactions", content, Mapping())
    seconds["read"] = time.perf_counter() - begun
    begun = time.perf_counter()
    asked = {"why": "a benchmark", "today": today, "by_name": "bench"}
    tried = try_out(reading, **asked)
    seconds["check"] = time.perf_counter() - begun
    begun = time.perf_counter()
    plan, recording = write(reading, expected=None, tried=tried, **asked)
    seconds["write"] = time.perf_counter() - begun
    assert plan.counts["new"] == ROWS, plan.counts
    processor, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    begun = time.perf_counter()
    again = preview(reading, **asked)
    seconds["again"] = time.perf_counter() - begun
    assert again.counts["same"] == ROWS, again.counts
    check = LedgerCheck(today=today)
    problems = list(check.problems())
    assert not problems, problems[:3]
    told = {"recording": recording.serial, "entries": check.entries, "processor": processor, "peak": peak}
    print(json.dumps({**seconds, **told}))


def prepare() -> None:
    """In a process of its own: an empty database with awards and their obligations."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.book import make_book

    call_command("migrate", verbosity=0)
    make_book(entries=2 * AWARDS, investments=AWARDS)


def step(name: str, folder: Path, url: str) -> str:
    environment = os.environ | {"DATABASE_URL": url, "VAR_DIR": str(folder / "var"), "DEBUG": "false"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "benchmarks.imports", name, str(folder)]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


OPENED = (
    "serial, moment, by_name, why, channel, approval, by_id, form_key, previous_hash, hash, hash_version, is_closed"
)
"""The columns of a recording; in the floor it is open."""


def floor(url: str, rows: Path, recording: Path, before: str = "") -> float:
    """Seconds of psql for the very rows, under the very recording, opened there as here."""
    psql(url, f"\\copy record_recording ({OPENED}) FROM '{recording}' WITH CSV", before or "SELECT")
    return psql(url, f"\\copy {TABLE} FROM '{rows}' WITH CSV")


def main(url: str) -> None:
    name = urlsplit(url).path.strip("/")
    first, second, third = (f"{name}_bench_{part}" for part in ("import", "floor", "bare"))
    server = beside(url, "postgres")
    with tempfile.TemporaryDirectory(prefix="lodebook-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "var" / "static").mkdir(parents=True)
        (folder / "payments.csv").write_text(a_file(), encoding="utf-8")
        drop = [f'DROP DATABASE IF EXISTS "{one}"' for one in (first, second, third)]
        psql(server, *drop, f'CREATE DATABASE "{first}"')
        try:
            step("prepare", folder, beside(url, first))
            psql(server, *(f'CREATE DATABASE "{one}" TEMPLATE "{first}"' for one in (second, third)))
            described = json.loads(step("ours", folder, beside(url, first)))
            rows, recording = folder / "rows.csv", folder / "recording.csv"
            serial = described["recording"]
            psql(
                beside(url, first),
                f"\\copy (SELECT * FROM {TABLE} WHERE recording_id = {serial} ORDER BY number) TO '{rows}' WITH CSV",
                f"\\copy (SELECT {OPENED.replace('is_closed', 'false')} FROM record_recording"
                f" WHERE serial = {serial}) TO '{recording}' WITH CSV",
            )
            guarded = floor(beside(url, second), rows, recording)
            bare = floor(beside(url, third), rows, recording, f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        finally:
            psql(server, *drop)
    total = described["read"] + described["check"] + described["write"]
    print("| what | seconds | ratio |")
    print("|---|---|---|")
    parts = ", ".join(f"{name} {described[name]:.2f} s" for name in ("read", "check", "write"))
    spent = f"{described['processor']:.0f} s of our processor, {described['peak']:,} MB at most"
    print(f"| import of {ROWS:,} entries: {parts}; {spent} | {total:.2f} | |")
    print(f"| of it under the write lock | {described['write']:.2f} | {described['write'] / bare:.1f} |")
    print(f"| psql \\copy into the same table, triggers standing | {guarded:.2f} | {total / guarded:.1f} |")
    print(f"| psql \\copy into the same table, its triggers off | {bare:.2f} | {total / bare:.1f} |")
    print(f"| the same file once more: nothing new | {described['again']:.2f} | |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        prepare()
    elif sys.argv[1:2] == ["ours"]:
        ours(Path(sys.argv[2]))
    else:
        main(os.environ["DATABASE_URL"])
