"""A condition met, its tranche released and paid, in one form and one decision; the verifier opens the evidence."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.files import pdf

from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]


def saved(page: Page, **answers: str) -> None:
    """Fill the fields of a form by their names, and save it."""
    for name, text in answers.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=_save]").click()


def a_tranche_that_waits(watched: Watched) -> None:
    """A first draw of 100 million of ioneer's loan, which waits for a signed offtake."""
    page = watched.page
    watched.goto("/admin/portfolio/investment/?q=ioneer-doe-loan")
    page.get_by_role("link", name="ioneer-doe-loan", exact=True).click()
    page.get_by_role("link", name="New tranche").click()
    saved(
        page, name="First draw", amount="100,000,000", new_publisher="DOE", new_title="Loan agreement", why="as agreed"
    )
    page.get_by_role("link", name="New condition").click()
    saved(page, text="Offtake signed", why="as agreed")


def test_one_form_one_decision_and_the_evidence_opened(as_role: As) -> None:
    watched = as_role("officer")
    page = watched.page
    a_tranche_that_waits(watched)
    page.get_by_role("link", name="Record progress").first.click()
    page.get_by_role("link", name="It happened Offtake signed").click()
    assert watched.violations() == []
    page.locator("[name=new_file]").set_input_files(
        {"name": "offtake.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.locator("[name=tranche]").select_option(label="First draw of ioneer-doe-loan: $100,000,000.00")
    saved(
        page,
        happened_on="2026-06-15",
        note="Signed on page 12.",
        new_publisher="ioneer",
        new_title="Offtake agreement",
        released_on="2026-06-20",
        paid_amount="$100M",
        paid_on="2026-06-25",
        why="the offtake is signed",
    )
    page.wait_for_url("**/proposal/**")
    expect(page.get_by_text("the approval verifies it")).to_be_visible()
    address = page.url

    second = as_role("officer2")
    second.page.goto(address)
    assert second.violations() == []
    with second.page.expect_download() as download:
        second.page.get_by_role("link", name="offtake.pdf").click()
    assert download.value.suggested_filename == "offtake.pdf"
    assert download.value.path().read_bytes() == pdf()
    second.page.get_by_role("button", name="Approve").click()
    expect(second.page.get_by_text("Approved: it is on record now.")).to_be_visible()
    second.goto("/investments/ioneer-doe-loan/")
    expect(second.page.get_by_role("row", name="Disbursement 100,000,000")).to_be_visible()


def test_the_form_of_progress_fits_a_narrow_window(as_role: As) -> None:
    watched = as_role("officer", width=320)
    watched.goto("/admin/record-progress/")
    assert watched.sideways() == 0
    assert watched.violations() == []
