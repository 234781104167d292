"""The page of a mineral: facts and estimates side by side, odds of a lone plant, a rough answer if asked."""

import re

import pytest

from portfolio.pages import production
from portfolio.pages.production_largest import largest_of
from portfolio.reports.quoted import plain
from tests.cast import Cast, make_people

from .october import DAY, asked

pytestmark = pytest.mark.long


@pytest.fixture
def cast(october, db):
    return Cast(people=make_people())


def test_magnets_are_drawn_hatched_with_estimates_and_solid_by_facts(cast, open_page):
    """Three of four plants are known by facts; the start of Independence is estimated."""
    (fan,) = production.page(asked(), "magnet").fans
    (facts,) = production.page(asked(), "magnet", by_facts=True).fans
    assert (fan.is_hatched, facts.is_hatched) == (True, False)
    assert all((fan.band, facts.band, facts.middle))
    assert fan.band != facts.band
    assert fan.summary.startswith("In 2030, with estimates, plants with signed federal money should make ")
    assert "eight chances in ten that it is between" in fan.summary
    assert "By facts only: " in fan.summary
    text = open_page(f"/production/?as_of={DAY}&mineral=magnet").text
    assert text.count(f'id="{fan.hatch}"') == 1
    assert f'fill="url(#{fan.hatch})"' in text
    assert "P10 to P90, rests on estimates" in text


def test_a_plant_that_counts_by_estimates_is_not_said_to_count_nowhere(cast):
    """The start of Independence is estimated: it is in the gain with estimates, and in none by facts."""
    told = production.page(asked(), "magnet").apart
    estimated = "By facts alone not known, with estimates in the gain, start is unknown: "
    assert [line for line in told if "Independence" in line] == [f"{estimated}Independence magnet plant (Fort Worth)."]
    (rough,) = [line for line in production.page(asked(), "ga").apart if line.startswith("Not known, only")]
    assert "only a rough size is known" in rough


def test_a_line_of_facts_alone_is_not_hatched(cast):
    """Round Top and Energy Fuels, whose figures are not split by element."""
    fans = [fan for fan in production.page(asked()).fans if fan.mineral == "reo-unsplit" and fan.is_drawn]
    assert [bool(fan.band) for fan in fans] == [True]
    assert [fan.is_hatched for fan in fans] == [False]


def test_one_plant_has_odds_in_place_of_a_range(cast, open_page):
    """Stibnite alone makes antimony: 7,547 t a year at full rate, 0 where it fails."""
    page = production.page(asked(), "sb")
    (odds,) = page.odds
    assert not page.fans
    assert re.fullmatch(
        r"\d chances in 10 that it produces by 2030; if it does, [\d,]+ to [\d,]+ t Sb a year, over none "
        "before. By facts only.",
        odds.summary,
    )
    assert not odds.is_hatched
    years = {line.year: line for line in odds.table.lines}
    assert (years[2026].share, years[2026].low) == (0, None)
    assert 0 < years[2031].share < 1
    assert 0 < years[2031].low < years[2031].high <= 7_547 * 1.01
    assert odds.summary in open_page(f"/production/?as_of={DAY}&mineral=sb").text


def test_odds_that_rest_on_estimates_say_so_and_are_hatched(cast):
    (odds,) = production.page(asked(), "nb").odds
    assert odds.is_hatched
    assert odds.summary.endswith("With estimates.")


def test_the_page_of_all_minerals_gives_odds_wherever_one_plant_is_all_there_is(cast, open_page):
    """Antimony has Stibnite alone, of facts; magnets have four plants, so a range."""
    page = production.page(asked())
    (small,) = [one for one in page.odds if one.mineral == "sb"]
    (large,) = production.page(asked(), "sb").odds
    assert small.summary == large.summary
    assert (small.width, large.width) == (300, 860)
    assert not {"sb"} & {fan.mineral for fan in page.fans}
    assert "magnet" in {fan.mineral for fan in page.fans}
    assert len(page.fans) + len(page.odds) == page.pictured
    odds = {line.mineral: line.odds for line in page.summary.lines if line.stage != "titanium-metal-metal"}
    assert odds["magnet"] is None
    said = re.fullmatch(r"(\d chances in 10); if it does, ([\d,]+ to [\d,]+)", odds["sb"])
    assert f"{said[1]} that it produces by 2030; if it does, {said[2]} t Sb a year" in small.summary
    assert odds["nb"].endswith(", est.")
    text = open_page(f"/production/?as_of={DAY}").text
    assert f'data-label="Odds, 2030">{odds["sb"]}<' in text
    shown = next(one.chart for one in largest_of(page).pictures if one.is_odds)
    assert f"{shown.title}</a>{shown.finding.removeprefix(shown.title)}</h3>" in text


def test_a_mineral_with_a_firm_figure_is_in_no_list_of_those_without_one(cast, open_page):
    """Rare earths as a group have lines that are rough and lines that are firm; gallium has a rough one alone."""
    page = production.page(asked())
    assert [one.name for one in page.rough_only] == ["Gallium"]
    kinds = {one.slug: one.kind for one in page.minerals}
    assert (kinds["reo"], kinds["reo-unsplit"], kinds["ga"]) == ("has a figure", "has a figure", "rough only")
    for mineral in ("reo", "reo-unsplit"):
        assert production.page(asked(), mineral).rough_only == []
        assert (
            "No firm figure. A rough one is ready" not in open_page(f"/production/?as_of={DAY}&mineral={mineral}").text
        )
    assert production.page(asked(), "reo-unsplit").has_rough_part
    assert "No firm figure: Gallium. A rough one is ready" in open_page(f"/production/?as_of={DAY}").text


