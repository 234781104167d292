"""A deal is changed by keyboard and pointer, at two widths, and what is refused is where the focus goes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .begun import delete_drafts
from .counted import Counted
from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
ADDRESS = "/admin/change-a-deal/?deal=mp-dow-2025"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_change_of_a_deal_leads_to_the_first_field_that_is_refused(as_role: As, width: int) -> None:
    watched = as_role("officer", width=width)
    page = watched.page
    person = Counted(page)
    delete_drafts(watched, ADDRESS)
    assert watched.violations() == []
    assert watched.sideways() == 0
    page.locator("[name=why]").fill("amended")
    person.unfold("New terms", inside="#a2")
    page.locator("[name=a2-announced_amount]").fill("abc")
    page.get_by_role("button", name="Show what follows from it").first.click()
    expect(page.get_by_text("Nothing was recorded.")).to_be_visible()
    expect(page.locator("[name=a2-announced_amount]")).to_be_focused()
    expect(page.locator("[name=a2-announced_amount]")).to_have_value("abc")
    assert watched.violations() == []
    assert watched.sideways() == 0
    page.locator("[name=a2-announced_amount]").fill("$5 million")
    page.locator("[name=a2-terms_on]").fill("March 3 2026")
    person.unfold("Sources of these changes", inside="#a2")
    page.locator("[name=a2-sources]").fill("mp1")
    page.get_by_role("button", name="Show what follows from it").first.click()
    expect(page.get_by_role("table", name="What changes")).to_contain_text("$5,000,000")
    assert watched.violations() == []
    assert watched.sideways() == 0
    delete_drafts(watched, ADDRESS)
