"""What the pages of production say of their figures: methods, digits, unknowns, years, what is folded."""

import re

import pytest

from portfolio.pages import production
from portfolio.reports.quoted import plain
from portfolio.templatetags.formatting import cell_text
from tests.cast import Cast, make_people

from .october import DAY, asked

pytestmark = pytest.mark.long


@pytest.fixture
def cast(october, db):
    return Cast(people=make_people())


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