def test_gallium_has_no_firm_figure_and_offers_a_rough_one(cast, open_page):
    """The host stream gives 5,850 to 46,800 kg a year at full rate."""
    assert {one.slug: one.kind for one in production.page(asked()).minerals}["ga"] == "rough only"
    offered = open_page(f"/production/?as_of={DAY}&mineral=ga").text
    assert "No firm figure. A rough one is ready" in offered
    button = '<button class="usa-button" type="submit" name="estimates" value="rough">Show the rough one</button>'
    assert button in offered
    assert f'<input type="hidden" name="as_of" value="{DAY}">' in offered
    assert "a rough range" not in offered
    shown = open_page(f"/production/?as_of={DAY}&mineral=ga&estimates=rough").text
    assert button not in shown
    (rough,) = production.page(asked(), "ga", with_rough=True).rough
    assert re.match(r"[\d,]+ to [\d,]+ kg Ga a year, a rough range", rough.summary)
    assert rough.title.startswith("Rough: ")
    assert rough.is_hatched
    assert rough.summary in shown
    years = {line.year: line for line in rough.table.lines}
    assert 5_850 * 0.9 < years[2035].low < years[2035].high < 46_800


def test_a_rough_figure_is_in_no_total_and_in_a_table_only_where_asked(cast, open_page):
    page = production.page(asked(), "ga", with_rough=True)
    (line,) = page.summary.lines
    assert line.home.p50_estimated is None
    for mineral, address in (("ga", "&mineral=ga"), ("reo", "&mineral=reo"), ("", "")):
        assert "Rough" in columns_of_fans(mineral, with_rough=True)
        assert "Rough" not in columns_of_fans(mineral, with_rough=False)
        assert 'data-label="Rough"' not in open_page(f"/production/?as_of={DAY}{address}").text
    assert "The table of Gallium" not in open_page(f"/production/?as_of={DAY}&mineral=ga").text  # years alone


def columns_of_fans(mineral, *, with_rough):
    fans = production.page(asked(), mineral, with_rough=with_rough).fans
    return {column.label for fan in fans for column in fan.table.columns}


def test_beside_odds_stands_their_year_with_the_chance_and_the_promise(cast, open_page):
    """Stibnite: 8 chances in 10 by 2030, promised 7,410 t; facts alone give all of it."""
    (odds,) = production.page(asked(), "sb").odds
    assert (odds.beside.found, odds.beside.year) == ("8 chances in 10 that it produces", 2030)
    assert (odds.beside.promised.words, [bar.name for bar in odds.beside.bars]) == ("7,410", ["Facts only"])
    page = open_page(f"/production/?as_of={DAY}&mineral=sb").text
    assert "Output in 2030: 8 chances in 10 that it produces" in page


def test_a_mistyped_stage_is_refused_with_links_and_one_without_a_plant_leads_to_its_chain(cast, open_page):
    """Antimony has mine, smelter and scrap; no plant that counts smelts it."""
    refused = open_page(f"/production/?as_of={DAY}&mineral=sb&stage=smeltr")
    assert refused.status == 400
    (link,) = re.findall(r'<a href="(/production/[^"]*)">[^<]*smelter', refused.text)
    assert "stage=antimony-smelter" in link
    page = open_page(f"/production/?as_of={DAY}&mineral=sb&stage=smelter")
    assert page.status == 200
    assert "No domestic plant that counts makes it at this stage; what it could carry stands in the chain" in page.text


def test_the_range_with_estimates_fits_beside_a_picture_of_facts_alone(cast):
    """NdPr: facts draw no gain, so the picture ends at what is recorded, 2,600 t; estimates go to 5,760 t."""
    (fan,) = production.page(asked(), "ndpr", by_facts=True).fans
    estimated = fan.beside.bars[1]
    assert estimated.name == "With estimates"
    assert fan.beside.base < estimated.ends[0] < estimated.ends[2] <= 97


def test_what_comes_from_china_before_and_after_is_said_or_why_it_is_not_known(cast):
    """Of antimony 91% x 55% of US use; of lithium China is not named; of magnets no reliance is published."""
    said = {slug: production.page(asked(), slug).country.sentences for slug in ("sb", "li", "magnet")}
    assert any(one.startswith("China: 50.1% of US use; after it unknown, since ") for one in said["sb"])
    assert "China is not named among its suppliers: what comes from there is a part of that." in said["li"]
    assert any(one.startswith("No import reliance is published of it, so which part") for one in said["magnet"])


def test_the_sentence_of_a_share_that_cannot_be_given_is_said_once(cast):
    """Gallium has two demands, and its gain is unknown against either."""
    at = asked()
    for slug in ("ga", "reo-unsplit", "li"):
        country = production.page(at, slug).country
        sentences = [*map(plain, country.shares), *country.sentences]
        assert len(sentences) == len(set(sentences)), slug
