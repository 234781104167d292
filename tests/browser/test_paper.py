"""What is printed: the briefing on one Letter page, every column of a wide report, the number of the page."""

import io
from collections.abc import Callable

import pikepdf
import pytest

from .measured_on_paper import LINES
from .paper_text import text_of
from .watch import Watched

pytestmark = [pytest.mark.browser, pytest.mark.long]
As = Callable[..., Watched]
LETTER = 720
"""The width of a Letter page between its margins, in pixels."""


@pytest.mark.parametrize("role", ["manager", "officer", "auditor"])
def test_the_briefing_is_printed_on_one_letter_page(as_role_projected: As, role: str) -> None:
    watched = as_role_projected(role)
    days = ("?as_of=2026-10-08", "?as_of=2026-07-08")
    for asked in ("", *days, "?kept=edition-of-october-2026", "?kept=edition-of-june-2026"):
        watched.goto(f"/{asked}")
        assert watched.page.locator(".tile").count() == 6
        assert sheets_of(watched) == 1, asked


@pytest.mark.parametrize("mineral", ["magnet", "lithium"])
def test_the_page_of_a_mineral_is_printed_on_two_letter_pages(as_role_projected: As, mineral: str) -> None:
    watched = as_role_projected("manager")
    watched.goto(f"/production/?mineral={mineral}")
    assert watched.page.locator(".bars").count() >= 2
    assert sheets_of(watched) <= 2


def sheets_of(watched: Watched) -> int:
    """On how many sheets a person prints the page: Letter, the margins of its style, the browser's head and foot."""
    printed = watched.page.pdf(format="Letter", prefer_css_page_size=True, display_header_footer=True)
    return len(pikepdf.open(io.BytesIO(printed)).pages)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (
            "/reports/exposure/?agency=DOE&as_of=2026-10-08",
            ["Exposure. As of 2026-10-08", "Agency: Department of Energy"],
        ),
        ("/reports/milestones/?as_of=2026-10-08&state=NV", ["Milestones. As of 2026-10-08", "State: N"]),
        ("/companies/mp/?as_of=2026-10-08", ["As of 2026-10-08, recording", "/companies/mp/?as_of=2026-10-08"]),
        ("/", [", recording"]),
    ],
)
def test_every_sheet_bears_what_was_asked_and_its_number(as_role: As, address: str, asked: list[str]) -> None:
    watched = as_role("manager")
    watched.goto(address)
    sheets = pikepdf.open(io.BytesIO(watched.page.pdf(format="Letter"))).pages
    assert sheets
    for number, sheet in enumerate(sheets, start=1):
        said = text_of(sheet)
        assert f"Page{number}of{len(sheets)}" in said
        assert [words for words in asked if "".join(words.split()) not in said] == []


WIDE = ["capacity", "investments", "returns", "transactions"]


@pytest.mark.parametrize("report", WIDE)
def test_a_report_printed_by_the_browsers_menu_has_every_column(as_role: As, report: str) -> None:
    """The screen shows those that answer first, before and after it was printed."""
    watched = as_role("auditor")
    page = watched.page
    watched.goto(f"/reports/{report}/?column=all")
    row = page.locator("tbody:not(.totals) tr").first
    every = row.locator("td").evaluate_all("cells => cells.map((cell) => cell.dataset.label)")
    watched.goto(f"/reports/{report}/")
    first = page.locator("thead th").count()
    assert first < len(every) + 1
    printed = "".join(map(text_of, pikepdf.open(io.BytesIO(page.pdf(format="Letter"))).pages))
    assert [label for label in every if f"{''.join(label.split())}:" not in printed] == []
    assert page.locator("thead th").count() == first


def test_what_somebody_chose_is_printed_so_and_says_of_how_many(as_role: As) -> None:
    watched = as_role("auditor")
    watched.goto("/reports/exposure/?column=&column=exposure_usd&column=agency")
    assert "3 of 20 columns, as you chose" in watched.page.locator(".pager").first.inner_text()
    watched.page.get_by_role("link", name="Print", exact=True).click()
    assert watched.page.locator("thead th").count() == 3


@pytest.mark.parametrize(
    "address", ["/reports/exposure/", "/deals/", "/changes/", "/production/", "/production/what-if/"]
)
def test_what_is_only_for_the_screen_is_not_printed(as_role: As, address: str) -> None:
    watched = as_role("manager")
    watched.goto(address)
    assert watched.page.locator(".save-view").count() >= 1
    watched.page.emulate_media(media="print")
    for name in (".save-view", ".downloads", ".filters", ".pager a", ".as-file"):
        assert not any(one.is_visible() for one in watched.page.locator(name).all()), name


@pytest.mark.parametrize("report", WIDE)
def test_a_wide_report_loses_no_column_on_paper(as_role: As, report: str) -> None:
    watched = as_role("manager")
    page = watched.page
    watched.goto(f"/reports/{report}/")
    first = page.locator("thead th").count()
    page.get_by_role("link", name="Print", exact=True).click()
    page.wait_for_url("**column=all**")
    heads = page.locator("thead th").count()
    assert heads > max(8, first)
    page.set_viewport_size({"width": LETTER, "height": 960})
    page.emulate_media(media="print")
    assert watched.sideways() == 0
    row = page.locator("tbody:not(.totals) tr").first
    assert row.locator("th, td").count() == heads
    for cell in row.locator("td").all():
        box = cell.bounding_box()
        assert box
        assert box["x"] + box["width"] <= LETTER
        assert cell.evaluate("cell => getComputedStyle(cell, '::before').content").endswith(': "')


@pytest.mark.parametrize("report", ["exposure", "stakes", "money-by-year"])
def test_a_report_is_a_card_a_row_at_320_pixels_with_the_money_on_it(as_role: As, report: str) -> None:
    watched = as_role("manager", width=320)
    watched.goto(f"/reports/{report}/")
    assert watched.sideways() == 0
    row = watched.page.locator("tbody:not(.totals) tr").first
    for cell in row.locator("td[data-label]").all():
        box = cell.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    assert watched.violations() == []


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/calendar/",
        "/companies/",
        "/companies/mp/",
        "/deals/",
        "/deals/mp-dow-2025/",
        "/desk/",
        "/investments/lac-doe-loan/",
        "/partners/",
        "/production/",
        "/production/?mineral=magnet",
        "/programs/",
        "/projects/thacker-pass/",
        "/reports/capacity/",
        "/reports/changes-since/",
        "/reports/exposure/",
        "/reports/milestones/",
        "/reports/money-by-year/",
        "/reports/sources/",
        "/reports/stakes/",
        "/reports/transactions/",
    ],
)
def test_no_printed_line_covers_another_and_a_row_has_one_size_of_type(as_role: As, address: str) -> None:
    watched = as_role("officer" if address == "/desk/" else "manager")
    watched.goto(address)
    watched.page.set_viewport_size({"width": LETTER, "height": 960})
    watched.page.emulate_media(media="print")
    assert watched.page.evaluate(LINES) == []
    assert watched.sideways() == 0
