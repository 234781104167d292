"""Which processes the supervisor started, kept in a file, so that the next one ends those that were left over.

A number alone is not enough: the system gives it to another process later. The moment of the start tells them apart.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

PATIENCE = 5  # seconds that a process left over has to end by itself


def started(pid: int) -> str | None:
    """Return when the process began, in the system's own words; None when no such process runs."""
    if not Path("/proc/self/stat").exists():
        shown = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"}
        )
        return shown.stdout.strip() or None
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    state, ticks = after_name[0], after_name[19]
    if state in "ZX":  # it has ended, and nobody has asked yet how
        return None
    return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()} {ticks}"


def keep(register: Path, pids: Mapping[str, int]) -> None:
    """Write down each process by its name, with its number and start."""
    rows = [{"name": name, "pid": pid, "started": started(pid)} for name, pid in pids.items()]
    new = register.with_suffix(".new")
    new.write_text(json.dumps(rows, indent=1))
    new.replace(register)


def kept(register: Path) -> dict[str, int]:
    """Return the processes written down that still run, by name: those whose number and start are both the same."""
    try:
        rows = json.loads(register.read_text())
        return {row["name"]: row["pid"] for row in rows if row["started"] and started(row["pid"]) == row["started"]}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def end_leftovers(register: Path, *, patience: float = PATIENCE) -> list[str]:
    """End the processes written down that still run, each with its group; return their names. Ends nothing else."""
    names = list(kept(register))
    for pid in kept(register).values():
        signal_group(pid, signal.SIGTERM)
    until = time.monotonic() + patience
    while kept(register) and time.monotonic() < until:
        time.sleep(0.05)
    for pid in kept(register).values():
        signal_group(pid, signal.SIGKILL)
    register.unlink(missing_ok=True)
    return names


def signal_group(pid: int, number: int) -> None:
    """Send a signal to a process and to what it started, where it leads a group of its own; else to it alone."""
    with suppress(ProcessLookupError, PermissionError):
        if os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
