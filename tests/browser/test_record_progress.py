"""A condition met, its tranche released and paid, in one form and one decision; the verifier opens the evidence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.files import pdf

from .counted import Counted
from .keyboard import Keyboard
from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]


def saved(page: Page, **answers: str) -> None:
    """Fill the fields of a form by their names, and save it."""
    for name, text in answers.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=_save]").click()


def a_tranche_that_waits(watched: Watched, draw: str, condition: str) -> None:
    """A draw of 100 million of ioneer's loan, which waits for something to happen."""
    page = watched.page
    watched.goto("/admin/portfolio/investment/?q=ioneer-doe-loan")
    page.get_by_role("link", name="ioneer-doe-loan", exact=True).click()
    page.get_by_role("link", name="New tranche").click()
    saved(page, name=draw, amount="100,000,000", new_publisher="DOE", new_title="Loan agreement", why="as agreed")
    page.get_by_role("link", name="New condition").click()
    saved(page, text=condition, why="as agreed")


def payments(watched: Watched) -> int:
    """How many payments of 100 million stand on the page of ioneer's loan."""
    watched.goto("/investments/ioneer-doe-loan/")
    rows = watched.page.get_by_role("row").filter(has_text="Disbursement")
    return rows.filter(has_text="100,000,000").count()


@pytest.mark.parametrize(("hand", "width", "draw", "condition"), [
    pytest.param(Counted, 1280, "First draw", "Offtake signed", id="by pointer at 1280 pixels"),
    pytest.param(Keyboard, 320, "Second draw", "Permit held", id="by keyboard at 320 pixels"),
])  # fmt: skip
def test_one_form_one_decision_and_the_evidence_opened(
    as_role: As, tmp_path: Path, hand: type[Counted | Keyboard], width: int, draw: str, condition: str
) -> None:
    evidence = tmp_path / "offtake.pdf"
    evidence.write_bytes(pdf())
    a_tranche_that_waits(as_role("officer"), draw, condition)
    watched = as_role("officer", width=width)
    first, page = hand(watched.page), watched.page
    watched.goto("/desk/")
    first.press_link("Record progress")
    first.press_link(f"It happened {condition}")
    assert (watched.violations(), watched.sideways()) == ([], 0)
    first.write("happened_on", "2026-06-15")
    first.write("note", "Signed on page 12.")
    first.choose_file("new_file", evidence)
    first.write("new_publisher", "ioneer")
    first.write("new_title", "Offtake agreement")
    first.write("tranche", f"{draw} of ioneer-doe-loan: $100,000,000.00")
    for name, text in (("released_on", "2026-06-20"), ("paid_amount", "$100M"), ("paid_on", "2026-06-25")):
        first.write(name, text)
    first.write("why", "what it waits for is there")
    first.press_button("Propose")
    page.wait_for_url("**/proposal/**")
    for row in (page.get_by_role("listitem"), page.get_by_role("cell")):
        expect(row.filter(has_text="the approval verifies it")).to_be_visible()
    assert (first.fields, first.clicks) == (10, 3)
    address = page.url

    second = as_role("officer2", width=width)
    before = payments(second)
    second.page.goto(address)
    assert (second.violations(), second.sideways()) == ([], 0)
    with second.page.expect_download() as download:
        second.page.locator("ul.files").get_by_role("link", name="offtake.pdf").click()
    assert download.value.suggested_filename == "offtake.pdf"
    assert download.value.path().read_bytes() == pdf()
    hers = hand(second.page)
    hers.press_button("Approve")
    assert (hers.fields, hers.clicks) == (0, 1)
    expect(second.page.get_by_text("Approved: it is on record now.")).to_be_visible()
    assert payments(second) == before + 1


def test_the_form_of_progress_fits_a_narrow_window(as_role: As) -> None:
    watched = as_role("officer", width=320)
    watched.goto("/admin/record-progress/")
    assert watched.sideways() == 0
    assert watched.violations() == []
