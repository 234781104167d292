"""Answers that were made to hold a worker up, or to be read although they are none."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import pytest

from portfolio.feeds.fetch import Fetcher
from portfolio.feeds.limits import Limits
from portfolio.feeds.stopped import FeedStopped

HELLO = b"HTTP/1.1 200 OK\r\n"
LIMITS = Limits(silence=5, one_answer=0.5, tries=1)


@pytest.fixture
def answering():
    """A server of one answer: what it says to a question, then what it says again and again, ten times a second."""
    opened: list[socket.socket] = []

    def begin(first: bytes, again: bytes = b"") -> str:
        server = socket.create_server(("127.0.0.1", 0))
        opened.append(server)

        def answer() -> None:
            with suppress(OSError):
                asking, _ = server.accept()
                with asking:
                    asking.recv(65_536)
                    asking.sendall(first)
                    for _ in range(60 if again else 0):
                        asking.sendall(again)
                        time.sleep(0.1)

        Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/a"

    yield begin
    for server in opened:
        server.close()


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (HELLO, b"X-More: y\r\n"),
        (HELLO + b"X-Long: ", b"y"),
        (HELLO + b"Content-Length: 100000\r\n\r\n", b"y"),
        (HELLO + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\ny\r\n"),
        (HELLO + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n", b"y"),
    ],
    ids=["headers", "one header", "content", "chunks", "one chunk"],
)
def test_an_answer_that_drips_in_ends_with_its_time(answering: Callable[..., str], first: bytes, again: bytes) -> None:
    fetcher = Fetcher(limits=LIMITS, may_ask_loopback=True)
    begun = time.monotonic()
    with pytest.raises(FeedStopped, match="took longer than 0 seconds|took longer than 1 seconds"):
        fetcher.get(answering(first, again))
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("length", [b"-5", b"abc", b"", b"1e3", b"9" * 40])
def test_a_length_that_is_none_proves_no_end(answering: Callable[..., str], length: bytes) -> None:
    fetcher = Fetcher(limits=LIMITS, may_ask_loopback=True)
    with pytest.raises(FeedStopped, match="does not say where its answer ends"):
        fetcher.get(answering(HELLO + b"Content-Length: " + length + b"\r\n\r\nabc"))


def test_a_redirect_to_what_is_no_address_is_told(answering: Callable[..., str]) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(FeedStopped, match="has moved to no address"):
        Fetcher(limits=LIMITS, may_ask_loopback=True).get(answering(moved))
