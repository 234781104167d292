"""Worker, beat and Valkey are killed in turn under use; then the queue's server is away for a minute.

KILLS says how often each is killed: 3 times in CI, 10 by `make soak`. It needs a machine to itself.
"""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from config import valkey
from record.services.jobs import UNSENT
from tests.journeys.killed import Reader, Served, free_port
from tests.journeys.test_served import Visitor

pytestmark = [pytest.mark.killed, pytest.mark.slow]
BACK_WITHIN = 15  # seconds
FIRST_DAY = date(2026, 6, 19)


@contextmanager
def readers(site: Served) -> Iterator[None]:
    """Two people who read the site's pages meanwhile; at the end all their pages must have answered."""
    started = [Reader(site.address, name) for name in ("manager", "auditor")]
    for reader in started:
        reader.start()
    try:
        yield
    finally:
        for reader in started:
            reader.is_done.set()
            reader.join(timeout=60)
    read = sum(reader.read for reader in started)
    print(f"{read} pages read, the slowest in {max(reader.longest for reader in started):.1f} s")
    assert [failure for reader in started for failure in reader.failures] == []
    assert read > 20


@pytest.fixture
def served(tmp_path: Path):
    """Starts a site in a folder of its own."""
    started: list[Served] = []

    def start(redis_url: str = "") -> Served:
        started.append(Served(tmp_path, redis_url))
        return started[0]

    yield start
    for site in started:
        site.close()


@pytest.fixture
def server(tmp_path: Path):
    """A queue's server of its own, on a port; `server.start()` starts it, `server.kill()` takes it away."""
    made = Server(tmp_path)
    made.start()
    yield made
    made.kill()


class Server:
    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"redis://127.0.0.1:{port}/0"
        self.command = [valkey.binary(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def kill_in_turn(site: Served, times: int) -> list[str]:
    """Ask for a projection, kill a process, wait until it is back; the days that were asked for."""
    asked: list[str] = []
    slowest = 0.0
    for number, name in ((number, name) for number in range(times) for name in ("worker", "beat", "valkey")):
        asked.append(str(FIRST_DAY + timedelta(days=len(asked))))
        slowest = max(slowest, site.ask(asked[-1]))
        time.sleep(2)  # it runs now
        pids, took = site.pids(), site.kill_until_back(name, seconds=BACK_WITHIN)
        now = site.pids()
        assert {other for other in pids if now[other] != pids[other]} == {name}
        print(f"kill {number + 1} of {name}: back after {took:.1f} s")
    print(f"asking took {slowest:.1f} s at most")
    return asked


def test_each_process_that_is_killed_is_back_in_seconds_and_every_job_is_done_once(served):
    begun, site = time.monotonic(), served()
    with readers(site):
        asked = kill_in_turn(site, int(os.environ["KILLS"]))
        done = "SELECT count(*) FROM record_job WHERE kind = 'projection' AND state = 'succeeded'"
        waited = site.wait(lambda: site.one(done) >= len(asked), seconds=120 + 20 * len(asked))
        runs = site.database.execute("SELECT counts_from, count(*) FROM projects_projectionrun GROUP BY counts_from")
        assert {day: count for day, count in runs if day in asked} == dict.fromkeys(asked, 1)
        print(f"{len(asked)} projections done once, the last {waited:.0f} s after the last process was back")
        site.wait(lambda: site.health().get("ok"), seconds=60)
    print(f"in all {time.monotonic() - begun:.0f} s")


def test_a_queue_away_for_a_minute_costs_nobody_a_page(server, served):
    site = served(server.url)
    with readers(site):
        before = site.pids()
        assert set(before) == {"web", "worker", "beat"}
        officer = Visitor(site.address).sign_in("officer")
        page = officer.get("/admin/projects/projectionrun/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        server.kill()
        begun = time.monotonic()
        answer = officer.get("/admin/projects/projectionrun/now/", csrfmiddlewaretoken=token[1])
        assert answer.status == 200
        assert UNSENT in answer.text
        print(f"the page that asks answered in {time.monotonic() - begun:.1f} s")
        assert site.health()["queue"] is False
        time.sleep(60)
        assert site.pids() == before
        server.start()
        done = "SELECT count(*) FROM record_job WHERE kind = 'projection' AND state = 'succeeded'"
        waited = site.wait(lambda: site.one(done), seconds=150)
        print(f"the job was done {waited:.0f} s after the queue was back")
        assert site.pids() == before
        site.wait(lambda: site.health().get("ok"), seconds=60)
