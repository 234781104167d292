"""What must hold before the processes start; each thing that does not is one sentence, and exit code 1.

Processes left over from a run that was killed are ended here, since they hold the port.
"""

import os
import socket
import sys
from pathlib import Path

from config import leftovers
from config.run_lock import RunLock, RunsAlready
from config.serve import register, var_folder


def port(text: str) -> int:
    """Return the port that the text names; raises ValueError with a sentence when it names none."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError(f"PORT is '{text}'. Give a number from 1 to 65535: make run PORT=8001")
    return int(text)


def busy(number: int, *, host: str = "127.0.0.1") -> str | None:
    """Return a sentence when nobody may listen on this port now, else None."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, number))
        except PermissionError:
            return f"Port {number} is reserved for the administrator. Choose another: make run PORT=8000"
        except OSError:
            return f"Port {number} is busy. Stop what listens there, or choose another: make run PORT={number + 1}"
    return None


def unwritable(folder: Path) -> str | None:
    """Return a sentence when files cannot be written into the folder, else None."""
    probe = folder / f".writable-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        return f"The folder {folder} cannot be written ({error.strerror}). Change its owner, or set VAR_DIR to another."
    return None


def main() -> None:
    """Check the port and the folder that the environment names, and that nobody runs on that folder."""
    try:
        number = port(os.environ.get("PORT", "8000"))
    except ValueError as error:
        sys.exit(str(error))
    folder = var_folder()
    if sentence := unwritable(folder):
        sys.exit(sentence)
    try:
        with RunLock(folder):
            leftovers.end_leftovers(register(folder))
    except RunsAlready as error:
        sys.exit(str(error))
    if sentence := busy(number, host=os.environ.get("HOST", "127.0.0.1")):
        sys.exit(sentence)


if __name__ == "__main__":
    main()
