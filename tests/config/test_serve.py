"""One command starts Valkey, web, worker and beat on an empty folder; Ctrl-C ends all of them; nothing is lost."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import leftovers

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A local trial in an empty folder, on a free port, on the embedded database and queue."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    bare = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "HTTPS"}}
    return bare | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "",
        "DEBUG": "true",
        "VAR_DIR": str(tmp_path / "var"),
        "PORT": str(number),
    }


def quickstart(environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "quickstart"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    quickstart(environment)
    process = subprocess.Popen(
        [sys.executable, "-m", "config.serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.terminate()  # killed outright, it would leave its processes behind
    process.communicate(timeout=30)


def health(environment: dict[str, str]) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/health/", timeout=10) as answer:
        return json.load(answer)


def wait_until_alive(environment: dict[str, str], *, seconds: float = 60) -> dict[str, object]:
    until = time.monotonic() + seconds
    found: dict[str, object] = {}
    while time.monotonic() < until and not found.get("ok"):
        with contextlib.suppress(OSError):
            found = health(environment)
        time.sleep(0.3)
    return found


def test_the_processes_live_and_end_together_and_a_second_run_is_told(
    environment: dict[str, str], served: subprocess.Popen[str], tmp_path: Path
):
    found = wait_until_alive(environment)
    assert found["ok"], found
    for command in ("config.preflight", "config.serve"):
        second = subprocess.run(
            [sys.executable, "-m", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30
        )
        assert second.returncode == 1
        assert second.stderr.startswith(
            f"Lodebook runs already on {environment['VAR_DIR']}: process {served.pid} at http"
        )
    served.send_signal(signal.SIGINT)
    stated, _ = served.communicate(timeout=30)
    assert served.returncode == 0
    assert f"Lodebook is at http://127.0.0.1:{environment['PORT']}/" in stated
    assert "officer, officer2, manager, auditor, administrator" in stated
    for name in ("web", "worker", "beat", "valkey"):
        assert f"{name} ended.\n" in stated
    with pytest.raises(OSError, match="refused"):
        health(environment)


def test_after_a_supervisor_was_killed_the_next_one_ends_what_it_left_over(
    environment: dict[str, str], served: subprocess.Popen[str], tmp_path: Path
):
    assert wait_until_alive(environment)["ok"]
    left = leftovers.kept(tmp_path / "var" / "processes.json")
    assert set(left) == {"valkey", "web", "worker", "beat"}
    served.kill()
    served.wait()
    assert all(leftovers.started(pid) for pid in left.values())
    subprocess.run([sys.executable, "-m", "config.preflight"], cwd=ROOT, env=environment, check=True, timeout=30)
    assert not any(leftovers.started(pid) for pid in left.values())


def test_a_second_quickstart_changes_nothing_and_takes_less_than_half_of_the_first(environment: dict[str, str]):
    begun = time.monotonic()
    quickstart(environment)
    first = time.monotonic()
    again = quickstart(environment)
    assert time.monotonic() - first < (first - begun) / 2
    assert "Tables: up to date" in again
