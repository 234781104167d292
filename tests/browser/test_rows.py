"""Every row of a table is one tab stop; arrows reach the rest of it, and the rows above and below."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .addresses import PAGES
from .watch import Watched

pytestmark = [pytest.mark.browser, pytest.mark.long]
As = Callable[..., Watched]
STOPS = """() => Object.fromEntries(
    [...document.querySelectorAll("main tbody > tr, main [data-rows] > *, main .news > *")]
    .filter(row => !row.querySelector("tr"))
    .map(row => [row.innerText.slice(0, 60), [...row.querySelectorAll("a[href], input, select, button, [tabindex]")]
        .filter(part => part.type !== "hidden" && part.getClientRects().length && !part.matches(".money"))])
    .filter(([, parts]) => parts.length && parts.filter(part => part.tabIndex >= 0).length !== 1)
    .map(([row, parts]) => [row, parts.length]))"""
AT = """() => { const row = document.activeElement.closest("tr");
    return [[...row.parentElement.children].indexOf(row), document.activeElement.innerText.trim()]; }"""


def test_each_row_of_any_page_is_one_tab_stop_also_in_a_fold_that_was_closed(as_role: As) -> None:
    page = as_role("manager")
    others = {}
    for address in PAGES:
        page.goto(address)
        page.page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        others[address] = page.page.evaluate(STOPS)
    assert not {address: rows for address, rows in others.items() if rows}


def test_arrows_move_within_a_row_and_from_row_to_row(as_role: As) -> None:
    watched = as_role("manager")
    page = watched.page
    watched.goto("/reports/exposure/")
    rows = page.locator("main tbody:last-of-type > tr")
    links = rows.nth(0).locator("a")
    links.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1).locator("a").nth(0)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(AT)[0] == 2, "the next tab stop is the next row"
    page.keyboard.press("ArrowUp")
    expect(rows.nth(1).locator("a").nth(0)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(rows.nth(1).locator("a").nth(1)).to_be_focused()
