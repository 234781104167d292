"""Every page as every role: no violation of WCAG 2.2 AA, no error, nothing from elsewhere, none wider than a phone."""

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Browser

from .addresses import IN_THE_PAST, KINDS, PAGES
from .watch import Watched

pytestmark = [pytest.mark.browser, pytest.mark.long]
As = Callable[..., Watched]
ROLES = ("officer", "manager", "auditor", "administrator")
FORMS = ("/admin/portfolio/import/add/", "/admin/projects/phaseestimate/add/?phase=1", "/admin/record-a-deal/")
CUT = """content => [...content.querySelectorAll("input, select, textarea, a.closelink")]
    .filter(field => field.getClientRects().length && field.getBoundingClientRect().right > innerWidth - 16)
    .map(field => field.name || field.textContent)"""
ENTERING = ("officer", "auditor", "administrator")


@pytest.mark.parametrize("part", [0, 1])
def test_every_page_is_accessible(as_role: As, part: int) -> None:
    """Whole, with all their rows, as the manager."""
    assert not violations(as_role("manager"), (*PAGES, *IN_THE_PAST)[part::2])


@pytest.mark.parametrize("role", [role for role in ROLES if role != "manager"])
def test_each_kind_of_page_is_accessible_for_every_role(as_role: As, role: str) -> None:
    """Of each kind one is examined, since the manager's are examined whole."""
    assert not violations(as_role(role), KINDS)


def violations(page: Watched, addresses: Iterable[str]) -> dict[str, list]:
    """What axe finds on each page that it finds anything on."""
    found = {}
    for address in addresses:
        page.goto(address)
        assert page.page.get_by_role("heading", level=1).count() == 1, address
        found[address] = page.violations()
    return {address: what for address, what in found.items() if what}


def test_the_sign_in_page_is_accessible(as_role: As, chromium: Browser, site: str) -> None:
    context = chromium.new_context()
    page = Watched(context.new_page(), site)
    page.goto("/login/")
    assert page.violations() == []
    assert page.troubles == []
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_its_window_with_every_fold_open(as_role: As, width: int) -> None:
    page = as_role("manager", width=width)
    wide = {}
    for address in (*PAGES, *IN_THE_PAST):
        page.goto(address)
        page.page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        wide[address] = page.sideways()
    assert not {address: pixels for address, pixels in wide.items() if pixels > 0}


def test_no_field_of_a_form_is_cut_on_a_narrow_phone(as_role: As) -> None:
    page = as_role("officer", width=320)
    cut = {}
    for address in FORMS:
        page.goto(address)
        cut[address] = page.page.locator("#content").evaluate(CUT)
    assert not {address: fields for address, fields in cut.items() if fields}


def test_pages_work_without_scripts(chromium: Browser, site: str, as_role: As, sessions: dict[str, dict]) -> None:
    as_role("manager")
    context = chromium.new_context(java_script_enabled=False, storage_state=sessions["manager"])
    page = context.new_page()
    page.goto(f"{site}/reports/exposure/")
    page.locator('th a[href*="sort=exposure_usd"]').click()
    assert "sort=exposure_usd" in page.url
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("combobox", name="Agency").select_option("DOE")
    page.get_by_role("button", name="Show").last.click()
    assert "agency=DOE" in page.url
    assert page.get_by_role("row").filter(has_text="lac-doe-loan").count() == 1
    context.close()


@pytest.mark.parametrize("role", ENTERING)
def test_the_record_is_accessible(as_role: As, role: str) -> None:
    """The start page, the lists that it names, and of each the first object and the form for a new one.

    The officer's is walked whole; the others' starts differ, so of theirs every fifth list is opened.
    """
    page = as_role(role)
    page.goto("/admin/")
    found = {"/admin/": page.violations()}
    lists = sorted({path for path in hrefs(page) if path.startswith("/admin/") and path.count("/") == 4})
    assert lists
    for address in lists if role == "officer" else lists[::5]:
        page.goto(address)
        found[address] = page.violations()
        for inside in objects(page, address):
            page.goto(inside)
            found[inside] = page.violations()
    assert not {address: what for address, what in found.items() if what}


def test_the_form_of_a_new_deal_is_accessible(as_role: As) -> None:
    assert not violations(as_role("officer"), ["/admin/record-a-deal/"])


def hrefs(page: Watched) -> list[str]:
    """The paths that the page's links lead to."""
    links = page.page.locator("a[href]").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    return list(dict.fromkeys(links))


def objects(page: Watched, address: str) -> list[str]:
    """The first object of a list, and the form for a new one where there is one."""
    below = [path for path in hrefs(page) if path.startswith(address) and path != address]
    first = [path for path in below if path.endswith("/change/")][:1]
    return [*first, *(path for path in below if path == f"{address}add/")]
