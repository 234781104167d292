"""`python -m benchmarks.ledger_file FOLDER`: the ledger's CSV of the book that stands, in a process of its own.

Three times in turn the database's own tool, and the file as a reader takes it from the site. Prints one line of JSON:
the run whose ratio is the middle one, with its first byte, its first rows, and what the process grew by.
"""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import DAY, floor_csv, seconds

RUNS = 3


class Taken(NamedTuple):
    ours: float
    floor: float
    first_byte: float
    first_rows: float
    grown: int
    processor: float
    rows: int


def memory(which: str) -> int:
    """MB: VmRSS, what the process holds, or VmHWM, the most since it was last reset."""
    found = re.search(rf"{which}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) // 1024 if found else 0


def take(client: Any, file: Path) -> tuple[float, float, float, int]:
    """Seconds to the last byte, to the first and to the first rows; how many rows."""
    begun, since, rows = time.perf_counter(), [], -1
    response = client.get("/reports/transactions.csv", {"as_of": DAY.isoformat()})
    with file.open("wb") as out:
        for piece in response.streaming_content:
            since.append(time.perf_counter() - begun)
            out.write(piece)
            rows += piece.count(b"\n")
    return time.perf_counter() - begun, since[0], since[1], rows


def main(folder: Path) -> None:
    from django.test import Client

    from record.models import Account

    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(username="bench"))
    list(client.get("/reports/sources.csv"))  # what is read once
    found = []
    for _ in range(RUNS):
        floor = seconds(lambda: floor_csv(folder / "floor.csv"))
        Path("/proc/self/clear_refs").write_text("5")
        before, spent = memory("VmRSS"), time.process_time()
        ours, first_byte, first_rows, rows = take(client, folder / "ours.csv")
        grown, processor = memory("VmHWM") - before, time.process_time() - spent
        found.append(Taken(ours, floor, first_byte, first_rows, grown, processor, rows))
        print(found[-1], file=sys.stderr, flush=True)
    middle = sorted(found, key=lambda one: one.ours / one.floor)[RUNS // 2]
    print(json.dumps(middle._replace(grown=max(one.grown for one in found))._asdict()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
