"""What if, opened from the page of a mineral: the plants of its figure are filled in, and that figure is told."""

import html
import re

import pytest

from portfolio.reports.production.what_if import plants_of
from tests.cast import Cast, make_people

from .october import DAY, asked

pytestmark = pytest.mark.long
STAGE = "rare-earths-magnet-chain-magnet"
OF = f"as_of={DAY}&mineral=magnet&stage={STAGE}&year=2030"


@pytest.fixture
def cast(october, db):
    return Cast(people=make_people())


def chosen(text: str) -> list[str]:
    """The projects that the first change names."""
    return [html.unescape(one) for one in re.findall(r'type="text" name="project" value="([^"]+)"', text)]


def test_the_page_of_a_mineral_leads_to_it_with_mineral_stage_and_year(cast, open_page):
    page = open_page(f"/production/?as_of={DAY}&mineral=ti&stage=titanium-metal-metal&year=2035").text
    address = "/production/what-if/?as_of=2026-10-08&mineral=ti&stage=titanium-metal-metal&year=2035"
    assert f'href="{address}">What if</a>' in html.unescape(page)


def test_the_plants_of_the_figure_are_filled_in_and_nothing_is_told_yet(cast, open_page):
    page = open_page(f"/production/what-if/?{OF}")
    assert (page.status, len(plants_of(asked(), "magnet", STAGE))) == (200, 4)
    assert sorted(chosen(page.text)) == [
        "10X magnet campus (Northlake)",
        "Blacksburg (South Carolina) magnet and metals plant",
        "Independence magnet plant (Fort Worth)",
        "Stillwater magnet and metals plant",
    ]
    assert "<h1>What if: NdFeB permanent magnet, magnet, in 2030</h1>" in page.text
    assert 'id="side-by-side"' not in page.text


def test_the_change_is_told_of_that_figure_alone_and_the_address_keeps_it(cast, open_page):
    """Stillwater makes metals as well as magnets: without a mineral both are told, of every year."""
    change = "project=usar-stillwater&nameplate_times=0"
    narrow = open_page(f"/production/what-if/?{OF}&{change}").text
    table = narrow.partition('id="side-by-side"')[2].partition("</table>")[0]
    assert re.findall(r'data-label="Year"[^>]*>(\d{4})<', table) == ["2030"]
    assert f'<input type="hidden" name="stage" value="{STAGE}">' in narrow
    assert chosen(narrow) == ["Stillwater magnet and metals plant"]
    address = f"/production/what-if/?as_of={DAY}&{change}"
    assert f'<a href="{address}">Every figure and year</a>' in html.unescape(narrow)
    wide = open_page(address).text
    assert wide.partition('id="side-by-side"')[2].count("<tr") > 2


def test_a_mineral_or_a_stage_that_is_none_is_refused(cast, open_page):
    assert open_page(f"/production/what-if/?as_of={DAY}&mineral=unobtainium").status == 400
    assert open_page(f"/production/what-if/?as_of={DAY}&mineral=magnet&stage=nowhere").status == 400
