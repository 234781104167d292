"""The page of a mineral: facts and estimates side by side, odds of a lone plant, a rough answer if asked."""

import re

import pytest

from portfolio.pages import production
from portfolio.pages.production_largest import largest_of
from portfolio.reports.quoted import plain
from portfolio.templatetags.formatting import cell_text
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


def test_each_estimate_in_a_figure_is_named_with_its_method_on_the_pages_of_mineral_and_project(cast, open_page):
    """Alumina of Gramercy: baseline and start. Stibnite: nothing is estimated, and nothing is said of it."""
    mineral = open_page(f"/production/?as_of={DAY}&mineral=alumina").text
    assert "Estimated in these figures: 2 fields, each with its method" in mineral
    assert "700,000 to 710,000 t/yr (total less a baseline in a known range)" in mineral
    assert "(lead time from the stage last stated)" in mineral
    project = open_page(f"/projects/atalco-gramercy/?as_of={DAY}").text
    assert "baseline: 700,000 to 710,000 t/yr (total less a baseline in a known range)" in project
    assert "(what the host stream can give)" in project
    assert "Estimated in these figures" not in open_page(f"/production/?as_of={DAY}&mineral=sb").text


def test_another_wish_for_estimates_is_refused(cast, open_page):
    assert open_page(f"/production/?as_of={DAY}&mineral=ga&estimates=all").status == 400


def test_the_first_page_says_names_and_is_small(cast, open_page):
    """No identifier in its words, and half of what a first visit may weigh at most."""
    opened = open_page(f"/production/?as_of={DAY}")
    assert len(opened.response.content) < 300_000
    assert "No firm figure: Gallium. A rough one is ready" in opened.text
    words = re.sub(r"<[^>]*>", " ", opened.text)
    assert "rare-earths-magnet-chain" not in words
    assert "atalco-gramercy" not in words


def test_a_figure_of_a_page_has_three_digits_and_its_likely_range(cast):
    """Full rate of Stibnite is 7,547 t a year, so 7,550; an estimate is marked, a fact is not."""
    antimony = production.page(asked(), "sb", asked=2031).summary
    (line,) = antimony.lines
    columns = {column.name: column for column in antimony.columns}
    cells = {name: column.known(line) for name, column in columns.items()}
    assert cell_text(columns["promised"], cells["promised"]) == "7,550"
    assert re.fullmatch(r"[\d,]+ \(0 to 7,5[45]0\)", cells["facts_only"])
    assert cells["with_estimates"] == cells["facts_only"]
    magnets = production.page(asked(), "magnet").summary
    cells = {column.name: column.known(magnets.lines[0]) for column in magnets.columns}
    assert re.fullmatch(r"about [\d,]+ \([\d,]+ to [\d,]+\), est\.", cells["with_estimates"])
    assert not cells["facts_only"].startswith("about")


def test_an_unknown_figure_is_unknown_and_not_none(cast, open_page):
    """Nothing was promised of alumina, though of other lines something was."""
    gains = open_page(f"/production/?as_of={DAY}").text.partition('<h2 id="gains">')[2].partition("</table>")[0]
    row = next(row for row in gains.split("<tr") if ">Alumina<" in row)
    assert "of no plant do sources state both size and start" in row


def test_the_table_of_a_fan_names_the_columns_that_nothing_is_known_of(cast):
    """Nobody has promised anything of concentrate of rare earths."""
    fans = {fan.title: fan for fan in production.page(asked()).fans}
    table = fans["Rare earths, total oxide (product group), mine"].table
    assert "promised" not in [column.name for column in table.columns]
    assert table.notes[0].startswith("Not known in any year, so left out: promised, forecast")


