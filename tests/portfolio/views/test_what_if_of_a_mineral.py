"""What if, opened from the page of a mineral: the plants of its figure are filled in, and that figure is told."""

import html
import re
from urllib.parse import quote

import pytest
from django.http import QueryDict

from portfolio.calculations.filter_match import Option
from portfolio.pages.what_if_told import told_of_change
from portfolio.reports.production.what_if import Answered, WhatIfLine, plants_of
from portfolio.scenario_forms import WhatIfForm
from projects.models import ProjectedOutput
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
    assert "P10" not in re.sub(r'title="[^"]*"', "", table)
    assert re.search(
        r"With A the middle of NdFeB permanent magnet, magnet, in 2030 goes from about [\d,]+ t magnet a year "
        r"\(likely range [\d,]+ to [\d,]+\) to (about )?[\d,]+ t magnet a year \(likely range [\d,]+ to [\d,]+\)\.",
        narrow,
    )
    assert f'<input type="hidden" name="stage" value="{STAGE}">' in narrow
    assert chosen(narrow) == ["Stillwater magnet and metals plant"]
    address = f"/production/what-if/?as_of={DAY}&{change}"
    assert f'<a href="{address}">Every figure and year</a>' in html.unescape(narrow)
    wide = open_page(address).text
    assert wide.partition('id="side-by-side"')[2].count("<tr") > 2


def test_a_mineral_or_a_stage_that_is_none_is_refused(cast, open_page):
    assert open_page(f"/production/what-if/?as_of={DAY}&mineral=unobtainium").status == 400
    assert open_page(f"/production/what-if/?as_of={DAY}&mineral=magnet&stage=nowhere").status == 400


@pytest.mark.parametrize("typed", ["60", "60 for all", "NdPr oxide: 60; Lithium: 12"])
def test_a_price_is_taken_as_its_help_writes_it(typed):
    products = [Option("ndpr", "NdPr oxide"), Option("lithium", "Lithium")]
    given = {"projects": {"thacker-pass": "Thacker Pass"}, "curves": (), "products": products}
    sent = QueryDict(f"project=thacker-pass&price_usd_per_kg={quote(typed)}")
    form = WhatIfForm(sent, **given)
    assert form.is_valid(), form.errors
    assert sorted(form.change().prices.values()) == ([12, 60] if ";" in typed else [60])
    assert typed.removesuffix(" for all") in str(form.fields["price_usd_per_kg"].help_text)


def test_the_sentence_is_of_the_figure_that_moves_most():
    """From 100 to 50 t is half of it, from 1,000 to 900 t a tenth."""

    def line(stage, before, after):
        stored = ProjectedOutput(year=2030, mineral="lithium", stage=stage, unit="t", standing="domestic",
                                 reach="counted", p10=0, p50=before, p90=before, p10_estimated=0,
                                 p50_estimated=before, p90_estimated=before)  # fmt: skip
        ends = [{"p10": 0, "p50": middle, "p90": middle} for middle in (before, after)]
        return WhatIfLine(stored, Answered(*ends, None), Answered(*ends, None))

    lines = [line("mine", 1000, 900), line("metal", 100, 50)]
    names = {"lithium": "Lithium"}
    assert told_of_change("A", lines, 2030, names, {}) == (
        "With A the middle of Lithium, metal, in 2030 goes from 100 t a year (likely range 0 to 100) to 50 t a year "
        "(likely range 0 to 50). Of the 2 figures of 2030 that it touches this one moves most."
    )
    assert told_of_change("B", lines[:1], 2031, names, {}).startswith("B: No phase of these projects can be drawn")
    same = line("mine", 100, 100)
    assert told_of_change("B", [same], 2030, names, {}) == (
        "B leaves the middle of Lithium, mine, in 2030 as it is: 100 t a year (likely range 0 to 100)."
    )
