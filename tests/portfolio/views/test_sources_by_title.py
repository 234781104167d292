"""A source stands under its title wherever a page cites it; its identifier is for files."""

import re

import pytest
from django.test import Client

from portfolio.reports import REPORTS
from record.models import Citation, Source
from tests.cast import Cast, make_people

from .october import DAY

pytestmark = pytest.mark.long
LINK = re.compile(r'<a href="/sources/([^/"]+)/[^"]*"[^>]*>(?:<cite>)?(.*?)(?:</cite>)?</a>', re.DOTALL)
PAGES = (
    "/", "/programs/", "/programs/dfc/", "/partners/", "/companies/mp/", "/projects/thacker-pass/", "/companies/",
    "/investments/mp-dow-ppa/", "/deals/mp-dow-2025/", "/production/?mineral=magnet", "/production/", "/calendar/",
    "/warrants/", "/changes/", "/projects/", "/deals/", "/production/price-floors/", "/sheets/company/mp/",
)  # fmt: skip


@pytest.fixture
def client(october, db):
    reader = Client()
    reader.force_login(Cast(people=make_people()).people["manager"])
    return reader


def cited(client, address):
    """Identifier and words of each link to a source on a page."""
    page = client.get(address, {"as_of": DAY}).content.decode()
    return LINK.findall(page.partition("<main")[2].partition("</main>")[0])


def test_no_page_shows_a_source_by_its_identifier(client):
    titles = dict(Source.objects.values_list("slug", "title"))
    reports = [f"/reports/{name}/" for name in REPORTS if name != "sources"]
    wrong, seen = {}, 0
    for address in (*PAGES, *reports):
        found = cited(client, address)
        seen += len(found)
        bare = {slug for slug, words in found if words == slug != titles[slug]}
        if bare:
            wrong[address] = sorted(bare)[:3]
    assert wrong == {}
    assert seen > 1000


def test_a_sentence_about_what_is_owned_has_the_number_of_its_sources_which_leads_to_them(client):
    """MP's count of 18 July 2025 rests on mp1, mp10, cap10 and mp16."""
    page = client.get("/companies/mp/", {"as_of": DAY}).content.decode()
    said = re.search(r'counted on 2025-07-18 \(<a href="/citations/(\d+)/[^"]*">4 sources</a>\)', page)
    assert said
    assert Citation.objects.get(pk=said[1]).text == "mp1;mp10;cap10;mp16"
    assert "(4 sources)" in client.get("/sheets/company/mp/", {"as_of": DAY}).content.decode()


def test_of_many_sources_two_show_and_the_others_open_in_the_cell(client):
    page = client.get("/reports/investments/", {"as_of": DAY}).content.decode()
    cells = re.findall(r'<td[^>]*class="sources"[^>]*>(.*?)</td>', page, re.DOTALL)
    cell = next(one for one in cells if "<details>" in one)
    first, _, rest = cell.partition("<details>")
    assert len(LINK.findall(first)) == 2
    assert f"<summary>{len(LINK.findall(rest))} more</summary>" in cell


def test_the_sources_report_has_the_identifier_beside_the_title(client):
    titles = dict(Source.objects.values_list("slug", "title"))
    page = client.get("/reports/sources/", {"as_of": DAY}).content.decode()
    slug, words = LINK.findall(page.partition("<main")[2])[0]
    assert words == slug
    assert titles[slug].split("&")[0][:20] in page
