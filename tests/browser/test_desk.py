"""The desk by keyboard and on a phone: one tab stop a row, the focus on the next row after a step, axe clean."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
ROW = "() => document.activeElement.closest('[data-rows] > li')?.querySelector('.desk-what').innerText || ''"


def test_an_alert_is_acknowledged_by_keyboard_and_the_focus_is_on_the_next_row(as_role: As) -> None:
    watched = as_role("officer")
    page = watched.page
    watched.goto("/desk/")
    rows = page.locator("section[aria-labelledby=desk-alerts] [data-rows] > li")
    first, second = (rows.nth(place).locator(".desk-what").inner_text() for place in (0, 1))
    assert watched.violations() == []
    rows.nth(0).locator(".desk-what").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(ROW) == second, "a row is one tab stop"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(ROW) == first
    for _ in ("Record progress", "what is done about it"):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("the operator was asked")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Acknowledged: ")
    page.wait_for_function(f"second => ({ROW})() === second", arg=second)
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "messages"
    assert watched.violations() == []


def test_a_question_is_asked_on_a_phone(as_role: As) -> None:
    watched = as_role("manager")
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 700})
    watched.goto("/investments/lac-doe-loan/")
    page.locator("#ask-about").select_option("figure:Disbursed")
    page.locator("#ask-text").fill("Does this hold the draw of November?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Asked about Disbursed of lac-doe-loan")
    assert watched.violations() == []
