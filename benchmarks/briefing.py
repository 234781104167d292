"""`python -m benchmarks.briefing`: the briefing of the shipped public record, for the first reader and for those after.

The first reader after a recording has everything worked out and drawn; the next takes it from a Valkey of its own. The
floor is the page of guides in the same run: the frame, its header and counts, without an answer. Seconds of processor,
the middle of REPEATS. Promised: 1 s and 0.2 s.
"""

import os
import shutil
import tempfile
from io import StringIO
from pathlib import Path
from statistics import median
from time import process_time

if __name__ == "__main__":
    FOLDER = tempfile.mkdtemp(prefix="lode-", dir="/tmp")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DEBUG": "false", "VAR_DIR": FOLDER}
    import django

    django.setup()

from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings

from benchmarks.answers import valkey_of_its_own
from record.models import Account

REPEATS = 7
FLOOR = "/guide/"
PAGES = {"the briefing": "/", "production, all minerals": "/production/", "the map": "/map/"}


def spent(client: Client, address: str, *, is_first: bool = False) -> float:
    """Seconds of processor that the page takes, in the middle; of a first reader with no answer kept."""
    found = []
    for _ in range(REPEATS):
        if is_first:
            caches["answers"].clear()
        begun = process_time()
        response = client.get(address)
        found.append(process_time() - begun)
        assert response.status_code == 200, response
    return median(found)


def main(folder: Path) -> None:
    call_command("migrate", verbosity=0)
    for command in ("load_reference", "load_public_record"):
        call_command(command, stdout=StringIO())
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.create_user("bench"))
    print("| page | first reader | those after | the frame alone | ratio of the first | of those after |")
    print("|---|---|---|---|---|---|", flush=True)
    with valkey_of_its_own(folder) as caches_there, override_settings(CACHES=caches_there):
        client.get(FLOOR)  # templates are read once
        floor = spent(client, FLOOR)
        for page, address in PAGES.items():
            client.get(address)
            first, after = spent(client, address, is_first=True), spent(client, address)
            print(
                f"| {page} | {first * 1000:.0f} ms | {after * 1000:.0f} ms | {floor * 1000:.0f} ms "
                f"| {first / floor:.1f} | {after / floor:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    try:
        main(Path(FOLDER))
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
