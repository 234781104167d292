"""Two walks by keyboard alone: a new deal from one officer over another to the book; a report taken away."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .keyboard import FOCUSED, Keyboard
from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]


def test_an_officer_records_a_new_deal_by_keyboard(as_role: As) -> None:
    watched = as_role("officer")
    page, keys = watched.page, Keyboard(watched.page)
    watched.goto("/")
    keys.press(words="Record")
    expect(page).to_have_url(f"{watched.site}/admin/")
    keys.press(words="Record a new deal")
    expect(page.locator("[name=deal]")).to_be_visible()
    for field, text in (
        ("deal", "A grant to Longspur"),
        ("announced_on", "2026-05"),
        ("a1-agency", "DOE"),
        ("a1-company", "Longspur Graphite"),
        ("a1-instrument", "Grant"),
    ):
        keys.fill(field, text)
    page.keyboard.press("Tab")  # the instrument is left, and its terms open
    for field, text in (
        ("a1-payments_known", "Yes"),
        ("a1-announced_amount", "12,500,000"),
    ):
        keys.fill(field, text)
    keys.press(words="How far it is")
    keys.fill("a1-status", "Committed")
    keys.press(words="Program, projects, new company")
    keys.fill("a1-program", "DOE-ATVM")
    keys.fill("a1-projects", "Longspur pit")
    keys.press(words="A source that is not on record")
    for field, text in (
        ("a1-new_publisher", "Gazette"),
        ("a1-new_title", "A grant to Longspur"),
        ("a1-new_published_on", "2026-05-20"),
    ):
        keys.fill(field, text)
    assert watched.violations() == []
    keys.press(words="Show what follows from it")
    expect(page.get_by_text("Nothing is recorded yet. This is what would be.")).to_be_visible()
    assert watched.violations() == []
    keys.press(name="_save")
    expect(page.get_by_text("Another officer decides about it.")).to_be_visible()
    second = as_role("officer2")
    second.goto(urlsplit(page.url).path)
    Keyboard(second.page).press(name="_approve")
    expect(second.page.get_by_text("it is on record now")).to_be_visible()
    assert second.violations() == []
    watched.goto("/deals/?sort=-announced_on")
    expect(page.get_by_role("row").filter(has_text="A grant to Longspur")).to_contain_text("12,500,000")


def test_an_auditor_takes_a_report_away_by_keyboard(as_role: As) -> None:
    watched = as_role("auditor")
    page, keys = watched.page, Keyboard(watched.page)
    watched.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["words"] == "Skip to main content"
    keys.press(words="Reports")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports")
    keys.press(words="Exposure")
    expect(page.get_by_role("heading", level=1)).to_have_text("Exposure")
    keys.fill("as_of", "2026-03-01")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This page shows the record")).to_be_visible()
    keys.press(words="Filter")
    keys.write("agency", "Department of Energy")
    keys.press(words="Show")
    expect(page.get_by_text("agency: Department of Energy")).to_be_visible()
    with page.expect_download() as coming:
        keys.press(words="CSV")
    rows = Path(coming.value.path()).read_text().splitlines()
    assert coming.value.suggested_filename.startswith("exposure_2026-03-01_r")
    assert rows[0].startswith("investment,")
    (loan,) = [row for row in rows if row.startswith("lac-doe-loan,")]
    assert "867000000.00" in loan
    assert "1103000000.00" in loan


def test_a_long_table_scrolls_by_keyboard_and_keeps_its_header(as_role: As) -> None:
    watched = as_role("manager")
    watched.goto("/reports/investments/")
    region = watched.page.get_by_role("region", name="Investments, a table that scrolls")
    region.focus()
    head = region.locator("thead th").first
    before = head.bounding_box()
    watched.page.keyboard.press("End")
    watched.page.wait_for_function("element => element.scrollTop > 200", arg=region.element_handle())
    assert abs(head.bounding_box()["y"] - before["y"]) < 2


def test_a_manager_reads_what_a_mineral_makes_in_a_year_by_keyboard(as_role: As) -> None:
    """A mineral and a year are chosen, the figures open where they are folded, and what a floor pays is asked."""
    watched = as_role("manager")
    page, keys = watched.page, Keyboard(watched.page)
    watched.goto("/production/")
    keys.fill("mineral", "magnet")
    expect(page.locator("#ask-mineral-found").get_by_role("option")).to_have_text(
        ["has a figure NdFeB permanent magnet"]
    )
    assert watched.violations() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What will be made at home: NdFeB permanent magnet")
    keys.fill("year", "2035")
    keys.press(words="Show")
    expect(page.get_by_role("heading", name="Gain in 2035")).to_be_visible()
    assert watched.violations() == []
    keys.press(words="Stage by stage, in figures")
    expect(page.get_by_role("region", name="Mine to magnet in 2035, a table that scrolls")).to_be_visible()
    watched.goto("/production/what-if/")
    keys.fill("project", "mountain-pass")
    keys.fill("price_usd_per_kg", "60")
    keys.press(words="Show")
    expect(page.get_by_role("heading", name="Price floors at that price")).to_be_visible()
    assert watched.violations() == []
