"""A form leads to the section of the guide that is about it, also on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .watch import Watched

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 320])
def test_the_form_of_a_deal_leads_to_its_section(as_role: Callable[..., Watched], width: int) -> None:
    watched = as_role("officer", width=width)
    watched.goto("/admin/record-a-deal/")
    watched.page.get_by_role("link", name="Guide: Record a new deal").click()
    expect(watched.page.get_by_role("heading", name="Record a new deal")).to_be_in_viewport()
    assert watched.violations() == []
    assert watched.sideways() == 0
