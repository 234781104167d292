"""A server on this machine that answers as it is told, and keeps what it heard."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One answer. `cut` bytes of it are kept back although its length is told; `unsized`: no length is told."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    is_unsized: bool = False

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Heard:
    method: str
    path: str
    headers: dict[str, str]
    question: Any


Answering = Callable[[Heard], Reply]


@dataclass
class Site:
    """`replies` gives the answers at a path in order, the last again and again; or a function of the question."""

    address: str
    replies: dict[str, list[Reply] | Answering] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    def says(self, path: str, *replies: Reply | Any) -> None:
        self.replies[path] = [one if isinstance(one, Reply) else Reply(one) for one in replies]

    def asked(self, path: str) -> list[Heard]:
        return [one for one in self.heard if one.path.partition("?")[0] == path]

    def answer(self, heard: Heard) -> Reply:
        self.heard.append(heard)
        found = self.replies.get(heard.path) or self.replies.get(heard.path.partition("?")[0])
        if found is None:
            return Reply({"detail": "Not found."}, 404)
        if callable(found):
            return found(heard)
        return found.pop(0) if len(found) > 1 else found[0]


@contextmanager
def served() -> Iterator[Site]:
    """The site while it is served, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size)
            heard = Heard(self.command, self.path, dict(self.headers), json.loads(body) if body else None)
            reply = site.answer(heard)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if not reply.is_unsized:
                self.send_header("Content-Length", str(len(reply.content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(reply.content[: len(reply.content) - reply.cut])
            self.close_connection = True

        do_GET = do_POST = reply  # noqa: N815 the names that http.server calls

        def log_message(self, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
