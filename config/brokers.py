"""Where messages for the worker go: the server that REDIS_URL names, or the Valkey that the supervisor starts."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import redis

from config.valkey import socket_path

LONGEST_TASK = 6 * 3600  # seconds; Redis hands a message out a second time when nobody acknowledged it by then
TO_CONNECT = 1  # second; a page that sends a message waits no longer
TO_ANSWER = 5  # seconds


def broker(redis_url: str, *, folder: Path) -> tuple[str, dict[str, Any]]:
    """Return the broker's address and options: that of `redis_url`, or the socket of the Valkey under `folder`."""
    return redis_url or f"redis+socket://{quote(str(socket_path(folder)))}", {
        "visibility_timeout": LONGEST_TASK,
        "socket_connect_timeout": TO_CONNECT,
        "socket_timeout": TO_ANSWER,
        # Whoever sends does not try again: the job's row waits, and the sweep sends its message later.
        "max_retries": 0,
    }


def answers(address: str) -> bool:
    """Return whether the server at this broker's address answers within a second. A broker in memory always does."""
    if address.startswith("memory://"):
        return True
    address = address.replace("redis+socket://", "unix://", 1)
    try:
        with redis.Redis.from_url(address, socket_timeout=TO_CONNECT, socket_connect_timeout=TO_CONNECT) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
