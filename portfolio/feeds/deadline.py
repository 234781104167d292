"""The end of an answer that comes too slowly: its connection is shut, whatever of it is being read."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Timer
from typing import Any

import urllib3


@dataclass(slots=True)
class Deadline:
    """The sockets of one answer, and whether its time is over: bytes that drip in keep a read from ever timing out."""

    seconds: float
    sockets: list[socket.socket] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def shut(self) -> None:
        self.over.set()
        for one in self.sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def watch(self, pool: urllib3.HTTPConnectionPool) -> urllib3.HTTPConnectionPool:
        """The pool, whose connections end with this deadline."""
        sockets, plain = self.sockets, pool.ConnectionCls

        class Watched(plain):  # type: ignore[misc, valid-type]
            def connect(self, *args: Any, **kwargs: Any) -> None:
                super().connect(*args, **kwargs)
                sockets.append(self.sock)

        pool.ConnectionCls = Watched
        return pool


@contextmanager
def deadline(seconds: float) -> Iterator[Deadline]:
    """A deadline from now on, until the block ends."""
    found = Deadline(seconds)
    timer = Timer(seconds, found.shut)
    timer.daemon = True
    timer.start()
    try:
        yield found
    finally:
        timer.cancel()
