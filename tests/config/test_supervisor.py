"""A process that ends is started again, and what another run left over is ended: by number and start, nothing else."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from config import leftovers
from config.run_lock import RunLock, RunsAlready
from config.serve import of_procfile
from config.supervisor import Child, Supervisor, ended, pause_after

SLEEPS = ["/bin/sh", "-c", "exec sleep 60"]
WITH_A_CHILD = ["/bin/sh", "-c", "sleep 61 & echo $! > child.pid; exec sleep 60"]


def runs(pid: int) -> bool:
    return leftovers.started(pid) is not None


def until(holds, *, seconds: float = 10):
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, f"not within {seconds} seconds"
        time.sleep(0.02)
    return found


@pytest.fixture
def supervised(tmp_path: Path):
    """Starts a supervisor in a thread; at the end all is ended."""
    started: list[tuple[Supervisor, threading.Thread]] = []

    def start(*children: Child) -> Supervisor:
        said: list[str] = []
        made = Supervisor(children, os.environ, tmp_path, tmp_path / "processes.json", said.append, patience=2)
        made.said = said
        thread = threading.Thread(target=made.run)
        thread.start()
        started.append((made, thread))
        until(lambda: len(leftovers.kept(made.register)) == len(children))
        return made

    yield start
    for made, thread in started:
        made.stop()
        thread.join(timeout=10)


def test_the_pause_doubles_up_to_five_seconds():
    assert [pause_after(deaths) for deaths in range(1, 7)] == [0.5, 1, 2, 4, 5, 5]


def test_how_a_process_ended_is_said_in_words():
    assert [ended(code) for code in (0, 3, -9)] == ["ended", "ended with exit code 3", "was ended by SIGKILL"]


def test_a_process_that_is_killed_is_started_again_and_the_others_stay(supervised):
    made = supervised(Child("one", SLEEPS), Child("other", SLEEPS))
    before = leftovers.kept(made.register)
    os.kill(before["one"], signal.SIGKILL)
    until(lambda: leftovers.kept(made.register).get("one", before["one"]) != before["one"])
    assert leftovers.kept(made.register)["other"] == before["other"]
    assert made.said == ["one was ended by SIGKILL. It starts again in 0.5 s."]


def test_what_a_killed_process_had_started_is_ended_before_its_successor_starts(supervised, tmp_path: Path):
    made = supervised(Child("one", WITH_A_CHILD))
    child = int(until(lambda: (tmp_path / "child.pid").exists() and (tmp_path / "child.pid").read_text()))
    os.kill(leftovers.kept(made.register)["one"], signal.SIGKILL)
    until(lambda: not runs(child))


def test_at_the_end_all_are_asked_first_and_killed_when_they_do_not_hear(supervised, tmp_path: Path):
    deaf = [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); open('deaf', 'w'); time.sleep(60)",
    ]
    made = supervised(Child("server", SLEEPS, is_last=True), Child("deaf", deaf))
    pids = leftovers.kept(made.register)
    until((tmp_path / "deaf").exists)
    made.stop()
    until(lambda: not made.register.exists())
    assert not any(map(runs, pids.values()))
    assert made.said == ["deaf was ended by SIGKILL.", "server was ended by SIGTERM."]


@pytest.fixture
def sleeper():
    process = subprocess.Popen(SLEEPS, start_new_session=True)
    yield process
    process.kill()
    process.wait()


def test_what_is_left_over_is_ended(sleeper, tmp_path: Path):
    leftovers.keep(tmp_path / "processes.json", {"worker": sleeper.pid})
    assert leftovers.end_leftovers(tmp_path / "processes.json") == ["worker"]
    assert sleeper.wait(timeout=5) == -signal.SIGTERM
    assert not (tmp_path / "processes.json").exists()


def test_a_process_of_the_same_number_that_began_at_another_time_is_left_alone(sleeper, tmp_path: Path):
    register = tmp_path / "processes.json"
    leftovers.keep(register, {"worker": sleeper.pid})
    rows = json.loads(register.read_text())
    rows[0]["started"] = rows[0]["started"][:-1] + ("0" if rows[0]["started"][-1] != "0" else "1")
    register.write_text(json.dumps(rows))
    assert leftovers.end_leftovers(register) == []
    assert runs(sleeper.pid)


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"name": "worker"}]'])
def test_a_register_that_cannot_be_read_ends_nothing(content: str, tmp_path: Path):
    (tmp_path / "processes.json").write_text(content)
    assert leftovers.end_leftovers(tmp_path / "processes.json") == []


def test_a_process_that_has_ended_has_no_start():
    process = subprocess.Popen(["true"])
    until(lambda: leftovers.started(process.pid) is None)
    process.wait()


def test_a_second_run_on_a_folder_is_told_who_runs_there(tmp_path: Path):
    with RunLock(tmp_path, address="http://127.0.0.1:8000/"), pytest.raises(RunsAlready) as refused, RunLock(tmp_path):
        pass
    said = str(refused.value)
    assert said.startswith(
        f"Lodebook runs already on {tmp_path}: process {os.getpid()} at http://127.0.0.1:8000/, since "
    )
    assert said.endswith(f"End it (kill {os.getpid()}), or set VAR_DIR to another folder.")


def test_the_lock_falls_with_its_holder_however_it_ends(tmp_path: Path):
    code = "import sys, time, pathlib; from config.run_lock import RunLock\n"
    code += "with RunLock(pathlib.Path(sys.argv[1])): open(sys.argv[1] + '/held', 'w'); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    with contextlib.suppress(AssertionError):
        until((tmp_path / "held").exists)
    holder.kill()
    holder.wait()
    with RunLock(tmp_path):
        pass


def test_a_procfile_is_one_process_a_line():
    found = of_procfile("# comment\nweb: exec serve --bind 1:2\n\nbeat: exec beat\n")
    assert [(child.name, child.command[-1]) for child in found] == [
        ("web", "exec serve --bind 1:2"),
        ("beat", "exec beat"),
    ]
