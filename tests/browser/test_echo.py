"""What is typed is said below its field, and a refusal stays there for somebody who types fast."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .watch import Watched

pytestmark = pytest.mark.browser
WAIT = 600
"""Milliseconds: longer than the page waits for the next letter."""


@pytest.mark.parametrize(
    ("text", "country", "said"),
    [
        ("nc", "", "North Carolina (NC)"),
        ("WA", "AU", 'Write the name of the region in full: "WA" is read as Washington.'),
        ("Texs", "US", '"Texs" is no state of the United States. Did you mean Texas?'),
    ],
)
def test_a_state_is_said_by_the_country_beside_it(
    as_role: Callable[..., Watched], text: str, country: str, said: str
) -> None:
    watched = as_role("officer", width=320)
    page = watched.page
    watched.goto("/admin/projects/project/add/")
    page.wait_for_load_state("networkidle")  # what was typed here before, and is filled in again, is so by then
    for name, typed in (("country", country), ("state", text)):
        page.locator(f"[name={name}]").focus()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(page.locator("#id_state_echo")).to_have_text(said)
    page.wait_for_timeout(WAIT)
    assert page.locator("#id_state_echo").inner_text() == said
    assert watched.sideways() == 0
