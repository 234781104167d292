"""A site as `make run` starts it, with people who read its pages and somebody who asks for projections meanwhile."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

from config import leftovers, valkey
from tests.journeys.test_served import Visitor

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("/", "/reports/exposure/", "/reports/stakes.csv", "/health/")
ASKER = """
import sys, time
import django; django.setup()
from django.utils import timezone
from record.models import Recording
from record.services import jobs
serial = Recording.objects.last_serial()
for line in sys.stdin:
    day, begun = line.strip(), time.monotonic()
    jobs.ask("projection", key=day, arguments={"day": day, "serial": serial, "shared_above": 4}, now=timezone.now())
    print(time.monotonic() - begun, flush=True)
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Reader(threading.Thread):
    """Somebody who reads one page after another, and notes what did not answer and the longest wait."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__(daemon=True)
        self.visitor = Visitor(address).sign_in(name)
        self.read, self.longest, self.failures = 0, 0.0, []
        self.is_done = threading.Event()

    def run(self) -> None:
        while not self.is_done.wait(0.1):
            page, begun = PAGES[self.read % len(PAGES)], time.monotonic()
            try:
                status = self.visitor.get(page).status
            except OSError as error:
                status = str(error)
            self.longest = max(self.longest, time.monotonic() - begun)
            self.read += 1
            if status != 200:
                self.failures.append((page, status))


class Served:
    """The running site; `redis_url` says that its queue is another server's."""

    def __init__(self, folder: Path, redis_url: str = "") -> None:
        self.var = folder
        self.address = f"http://127.0.0.1:{free_port()}"
        bare = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HTTPS"}}
        self.environment = bare | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "",
            "DEBUG": "true",
            "VAR_DIR": str(folder),
            "HOST": "127.0.0.1",
            "PORT": self.address.rpartition(":")[2],
            "REDIS_URL": redis_url,
            "JOB_STALE_AFTER": "10",
        }
        (folder / "assets").symlink_to(ROOT / "var" / "assets")
        self.log = (folder / "serve.log").open("wb")
        assert self.start("manage.py", "quickstart").wait(timeout=300) == 0
        self.process = self.start("-m", "config.serve")
        self.asker = self.start("-c", ASKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.database = sqlite3.connect(folder / "lodebook.sqlite3", isolation_level=None, timeout=20)
        self.wait(lambda: self.health().get("ok"), seconds=60)

    def start(self, *command: str, **pipes: object) -> subprocess.Popen:
        pipes = {"stdout": self.log, "stderr": self.log, **pipes}
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment, **pipes)

    def health(self) -> dict:
        try:
            return json.loads(Visitor(self.address).get("/health/").text)
        except (OSError, ValueError):
            return {}

    def ask(self, day: str) -> float:
        """Ask for the projection of a day; the seconds that it took."""
        self.asker.stdin.write(f"{day}\n")
        self.asker.stdin.flush()
        return float(self.asker.stdout.readline())

    def pids(self) -> dict[str, int]:
        return leftovers.kept(self.var / "processes.json")

    def one(self, question: str) -> int:
        return self.database.execute(question).fetchone()[0]

    def starts(self, role: str) -> set[str]:
        found = self.database.execute("SELECT start_id FROM record_heartbeat WHERE role = ?", (role,))
        return {row[0] for row in found}

    def kill_until_back(self, name: str, *, seconds: float) -> float:
        """Kill a process; the seconds until its successor answers, or has written its heartbeat."""
        before, pid = self.starts(name), self.pids()[name]
        os.kill(pid, signal.SIGKILL)
        begun = time.monotonic()
        self.wait(lambda: self.pids().get(name, pid) != pid, seconds=seconds)
        if name == "valkey":
            self.wait(lambda: valkey.listens(valkey.socket_path(self.var)), seconds=seconds)
        else:
            self.wait(lambda: self.starts(name) - before, seconds=seconds)
        took = time.monotonic() - begun
        assert took < seconds, f"{name} was back only after {took:.1f} seconds"
        return took

    def wait(self, holds: object, *, seconds: float) -> float:
        """Wait until something holds; the seconds that it took."""
        begun = time.monotonic()
        while not holds():
            assert time.monotonic() - begun < seconds, f"not within {seconds} seconds"
            time.sleep(0.1)
        return time.monotonic() - begun

    def close(self) -> None:
        self.asker.stdin.close()
        self.asker.wait(timeout=30)
        self.process.terminate()
        self.process.wait(timeout=60)
        self.database.close()
        self.log.close()
