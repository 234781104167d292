"""Pages and record are one product: one header, typeface, headings, breadcrumb and buttons, at every width."""

import re
from collections.abc import Callable

import pytest

from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
DRAWN = """([selector, names]) => {
    const style = getComputedStyle(document.querySelector(selector));
    return names.map(name => style[name]);
}"""
SAME = {
    "body": ["fontFamily", "fontSize", "color", "backgroundColor"],
    "h1": ["fontFamily", "fontSize", "fontWeight", "color"],
    ".site-header": ["backgroundColor", "fontSize", "fontFamily"],
    ".site-brand": ["fontFamily", "fontSize", "color"],
    ".site-nav a": ["fontSize", "color", "paddingTop"],
    ".site-account summary": ["fontSize", "color"],
}
CRUMBS = ["fontSize", "color", "backgroundColor"]
BUTTON = ["fontFamily", "fontWeight", "borderTopLeftRadius", "backgroundColor", "color"]
RECORD = (
    "/admin/",
    "/admin/portfolio/investment/",
    "/admin/record-a-deal/",
    "/admin/guide/",
    "/admin/password_change/",
)


def drawn(page: Watched, selector: str, names: list[str]) -> list[str]:
    return page.page.evaluate(DRAWN, [selector, names])


def header(page: Watched) -> str:
    """The markup of the header, without what marks the page that is open and the key of a form."""
    text = page.page.locator(".site-header").evaluate("header => header.outerHTML")
    return re.sub(r' aria-current="page"| value="[^"]*"|\s+', " ", text).replace(" >", ">")


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_pages_and_record_have_one_header(as_role: As, role: str) -> None:
    page = as_role(role)
    page.goto("/reports/")
    asked = header(page)
    for address in ("/admin/", "/admin/portfolio/investment/"):
        page.goto(address)
        assert header(page) == asked
        assert page.page.locator('a[href^="#"]', has_text="Skip to main content").count() == 1


def test_pages_and_record_are_drawn_alike(as_role: As) -> None:
    page = as_role("officer")
    page.goto("/investments/lac-doe-loan/")
    pages = {selector: drawn(page, selector, names) for selector, names in SAME.items()}
    crumbs = drawn(page, ".crumbs", CRUMBS) + drawn(page, ".crumbs a", CRUMBS)
    page.goto("/desk/")
    button = drawn(page, "main .usa-button:not(.usa-button--outline)", BUTTON)
    page.goto("/admin/portfolio/investment/")
    assert {selector: drawn(page, selector, names) for selector, names in SAME.items()} == pages
    assert drawn(page, ".breadcrumbs", CRUMBS) + drawn(page, ".breadcrumbs a", CRUMBS) == crumbs
    page.goto("/admin/record-a-deal/")
    assert drawn(page, ".submit-row input.default", BUTTON) == button
    assert "Source Sans Pro Web" in pages["body"][0]


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_of_the_record_is_wider_than_its_window(as_role: As, width: int) -> None:
    page = as_role("officer", width=width)
    wide = {}
    for address in RECORD:
        page.goto(address)
        page.page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        wide[address] = page.sideways()
    assert wide == dict.fromkeys(RECORD, 0)


def test_the_account_menu_works_by_keyboard(as_role: As) -> None:
    page = as_role("auditor")
    page.goto("/admin/")
    page.page.locator(".site-account summary").focus()
    page.page.keyboard.press("Enter")
    assert page.violations() == []
    for item in ("Guide", "Tokens", "Change password", "Sign out"):
        page.page.keyboard.press("Tab")
        assert page.page.evaluate("document.activeElement.innerText") == item
