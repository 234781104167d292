"""Money within texts of pages is compact, as in tables, with the exact figure; files keep their bytes."""

import re
from html import unescape

import pytest
from django.test import Client

from portfolio.templatetags.compact_money import marked
from tests.cast import Cast, make_people

from .october import DAY

pytestmark = pytest.mark.long
LONG = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?:\.\d+)? USD(?!/| an? | per )")
PAGES = (
    "/", "/reports/investments/?country=Zimbabwe", "/reports/changes-since/?since=2026-06-30", "/reports/conflicts/",
    "/reports/exposure/?agency=DOE", "/reports/transactions/?fiscal_year=2026", "/programs/", "/programs/dow-osc/",
    "/companies/mp/", "/investments/lac-doe-loan/", "/calendar/", "/changes/",
)  # fmt: skip


def without_exact(page):
    """What the eye reads of a page: no exact figures, no tags."""
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r'<span class="money__exact">.*?</span>', "", main)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_an_amount_in_a_text_is_compact_with_the_exact_figure():
    said = marked("Commitment: 450,000,000.00 USD of <b>, at 110,000,000 USD/kg; 90.5 USD")
    assert '<span class="money__short" aria-hidden="true">$450M</span>' in said
    assert '<span class="money__exact">450,000,000 USD</span>' in said
    assert "of &lt;b&gt;, at 110,000,000 USD/kg; $90.5" in said


@pytest.mark.parametrize("address", PAGES)
def test_no_page_writes_millions_out(october, db, address):
    reader = Client()
    reader.force_login(Cast(people=make_people()).people["manager"])
    times = f"{'&' if '?' in address else '?'}as_of={DAY}"
    assert LONG.findall(without_exact(reader.get(f"{address}{times}").content.decode())) == []


def test_the_face_of_loans_of_a_program_is_compact(october, db):
    reader = Client()
    reader.force_login(Cast(people=make_people()).people["manager"])
    page = reader.get("/programs/dow-osc/", {"as_of": DAY}).content.decode()
    assert 'aria-hidden="true">$150M</span><span class="money__exact">150,000,000</span>' in page
    assert "150,000,000" not in without_exact(page).replace("Defense, $150,000,000", "")
