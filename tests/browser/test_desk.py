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


def test_after_a_step_in_the_middle_of_a_section_the_focus_is_on_the_row_that_followed(as_role: As) -> None:
    watched = as_role("officer")
    page = watched.page
    watched.goto("/desk/")
    rows = page.locator("section[aria-labelledby=desk-alerts] [data-rows] > li")
    after = rows.nth(3).locator(".desk-what").inner_text()
    rows.nth(2).get_by_role("textbox").fill("the operator was asked")
    rows.nth(2).get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#messages")).to_contain_text("Acknowledged: ")
    page.wait_for_function(f"after => ({ROW})() === after", arg=after)


def test_a_question_is_asked_on_a_phone(as_role: As) -> None:
    watched = as_role("manager")
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 700})
    watched.goto("/investments/lac-doe-loan/")
    page.get_by_text("Ask the officers of its programs").click()
    page.locator("#ask-about").select_option("figure:Disbursed")
    page.locator("#ask-text").fill("Does this hold the draw of November?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Asked about Disbursed of lac-doe-loan")
    assert watched.violations() == []


def test_until_when_an_officer_is_away_is_typed_as_any_date_and_said_below_it(as_role: As) -> None:
    watched = as_role("officer", width=320)
    page = watched.page
    watched.goto("/desk/")
    page.get_by_role("textbox", name="Away until").fill("12/24/2030")
    expect(page.locator("#away-until_echo")).to_have_text("December 24 2030")
    expect(page.get_by_role("button", name="Choose a day in a calendar: Away until")).to_be_visible()
    assert (watched.violations(), watched.sideways()) == ([], 0)
