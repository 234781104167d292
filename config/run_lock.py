"""One site runs on a data folder: a lock on a file in it, which the system drops when its holder ends, however."""

import fcntl
import json
import os
import time
from pathlib import Path
from types import TracebackType


class RunsAlready(Exception):
    """Somebody else holds the lock; the text says who, and what to do."""


class RunLock:
    """The lock on `folder`, held inside a with block; `address` tells others where the site is.

    Entering raises RunsAlready when another process holds it.
    """

    def __init__(self, folder: Path, *, address: str = "") -> None:
        self.folder, self.address = folder, address

    def __enter__(self) -> "RunLock":
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file = (self.folder / "run.lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = self._holder()
            self._file.close()
            raise RunsAlready(said) from None
        self._file.truncate(0)
        holder = {"pid": os.getpid(), "address": self.address, "since": time.strftime("%Y-%m-%d %H:%M:%S")}
        self._file.write(json.dumps(holder))
        self._file.flush()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.truncate(0)
        self._file.close()

    def _holder(self) -> str:
        self._file.seek(0)
        try:
            holder = json.loads(self._file.read())
        except ValueError:
            return f"Lodebook is starting or ending on {self.folder}. Wait a moment, then start again."
        where = f" at {holder['address']}" if holder["address"] else ""
        return (
            f"Lodebook runs already on {self.folder}: process {holder['pid']}{where}, since {holder['since']}. "
            f"End it (kill {holder['pid']}), or set VAR_DIR to another folder."
        )
