"""Runs the processes of the Procfile, and Valkey unless REDIS_URL is set, and says where the pages are.

Run as `python -m config.serve` (make run does). Ctrl-C ends all of them. A process that ends is started again.
"""

import os
import shlex
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import environ

from config import leftovers, valkey
from config.accounts import TRIAL_ACCOUNTS, TRIAL_PASSWORD, spoken
from config.run_lock import RunLock, RunsAlready
from config.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parent.parent


def trial() -> bool:
    """Return whether this is a local trial."""
    return environ.Env().bool("DEBUG", default=False)


def var_folder() -> Path:
    """Return the folder of everything that is written at run time."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def register(var: Path) -> Path:
    """Return the file that names the running processes."""
    return var / "processes.json"


def announce(address: str, *, patience: float = 60.0) -> None:
    """Print the address and the accounts as soon as the pages answer; give up in silence after `patience` seconds."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}health/", timeout=5)
        except urllib.error.HTTPError:
            pass  # it answers; that worker and beat have not yet been seen is no reason to wait
        except OSError:
            time.sleep(0.2)
            continue
        how = spoken(TRIAL_ACCOUNTS if trial() else {}, TRIAL_PASSWORD)
        print(f"\n  Lodebook is at {address}\n  {how}\n  Ctrl-C ends it.\n", flush=True)
        return


def of_procfile(text: str) -> list[Child]:
    """Return the processes that a Procfile names: one a line, `name: command of the shell`."""
    lines = [line.partition(":") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Child(name.strip(), ["/bin/sh", "-c", command.strip()]) for name, _, command in lines]


def processes(var: Path) -> list[Child]:
    """Return what runs: Valkey first where no REDIS_URL is set, then the lines of the Procfile.

    Raises OSError or RuntimeError with the next step when Valkey cannot be started.
    """
    children = of_procfile((ROOT / "Procfile").read_text())
    if environ.FileAwareEnv().str("REDIS_URL", default=""):
        return children
    valkey.prepare(var)
    return [Child("valkey", ["/bin/sh", "-c", f"exec {shlex.join(valkey.command(var))}"], is_last=True), *children]


def main() -> None:
    """Run until somebody presses Ctrl-C or sends SIGTERM. Exits with a sentence when it cannot start."""
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    address, var = f"http://{host}:{port}/", var_folder()
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
        "HOST": host,
        "PORT": port,
    }
    if trial():
        # A local trial as root is nothing to be warned of; a real site keeps the warning.
        environment["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    try:
        with RunLock(var, address=address):
            for name in leftovers.end_leftovers(register(var)):
                print(f"{name} was left over from an earlier run and was ended.", flush=True)
            supervisor = Supervisor(processes(var), environment, ROOT, register(var))
            # A closed terminal ends them too: each has a session of its own and would outlive it.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, lambda *_: supervisor.stop())
            threading.Thread(target=announce, args=(address,), daemon=True).start()
            supervisor.run()
    except (RunsAlready, FileNotFoundError, PermissionError, RuntimeError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
