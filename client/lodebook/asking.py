"""Asks a site over HTTP: one question, one answer as JSON, or a Problem.

The standard library does it, so that nothing has to be installed but pandas and pyarrow. No redirect is followed: the
token would go along to wherever it leads.
"""

import gzip
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from .problems import LATER, WHERE_TOKENS_ARE, Problem, refused
from .streams import Stream, whole

Answer = TypeVar("Answer")

SECONDS = 300
"""How long the site may be silent."""
WAITS = 3
"""How often it is waited when the site says that this was asked too often."""
CHECK = "Check the address in url=, or in the environment as LODEBOOK_URL."


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


OPENER: OpenerDirector = build_opener(_Stay)


@dataclass(frozen=True)
class Site:
    """A site, and the token that opens its API. The token is not shown."""

    url: str
    token: str = field(repr=False)

    @classmethod
    def named(cls, url: str | None, token: str | None) -> "Site":
        """The site of the arguments, else that of the environment. Raises Problem where either is missing or no use."""
        address = (url or os.environ.get("LODEBOOK_URL", "")).strip().rstrip("/")
        secret = (token or os.environ.get("LODEBOOK_TOKEN", "")).strip()
        if not address:
            raise Problem(
                ["No site is named."],
                "Give its address as url=, or in the environment as LODEBOOK_URL: https://book.example.gov",
            )
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise Problem([f'"{address}" is no address of a site.'], "Write it as https://book.example.gov")
        if not secret:
            raise Problem(["No token is given."], WHERE_TOKENS_ARE.format(url=address))
        if not (secret.isascii() and secret.isprintable()):
            raise Problem(["The token has characters that no token has."], WHERE_TOKENS_ARE.format(url=address))
        return cls(address, secret)

    def address(self, path: str, asked: Mapping[str, Any]) -> str:
        """The whole address of a question."""
        query = urlencode({name: spelled(value) for name, value in asked.items() if value is not None})
        return f"{self.url}{quote(path)}" + (f"?{query}" if query else "")

    def get(self, path: str, asked: Mapping[str, Any]) -> Any:
        """The answer to a question, whole. Raises Problem."""
        return self.ask(path, asked, whole)

    def ask(self, path: str, asked: Mapping[str, Any], reading: Callable[[Stream], Answer]) -> Answer:
        """What `reading` makes of the answer to a question; what is None is not asked. Raises Problem."""
        address = self.address(path, asked)
        for last in (False,) * WAITS + (True,):
            try:
                return self.read(address, reading)
            except HTTPError as error:
                if error.code != 429 or last:
                    raise self.problem(error) from None
                time.sleep(seconds_to_wait(error))
            except URLError as error:
                raise Problem([f"No site answers at {self.url}: {error.reason}."], CHECK) from error
            except (json.JSONDecodeError, UnicodeDecodeError) as error:
                raise Problem([f"What answers at {self.url} is no Lodebook: its answer is no JSON."], CHECK) from error
            except (HTTPException, OSError, EOFError) as error:
                raise Problem([f"The answer of {self.url} broke off: {error!r}."], LATER) from error
        raise AssertionError("the last time either answers or raises")

    def read(self, address: str, reading: Callable[[Stream], Answer]) -> Answer:
        headers = {"Authorization": f"Token {self.token}", "Accept": "application/json", "Accept-Encoding": "gzip"}
        with OPENER.open(Request(address, headers=headers), timeout=SECONDS) as response:
            return reading(unpacked(response))

    def problem(self, error: HTTPError) -> Problem:
        """What an answer other than 200 means."""
        with error:
            if error.code in (301, 302, 303, 307, 308):
                elsewhere = error.headers.get("Location", "elsewhere")
                told = f"The site at {self.url} sends on to {elsewhere}, and the token is not sent along."
                return Problem([told], CHECK, status=error.code)
            try:
                answer = whole(unpacked(error))
            except (ValueError, OSError, HTTPException):
                answer = None
        return refused(error.code, answer, self.url)


def unpacked(response: Any) -> Stream:
    """What an answer holds, refused or not."""
    packed = response.headers.get("Content-Encoding") == "gzip"
    return gzip.GzipFile(fileobj=response) if packed else response


def seconds_to_wait(error: HTTPError) -> float:
    """What the site asks for, a minute at most."""
    with error:
        told = error.headers.get("Retry-After", "")
    return min(int(told), 60) if told.isdecimal() else 60


def spelled(value: Any) -> str:
    """A value as an address has it: yes and no, a day or a moment as ISO 8601; a moment of midnight is its day."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)
