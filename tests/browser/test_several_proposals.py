"""Nine proposals on one award, proposed in nine forms, are approved by another officer in three clicks."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
AWARD = "lac-doe-loan"


class Clicks:
    """Somebody whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, role: Literal["button", "link"], name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.count += 1


def test_nine_proposals_on_one_award_are_approved_in_one_go(as_role: As) -> None:
    watched = as_role("officer")
    page = watched.page
    watched.goto(f"/admin/portfolio/investment/?q={AWARD}")
    page.locator("#result_list tbody a").first.click()
    award = page.url
    for number in range(1, 10):
        page.goto(award)
        page.get_by_role("link", name="New ledger entry").click()
        page.locator("[name=kind]").select_option("fee")
        for field, text in (
            ("amount", f"{number},000"),
            ("effective_on", "2026-10-01"),
            ("new_publisher", "Gazette"),
            ("new_title", f"Fee {number}"),
            ("why", f"the fee of invoice {number}"),
        ):
            page.locator(f"[name={field}]").fill(text)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Another officer decides about it.")).to_be_visible()
    page.goto(award)
    expect(page.get_by_text("Waits for a second officer (9)")).to_be_visible()
    assert watched.violations() == []

    second = as_role("officer2")
    walk = Clicks(second.page)
    second.goto("/desk/")
    walk.click("link", "All 9")
    walk.click("button", "Show all 9 open")
    expect(second.page.get_by_role("heading", name="Decide about 9 proposals")).to_be_visible()
    assert second.violations() == []
    assert second.sideways() <= 0
    walk.click("button", "Approve those ticked")
    expect(second.page.get_by_text("What became of each: 9 of 9 decided")).to_be_visible()
    assert walk.count == 3


def test_one_proposal_is_read_on_a_narrow_phone_as_cards_and_returned_by_its_field(as_role: As) -> None:
    watched = as_role("officer")
    page = watched.page
    watched.goto(f"/admin/portfolio/investment/?q={AWARD}")
    page.locator("#result_list tbody a").first.click()
    page.get_by_role("link", name="Several entries in order").click()
    assert watched.violations() == []
    for row, (amount, on) in enumerate((("10 million", "2026-10-01"), ("5 million", "2026-10-02"))):
        page.locator(f"[name=entry-{row}-amount]").fill(amount)
        page.locator(f"[name=entry-{row}-effective_on]").fill(on)
    for field, text in (("new_publisher", "Gazette"), ("new_title", "Second phase"), ("why", "the second phase")):
        page.locator(f"[name={field}]").fill(text)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Another officer decides about it.")).to_be_visible()

    second = as_role("officer2", width=320)
    second.goto(page.url.removeprefix(watched.site))
    expect(second.page.get_by_text("Balance after each entry")).to_be_visible()
    assert second.sideways() <= 0
    assert second.violations() == []
    second.page.locator("[name=text]").fill("@officer where is the letter of the obligation?")
    second.page.get_by_role("button", name="Add the comment").click()
    expect(second.page.get_by_text("Your comment stands below.")).to_be_visible()
    second.page.locator("[name=field]").select_option("2. Obligation")
    second.page.locator("[name=reason]").fill("its letter is missing")
    second.page.get_by_role("button", name="Return with the reason").click()
    expect(second.page.get_by_text("2. Obligation: its letter is missing")).to_be_visible()

    page.reload()
    page.get_by_role("link", name="Correct and propose again").click()
    expect(page.locator("[name=entry-1-amount]")).to_have_value("5000000")
