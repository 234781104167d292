"""Nothing typed is lost: a session that ends in the middle of a form, another tab, a page that is left."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from config.accounts import TRIAL_PASSWORD

from .begun import delete_drafts
from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
DEAL = "/admin/record-a-deal/"


def saved(page: Page) -> None:
    expect(page.locator(".draft-state")).to_contain_text("Saved as your draft")


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(as_role: As) -> None:
    watched = as_role("officer")
    page = watched.page
    delete_drafts(watched, DEAL)
    page.locator("[name=deal]").fill("A deal that takes all day")
    page.locator("[name=a1-instrument]").select_option("grant")
    saved(page)
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=a1-announced_amount]").fill("$5 million")
    page.get_by_role("button", name="Show what follows from it").first.click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out. Nothing you typed is lost")
    assert watched.violations() == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="sign in in a new tab").click()
    other = opened.value
    other.get_by_label("User name").fill("officer")
    other.get_by_label("Password").fill(TRIAL_PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url("**/admin/")
    other.close()
    page.bring_to_front()
    page.get_by_role("button", name="Show what follows from it").first.click()
    expect(page.get_by_text("Nothing was recorded.")).to_be_visible()
    expect(page.locator("[name=deal]")).to_have_value("A deal that takes all day")
    expect(page.locator("[name=a1-announced_amount]")).to_have_value("$5 million")
    delete_drafts(watched, DEAL)


def test_a_page_that_is_left_and_another_tab_hold_what_was_typed(as_role: As) -> None:
    watched = as_role("officer")
    page = watched.page
    delete_drafts(watched, DEAL)
    page.locator("[name=deal]").fill("Begun at home")
    page.locator("[name=a1-company]").fill("MP")
    page.get_by_role("button", name="Add another like award 1").click()
    page.locator("[name=a2-instrument]").select_option("warrant")
    page.locator("[name=a2-shares]").fill("11,201,659")
    page.get_by_role("link", name="Record", exact=True).first.click()
    page.go_back()
    expect(page.locator("[name=deal]")).to_have_value("Begun at home")
    expect(page.locator("[name=a2-shares]")).to_have_value("11,201,659")
    second = as_role("officer", width=320)
    second.goto("/admin/")
    second.page.get_by_role("link", name="Record a new deal").first.click()
    expect(second.page.get_by_text("Filled in from your draft of")).to_be_visible()
    expect(second.page.locator("[name=a2-company]")).to_have_value("MP")
    assert second.sideways() == 0
    assert second.violations() == []
    delete_drafts(watched, DEAL)
    expect(page.locator("[name=deal]")).to_have_value("")


def test_a_form_of_one_fact_is_filled_in_again_with_what_was_chosen_from_a_list(as_role: As) -> None:
    watched = as_role("officer")
    page = watched.page
    watched.goto("/admin/portfolio/investment/?q=mp-dow-series-a")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="New ledger entry").first.click()
    address = page.url.removeprefix(watched.site)
    delete_drafts(watched, address)
    page.locator("[name=amount]").fill("1.2 billion")
    page.locator("[name=kind]").select_option("fee")
    page.locator(".field-sources .select2-selection").click()
    page.locator(".field-sources .select2-search__field").type("mp10")
    page.locator(".select2-results__option--highlighted").click()
    saved(page)
    watched.goto(address)
    expect(page.get_by_text("Filled in from your draft of")).to_be_visible()
    expect(page.locator("[name=amount]")).to_have_value("1.2 billion")
    expect(page.locator("[name=kind]")).to_have_value("fee")
    expect(page.locator(".field-sources .select2-selection__choice")).to_have_count(1)
    assert watched.violations() == []
    delete_drafts(watched, address)
    expect(page.locator("[name=amount]")).to_have_value("")


def test_a_form_that_is_opened_and_left_is_no_draft(as_role: As) -> None:
    """The admin tells of a change of each list as the page opens, though nobody chose anything."""
    watched = as_role("officer")
    page = watched.page
    watched.goto("/admin/portfolio/investment/?q=mp-dow-warrant")
    page.locator("#result_list tbody th a").first.click()
    address = page.url.removeprefix(watched.site)
    delete_drafts(watched, address)
    page.wait_for_timeout(2_000)
    expect(page.locator(".draft-state")).to_be_empty()
    watched.goto("/desk/")
    watched.goto(address)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Filled in from your draft of")).to_have_count(0)
    page.locator("[name=office]").fill("Office of Strategic Capital")
    saved(page)
    watched.goto("/desk/")
    expect(page.get_by_text("1 field filled in", exact=True)).to_be_visible()
    watched.goto(address)
    expect(page.locator("[name=office]")).to_have_value("Office of Strategic Capital")
    delete_drafts(watched, address)
