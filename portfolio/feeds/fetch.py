"""Fetch politely: one request after the other, from checked addresses, within limits, tried again where it may help."""

import json
import re
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, SSLError
from urllib3.response import BaseHTTPResponse

from .addresses import Resolve, Target, check, resolved, short
from .answers import Answer
from .deadline import Deadline, deadline
from .limits import Limits
from .stopped import FeedStopped
from .unpacking import Cut, unpacked

AGAIN = frozenset({429, 500, 502, 503, 504})
MOVED = frozenset({301, 302, 303, 307, 308})
CHUNK = 65_536
LENGTH = re.compile("[0-9]{1,18}")


class _TryAgain(Exception):
    """What may pass: why, and how many seconds the server asks to wait, where it says so."""

    def __init__(self, why: str, pause: float | None = None) -> None:
        super().__init__(why)
        self.pause = pause


@dataclass(slots=True)
class Fetcher:
    """Asks for one run. `contact` is the User-Agent: who asks, and an address to write to."""

    contact: str = "Lodebook"
    limits: Limits = field(default_factory=Limits)
    may_ask_loopback: bool = False
    resolve: Resolve = resolved
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    asked: int = 0
    received: int = 0

    def get(self, address: str, *, about: str = "") -> Answer:
        """The answer at an address. Raises FeedStopped with one sentence."""
        return self._ask("GET", address, b"", about)

    def post(self, address: str, body: dict[str, Any]) -> Answer:
        """The answer to a question in JSON. Raises FeedStopped with one sentence."""
        return self._ask("POST", address, json.dumps(body, sort_keys=True).encode(), "")

    def _ask(self, method: str, address: str, body: bytes, about: str) -> Answer:
        for tried in range(1, self.limits.tries + 1):
            try:
                content = self._followed(method, address, body)
            except _TryAgain as error:
                pause = self.limits.first_pause * 2 ** (tried - 1) if error.pause is None else error.pause
                if pause > self.limits.longest_pause:
                    raise FeedStopped(f"{error} It asks to wait {pause:,.0f} seconds, so the next run asks.") from error
                if tried == self.limits.tries:
                    raise FeedStopped(f"{error} It was asked {tried} times.") from error
                self.sleep(pause)
            else:
                return Answer(address, body, content, about)
        raise AssertionError("the last try returns or raises")

    def _followed(self, method: str, address: str, body: bytes) -> bytes:
        """The content behind redirects. Each of them is checked as the first address was."""
        for _ in range(self.limits.most_redirects + 1):
            target = check(address, may_ask_loopback=self.may_ask_loopback, resolve=self.resolve)
            with deadline(self.limits.one_answer) as end:
                try:
                    content, moved = self._answered(method, target, body, end)
                except (_TryAgain, FeedStopped) as error:
                    if end.over.is_set():
                        raise _TryAgain(f"{target.host} took longer than {end.seconds:,.0f} seconds.") from error
                    raise
            if content is not None:
                return content
            if method != "GET" or not moved:
                raise FeedStopped(f"{short(address)} has moved. Set its new address.")
            try:
                address = urljoin(address, moved)
            except ValueError as error:
                raise FeedStopped(f"{short(address)} has moved to no address. Set its new address.") from error
        raise FeedStopped(f"{short(address)}: more than {self.limits.most_redirects} redirects.")

    def _answered(self, method: str, target: Target, body: bytes, end: Deadline) -> tuple[bytes | None, str]:
        """The content of an answer; None and the address where it has moved."""
        response = self._sent(method, target, body, end)
        try:
            if response.status in MOVED:
                return None, response.headers.get("Location", "")
            return self._content(response, target), ""
        finally:
            response.close()

    def _sent(self, method: str, target: Target, body: bytes, end: Deadline) -> BaseHTTPResponse:
        """The response to one request, its content not read yet; the numbers of a host are tried in turn."""
        if self.asked >= self.limits.most_requests:
            raise FeedStopped(f"One run asks {self.limits.most_requests:,} times at most. Narrow what it asks for.")
        if self.asked:
            self.sleep(self.limits.between)
        self.asked += 1
        headers = {
            "Host": target.host_header,
            "User-Agent": self.contact,
            "Accept-Encoding": "gzip",
            "Accept": "application/json, text/csv, */*",
        }
        if body:
            headers["Content-Type"] = "application/json"
        last: Exception | None = None
        for number in target.numbers:
            try:
                return end.watch(self._pool(target, number)).urlopen(
                    method, target.path, body=body or None, headers=headers, redirect=False, preload_content=False
                )
            except NewConnectionError as error:
                last = error
            except SSLError as error:
                raise FeedStopped(f"The certificate of {target.host} is not good, so it was not asked.") from error
            except HTTPError as error:
                raise _TryAgain(f"{target.host} does not answer ({type(error).__name__}).") from error
        raise _TryAgain(f"{target.host} cannot be reached.") from last

    def _pool(self, target: Target, number: str) -> urllib3.HTTPConnectionPool:
        """One connection to the number that was checked; the certificate is that of the name."""
        timeout = urllib3.Timeout(connect=self.limits.connect, read=self.limits.silence)
        if target.scheme == "http":
            return urllib3.HTTPConnectionPool(number, target.port, timeout=timeout, retries=False)
        return urllib3.HTTPSConnectionPool(
            number,
            target.port,
            timeout=timeout,
            retries=False,
            ssl_context=ssl.create_default_context(),
            server_hostname=target.host,
            assert_hostname=target.host,
        )

    def _content(self, response: BaseHTTPResponse, target: Target) -> bytes:
        """All of an answer, and proof that it is all."""
        where = f"{target.host}{short(target.path)}"
        if response.status in AGAIN:
            raise _TryAgain(f"{where} answered {response.status}.", retry_after(response.headers.get("Retry-After")))
        if response.status != 200:
            raise FeedStopped(f"{where} answered {response.status}, so nothing was read.")
        is_chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        if not is_chunked and not LENGTH.fullmatch(response.headers.get("Content-Length", "")):
            raise FeedStopped(f"{where} does not say where its answer ends, so it may be cut. Nothing was read.")
        return b"".join(self._pieces(response, where))

    def _unpacked(self, response: BaseHTTPResponse, where: str) -> Iterator[bytes]:
        """The bytes as they were before they were packed for the way."""
        raw, packing = response.stream(CHUNK, decode_content=False), response.headers.get("Content-Encoding", "")
        if packing.lower() in ("", "identity"):
            return raw
        if packing.lower() not in ("gzip", "x-gzip"):
            raise FeedStopped(f"The answer of {where} can't be unpacked: it is packed as {short(packing)}.")
        return unpacked(raw, most=CHUNK)

    def _pieces(self, response: BaseHTTPResponse, where: str) -> Iterator[bytes]:
        begun, size = self.clock(), 0
        try:
            for piece in self._unpacked(response, where):
                size += len(piece)
                self.received += len(piece)
                if size > self.limits.most_bytes or self.received > self.limits.most_in_all:
                    most = self.limits.most_bytes if size > self.limits.most_bytes else self.limits.most_in_all
                    raise FeedStopped(f"{where} answers with more than {most:,} bytes. Nothing was read.")
                if self.clock() - begun > self.limits.one_answer:
                    raise _TryAgain(f"{where} took longer than {self.limits.one_answer:,.0f} seconds.")
                yield piece
        except ProtocolError as error:
            raise _TryAgain(f"The answer of {where} is cut.") from error
        except Cut as error:
            raise _TryAgain(f"The answer of {where} is packed, and empty or cut.") from error
        except zlib.error as error:
            raise FeedStopped(f"The answer of {where} can't be unpacked. Nothing was read.") from error
        except HTTPError as error:
            raise _TryAgain(f"{where} stopped answering ({type(error).__name__}).") from error


def retry_after(header: str | None, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """The seconds that a server asks to wait, from a count or a date; None where it says nothing that can be read."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header.strip())
    try:
        return max(0.0, (parsedate_to_datetime(header) - now()).total_seconds())
    except (TypeError, ValueError):
        return None
