"""Starts the processes of the Procfile together and says where the pages are once they answer.

Run as `python -m config.serve` (make run does). Ctrl-C ends all of them.
"""

import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import environ
from honcho import manager as honcho_manager
from honcho.environ import parse_procfile
from honcho.printer import Printer

from config.accounts import TRIAL_ACCOUNTS, TRIAL_PASSWORD, spoken

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20  # seconds that a process has to finish what it does before it is killed


def trial() -> bool:
    """Say whether this is a local trial."""
    return environ.Env().bool("DEBUG", default=False)


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


def main() -> None:
    """Run until one process ends or somebody presses Ctrl-C."""
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
        "HOST": host,
        "PORT": port,
    }
    if trial():
        # A local trial as root is nothing to be warned of; a real site keeps the warning.
        environment["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    honcho_manager.KILL_WAIT = PATIENCE
    manager = honcho_manager.Manager(Printer(sys.stdout))
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=environment, cwd=str(ROOT))
    threading.Thread(target=announce, args=(f"http://{host}:{port}/",), daemon=True).start()
    # A terminal that is closed ends them too: each process has a session of its own and would outlive it.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    try:
        manager.loop()
    except BaseException:
        manager.terminate()
        raise
    ended_by_hand = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    sys.exit(0 if ended_by_hand else manager.returncode)


if __name__ == "__main__":
    main()
