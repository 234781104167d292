"""Where answers are kept for a while: another database of the queue's server, asked quickly or not at all."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import redis
from django.core.cache.backends.redis import RedisCache

from config.valkey import socket_path

OFF = "off"
DATABASES = 16  # as many as a Redis or Valkey server has unless it is told otherwise
TO_CONNECT = 0.25  # seconds
TO_ANSWER = 0.5  # seconds
LEFT_ALONE = 30  # seconds for which a server that did not answer is not asked again

asked_again_at: dict[str, float] = {}
"""Server → the moment of the process's clock until which it is left alone, by all threads."""


class Bytes:
    """What is kept is bytes and nothing else, so that nothing in the server can run here."""

    def dumps(self, kept: bytes) -> bytes:
        """Return them as they are. Raises TypeError for anything else."""
        if not isinstance(kept, bytes):
            raise TypeError(f"Only bytes are kept, not {type(kept).__name__}.")
        return kept

    def loads(self, kept: bytes) -> bytes:
        return kept


class AnswerCache(RedisCache):
    """Django's Redis cache, of bytes. A server that is away keeps nothing: no error, and no waiting page after page."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        times = {"socket_connect_timeout": TO_CONNECT, "socket_timeout": TO_ANSWER}
        super().__init__(server, params | {"OPTIONS": {"serializer": Bytes(), **times}})
        self._server = server

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept under the key, and the default where nothing is or the server is away."""
        return self._unless_away(super().get, key, default, version, otherwise=default)

    def set(self, key: str, value: Any, timeout: Any = None, version: int | None = None) -> None:
        """Keep a value for so many seconds, unless the server is away."""
        self._unless_away(super().set, key, value, timeout, version, otherwise=None)

    def _unless_away(self, do: Any, *given: Any, otherwise: Any) -> Any:
        if time.monotonic() < asked_again_at.get(self._server, 0):
            return otherwise
        try:
            return do(*given)
        except (redis.RedisError, OSError):
            asked_again_at[self._server] = time.monotonic() + LEFT_ALONE
            return otherwise


def answer_cache(cache_url: str, *, redis_url: str, folder: Path) -> dict[str, Any]:
    """Return Django's description of the cache: at `cache_url`, or beside the queue in another database; or "off".

    The queue is on `redis_url`, or on the socket of the Valkey under `folder`.
    """
    if cache_url == OFF or (not cache_url and redis_url.startswith("memory:")):
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    address = cache_url or beside(redis_url) or f"unix://{quote(str(socket_path(folder)))}?db=1"
    return {"BACKEND": "config.answer_cache.AnswerCache", "LOCATION": address, "KEY_PREFIX": "answer"}


def beside(redis_url: str) -> str:
    """Return the address of the next database on the same server; empty for no address."""
    if not redis_url:
        return ""
    parts = urlsplit(redis_url)
    number = int(parts.path.strip("/") or 0)
    return parts._replace(path=f"/{(number + 1) % DATABASES}").geturl()
