"""Starts processes, starts again the one that ends, and ends all of them when it is told to.

Each process leads a session of its own. When it ends, what it left behind in that session is ended too, so that nothing
old stands in the way of its successor. Another process is never touched.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config import leftovers

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0  # seconds before a process is started again; doubled each time it ends
STEADY_AFTER = 15  # seconds; who lived as long begins with the first pause again
PATIENCE = 20  # seconds that a process has to finish what it does before it is killed
LOOK_EVERY = 0.1


def pause_after(deaths: int) -> float:
    """Return the seconds to wait before the next start, after so many ends in a row."""
    return min(FIRST_PAUSE * 2 ** (deaths - 1), LONGEST_PAUSE)


@dataclass
class Child:
    """One process: its command, how it runs now, and when it is due to start."""

    name: str
    command: Sequence[str]
    is_last: bool = False
    """It is ended after the others, which need it while they end."""
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    due: float = 0.0
    deaths: int = 0

    def start(self, environment: Mapping[str, str], folder: Path) -> None:
        self.process = subprocess.Popen(
            self.command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.began = time.monotonic()

    def has_ended(self) -> int | None:
        """Return the exit code once it has ended (and then its session has), None while it runs."""
        if self.process is None:
            return None
        if hasattr(os, "waitid"):  # its number stays taken until it is asked how it ended: the group is surely its own
            if os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return None
        elif self.process.poll() is None:
            return None
        self.signal(signal.SIGKILL)
        code = self.process.wait()
        self.process = None
        return code

    def signal(self, number: int) -> None:
        """Signal its whole session."""
        with suppress(ProcessLookupError, PermissionError):
            if self.process is not None:
                os.killpg(self.process.pid, number)


@dataclass
class Supervisor:
    """Keeps `children` running. `register` is the file that names them; `say` prints a line."""

    children: Sequence[Child]
    environment: Mapping[str, str]
    folder: Path
    register: Path
    say: Callable[[str], None] = field(default=lambda line: print(line, flush=True))
    patience: float = PATIENCE
    _stops: bool = False

    def stop(self) -> None:
        """Let `run` end all processes and return. Fit for a signal handler."""
        self._stops = True

    def run(self) -> None:
        """Start every process and keep each running until `stop` is called; then end all of them."""
        try:
            while not self._stops:
                self.look()
                time.sleep(LOOK_EVERY)
        finally:
            self.end([child for child in self.children if not child.is_last])
            self.end([child for child in self.children if child.is_last])
            self.register.unlink(missing_ok=True)

    def look(self) -> None:
        """Note which processes have ended, and start those that are due."""
        now, started = time.monotonic(), False
        for child in self.children:
            code = child.has_ended()
            if code is not None:
                child.deaths = 1 if now - child.began > STEADY_AFTER else child.deaths + 1
                child.due = now + pause_after(child.deaths)
                self.say(f"{child.name} {ended(code)}. It starts again in {pause_after(child.deaths):g} s.")
            if child.process is None and now >= child.due:
                child.start(self.environment, self.folder)
                started = True
        if started:
            leftovers.keep(self.register, {child.name: child.process.pid for child in self.children if child.process})

    def end(self, children: Sequence[Child]) -> None:
        """Ask the processes to end, kill those that have not after a while, and say how each ended."""
        for child in children:
            if child.process is not None:
                with suppress(ProcessLookupError):
                    os.kill(child.process.pid, signal.SIGTERM)
        until = time.monotonic() + self.patience
        while waiting := [child for child in children if child.process is not None]:
            if time.monotonic() > until:
                for child in waiting:
                    child.signal(signal.SIGKILL)
            for child in waiting:
                code = child.has_ended()
                if code is not None:
                    self.say(f"{child.name} {ended(code)}.")
            time.sleep(0.02)


def ended(code: int) -> str:
    """Return in words how a process ended."""
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return "ended" if code == 0 else f"ended with exit code {code}"