def test_the_page_of_a_mineral_says_the_share_of_what_is_used_the_larger_demand_first(cast):
    """Magnets: 37,000 t wanted in 2030 by a high case, 14,800 t direct; 6,000 to 9,000 t imported in 2021."""
    (sentence,) = map(plain, production.page(asked(), "magnet").country.shares)
    parts = sentence.split("; ")
    order = [next(n for n, one in enumerate(parts) if what in one) for what in ("high-growth", "direct demand", "2021")]
    assert order == sorted(order)
    assert "37,000 t magnet" in parts[order[0]]
    assert "(6,000 to 9,000), " in parts[order[2]]
    assert "stands in for consumption that is not published" in parts[order[2]]


@pytest.mark.parametrize(("mineral", "group"), [("dy", "reo"), ("ndpr", "reo"), ("anode", "gra")])
def test_a_mineral_without_statistics_leads_to_its_group(cast, open_page, mineral, group):
    text = open_page(f"/production/?as_of={DAY}&mineral={mineral}").text
    country = text.partition('<h2 id="country">')[2].partition("<h2")[0]
    assert f"/production/?as_of={DAY}&amp;mineral={group}" in country
    assert "Statistics have it under a group: " in country


def test_the_spread_is_told_with_estimates_and_by_facts_only(cast, open_page):
    """Independence, whose start is estimated, makes a part of the spread of magnets, and none of it by facts."""
    (chart,) = production.page(asked(), "magnet").spreads
    assert chart.summary.startswith("In 2030, with estimates, most of the spread comes from ")
    assert ". By facts only most of the spread comes from " in chart.summary
    bars = {bar.name: bar for bar in chart.bars}
    independence = bars.pop("Independence magnet plant (Fort Worth)")
    assert re.fullmatch(r"\d+%; by facts only not drawn", independence.text)
    assert (independence.solid, independence.hatched) == (0, independence.width)
    assert all(re.fullmatch(r"\d+%; by facts only \d+%", bar.text) and not bar.hatched for bar in bars.values())
    text = open_page(f"/production/?as_of={DAY}&mineral=magnet").text
    assert text.count(chart.summary) == 1
    assert f'fill="url(#{chart.hatch})"' in text


def test_a_spread_of_facts_alone_is_told_once(cast):
    """Stibnite alone makes antimony, and nothing of it is estimated."""
    (chart,) = production.page(asked(), "sb").spreads
    assert chart.summary.startswith("In 2030 most of the spread comes from Stibnite Gold Project 100%.")
    assert "By facts only" not in chart.summary
    assert [bar.text for bar in chart.bars] == ["100%"]


def test_a_single_figure_bears_the_mark_of_a_secondary_text(cast, open_page):
    """The amount of the loan to Perpetua was read in another text than the one that states it."""
    text = open_page(f"/investments/ppta-exim-loan/?as_of={DAY}").text
    figures = text.partition('<dl class="figures">')[2].partition("</dl>")[0]
    assert "read in a secondary text" in figures


def test_a_year_that_is_asked_is_that_of_table_country_and_what_to_find_out(cast, open_page):
    for year in (2028, 2035):
        page = production.page(asked(), "magnet", asked=year)
        assert page.summary.title == f"Gain in {year}"
        assert any(plain(one).startswith(f"Gain of {year}, ") for one in page.country.shares)
        text = open_page(f"/production/?as_of={DAY}&mineral=magnet&year={year}").text
        assert f'<option value="{year}" selected>' in text
    refused = open_page(f"/production/?as_of={DAY}&mineral=magnet&year=1999")
    assert refused.status == 400


def test_the_first_page_has_what_is_known_and_folds_what_is_not(cast, open_page):
    """Lines without a figure are one counted line that opens, so is all that is in no gain; no table scrolls."""
    page = production.page(asked())
    shown = [column for column in page.summary.columns if column.name.startswith("in_")]
    assert all(any(column.known(line) for column in shown) for line in page.summary.lines)
    assert page.without_figure.lines
    assert not any(column.known(line) for column in shown for line in page.without_figure.lines)
    text = open_page(f"/production/?as_of={DAY}").text
    assert f"No figure yet: {len(page.without_figure.lines)}, each with its reason" in text
    assert "a table that scrolls" not in text
