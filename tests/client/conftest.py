"""The test's own database served over HTTP, and the client pointed at it by its environment."""

import re
import threading
from collections.abc import Callable, Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from tests.cast import Cast
from tests.desk import sign_in


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def site(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a site in front of this test's transaction.

    The thread that serves has the connection of the test, and asks it only while the test waits for an answer. So
    nothing is committed and nothing flushed, as `live_server` would have to: the book of the session stays as it is.
    """
    shared = connections["default"]
    shared.inc_thread_sharing()
    # What a request does at its end would close it within the transaction of the test.
    monkeypatch.setattr(shared, "close_if_unusable_or_obsolete", lambda: None)
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)

    def serve() -> None:
        connections["default"] = shared
        server.serve_forever(poll_interval=0.02)

    thread = threading.Thread(target=serve)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("LODEBOOK_URL", address)
    monkeypatch.delenv("LODEBOOK_TOKEN", raising=False)
    yield address
    server.shutdown()
    thread.join()
    server.server_close()
    shared.dec_thread_sharing()


@pytest.fixture
def token_of(cast: Cast) -> Callable[..., str]:
    """A function that makes a token on the page Tokens, as somebody of the cast, and reads it there."""

    def made(name: str, scope: str = "read") -> str:
        page = sign_in(cast.people[name]).post("/tokens/made/", {"name": "notebook", "scope": scope, "days": "30"})
        (secret,) = re.findall(r"lodebook_[\w-]{43}", page.content.decode())
        return secret

    return made


@pytest.fixture
def asking(site: str, token_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the site; the client asks it in the manager's name, by its environment."""
    monkeypatch.setenv("LODEBOOK_TOKEN", token_of("manager"))
    return site
