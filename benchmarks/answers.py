"""`python -m benchmarks.answers`: pages and files of reports from the cache, beside the same worked out anew.

A book of 100,000 entries of 2,000 awards, on SQLite in a folder of its own or in the empty database that DATABASE_URL
names; a Valkey of its own. Each is asked in turn without the cache, with it empty, and with it filled; the middle of
REPEATS counts, and its seconds of processor stand beside it, for other work on the machine does not change those.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep

if __name__ == "__main__":
    FOLDER = tempfile.mkdtemp(prefix="lode-", dir="/tmp")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DEBUG": "false", "VAR_DIR": FOLDER}
    import django

    django.setup()

from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings

from benchmarks.book import make_book
from config import valkey
from config.answer_cache import answer_cache
from record.models import Account, Recording

ENTRIES, AWARDS, SITES = 100_000, 2_000, 500
REPEATS = 5
ADDRESSES = {
    "page of exposure, 200 of 2,000 rows": "/reports/exposure/",
    "page of investments, 200 of 2,000 rows": "/reports/investments/",
    "page of transactions, 200 of 100,000 rows": "/reports/transactions/",
    "exposure as CSV": "/reports/exposure.csv",
    "exposure as XLSX": "/reports/exposure.xlsx",
    "exposure as JSON by the API": "/api/v1/reports/exposure/",
}


def asked(client: Client, address: str) -> tuple[float, float, bytes]:
    """The seconds of the clock and of the processor that an answer takes, and its bytes."""
    begun, spent = perf_counter(), process_time()
    response = client.get(address, {"as_of": "2026-06-18", "serial": Recording.objects.last_serial()})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200, content
    return perf_counter() - begun, process_time() - spent, content.split(b"<main", 1)[-1]


def middle(client: Client, address: str, *, is_emptied: bool = False) -> tuple[float, float, bytes]:
    found = []
    for _ in range(REPEATS):
        if is_emptied:
            caches["answers"].clear()
        found.append(asked(client, address))
    return median(one[0] for one in found), median(one[1] for one in found), found[0][2]


@contextmanager
def valkey_of_its_own(folder: Path) -> Iterator[dict]:
    """Runs one; gives the settings of caches that keep answers there."""
    valkey.prepare(folder)
    server = subprocess.Popen(valkey.command(folder))
    while not valkey.listens(valkey.socket_path(folder)):
        sleep(0.02)
    try:
        yield {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
            "answers": answer_cache("", redis_url="", folder=folder),
        }
    finally:
        server.terminate()
        server.wait()


def main(folder: Path) -> None:
    call_command("migrate", verbosity=0)
    make_book(entries=ENTRIES, investments=AWARDS, projects=SITES)
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.create_user("bench"))
    print("| what | anew | processor | into the cache | from the cache | processor | ratio | bytes |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    with valkey_of_its_own(folder) as caches_there:
        for what, address in ADDRESSES.items():
            asked(client, address)  # templates are read once
            anew, anew_cpu, expected = middle(client, address)
            with override_settings(CACHES=caches_there):
                filled, _, written = middle(client, address, is_emptied=True)
                again, again_cpu, found = middle(client, address)
            assert expected == written == found
            print(
                f"| {what} | {anew * 1000:.0f} ms | {anew_cpu * 1000:.0f} ms | {filled * 1000:.0f} ms "
                f"| {again * 1000:.1f} ms | {again_cpu * 1000:.1f} ms | {anew_cpu / again_cpu:.0f} | {len(found):,} |",
                flush=True,
            )


if __name__ == "__main__":
    try:
        main(Path(FOLDER))
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
