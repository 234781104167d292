"""How much a first visit sends: pages as they are sent, styles and scripts packed, as they are served in earnest."""

import gzip
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response

from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
MOST = 600_000
"""Bytes."""
PACKED = (".css", ".js", ".svg")
PAGES = ("/", "/production/", "/production/?mineral=magnet", "/programs/", "/partners/", "/map/", "/reports/",
         "/reports/exposure/", "/reports/investments/", "/reports/capacity/",
         "/companies/mp/", "/projects/thacker-pass/", "/desk/")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_needs_600_kilobytes_at_most(
    chromium: Browser, site: str, as_role: As, sessions: dict[str, dict], path: str
) -> None:
    """In a browser that keeps nothing yet but who has signed in."""
    as_role("manager")
    context = chromium.new_context(storage_state=sessions["manager"])
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(site + path, wait_until="networkidle", timeout=120_000)
    page.evaluate("document.fonts.ready")
    sent = {answer.url: size(answer) for answer in answers}
    context.close()
    assert any(url.endswith("/uswds.min.css") for url in sent)
    assert any(url.endswith(".woff2") for url in sent)
    assert sum(sent.values()) <= MOST, sorted(sent.items(), key=lambda one: -one[1])[:4]


def size(answer: Response) -> int:
    """How many bytes go over the line: of what is packed when it is collected, or as it is sent, the packed ones."""
    is_packed = answer.headers.get("content-encoding") == "gzip" or urlsplit(answer.url).path.endswith(PACKED)
    return len(gzip.compress(answer.body())) if is_packed else len(answer.body())
