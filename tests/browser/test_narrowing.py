"""The walk from a figure to the fact that narrows it most, and back: read, find, record, have approved, see."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
PLANT = "Gramercy alumina refinery and gallium circuit"
SENTENCE = re.compile(r"that it produces by 2030; if it does, ([\d,]+) to ([\d,]+) t alumina a year[.,]")


def test_the_fact_that_narrows_a_figure_most_is_recorded_and_its_range_is_narrower(as_role: As) -> None:
    """The start of the only alumina plant is an estimate of up to 42 months, until June 2027 is said."""
    watched = as_role("officer")
    page = watched.page
    watched.goto("/production/")
    page.locator("section[aria-labelledby=gains]").get_by_role("link", name="Alumina").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What will be made at home: Alumina")
    expect(page.get_by_text("With estimates.").first).to_be_visible()
    figures, before = page.url, likely_range(page)

    row = to_find_out(page).get_by_role("row").nth(1)
    expect(row).to_contain_text("start")
    expect(row).to_contain_text("to 42 months")
    row.get_by_role("link", name="Record it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PLANT)
    for field, text in (
        ("planned_start_on", "2027-06"),
        ("effective_on", "2026-10-08"),
        ("new_publisher", "Gazette"),
        ("new_title", "Gramercy dates its start"),
        ("new_published_on", "2026-10-08"),
        ("why", "the operator dates the start"),
    ):
        page.locator(f"[name={field}]").fill(text)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(lambda address: "/add/" not in address)
    approved_where_asked(watched, as_role)

    page.goto(figures)
    after = likely_range(page)
    assert after[1] - after[0] < before[1] - before[0]
    expect(to_find_out(page)).not_to_contain_text("to 42 months")


def approved_where_asked(watched: Watched, as_role: As) -> None:
    """A second officer approves what waits for one; a plan of a plant is on record at once."""
    if watched.page.get_by_text("Another officer decides about it.").count():
        second = as_role("officer2").page
        second.goto(watched.page.url)
        second.locator("[name=_approve]").click()
        expect(second.get_by_text("it is on record now")).to_be_visible()
    else:
        expect(watched.page.get_by_text("Recorded: capacity estimate")).to_be_visible()


def to_find_out(page: Page) -> Locator:
    return page.locator("section[aria-labelledby=to-find-out]")


def likely_range(page: Page) -> tuple[int, int]:
    """The ends of the range that the first sentence of the page gives."""
    sentence = page.locator("section[aria-labelledby=odds] p:not(.unit)").first.inner_text()
    found = SENTENCE.search(sentence)
    assert found, sentence
    low, high = (int(end.replace(",", "")) for end in found.groups())
    return low, high
