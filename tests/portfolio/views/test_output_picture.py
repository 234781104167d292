"""The picture of one mineral is of output: the base, recorded output, the likely range on top, and its files."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from portfolio.charts.fan_words import base_words, over
from portfolio.charts.in_year import in_year
from portfolio.pages import production
from portfolio.pages.production_pictures import last_of_axis
from portfolio.positions.filters import Filters
from portfolio.positions.recorded_output import whole_years
from portfolio.reports.production.demand_shares import demands_at
from portfolio.reports.production.output import DEFINITION, Base, answer
from portfolio.reports.production.projected import COUNTED, projected_at
from portfolio.reports.production.shares import key_of
from tests.cast import Cast, make_people

from .october import DAY, asked

pytestmark = pytest.mark.long
PARTLY = "Base known for 2 of 3 plants, 1,000 t Sb a year: output is more by the rest."
MAGNET = "ndfeb-permanent-magnet-magnet-t-magnet"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def cast(october, db):
    return Cast(people=make_people())


def lines_of(mineral):
    return list(answer(asked(), Filters(mineral=mineral)).lines)


def picture_of(mineral, **more):
    (fan,) = production.page(asked(), mineral, **more).fans
    return fan


def test_recorded_output_of_mountain_pass_stands_in_the_rows_with_its_base(cast):
    """NdPr: 1,294 t in 2024, which is its base, and 2,599 t in 2025; of 2026 a quarter is recorded, and no year."""
    found = {line.year: line for line in lines_of("ndpr")}
    assert {year: line.recorded for year, line in found.items() if line.recorded} == {2024: 1294, 2025: 2599}
    assert (found[2030].base.amount, found[2030].base.known, found[2030].phases) == (1294, 1, 1)
    gain = found[2030].gain
    assert found[2030].p50_estimated == 1294 + gain.p50_estimated


def test_what_is_recorded_stands_as_points_where_the_line_begins(cast):
    """The plant runs already: its picture is of output, and its sentence keeps the odds."""
    page = production.page(asked(), "ndpr")
    (fan,) = page.fans
    assert page.odds == []
    assert len(fan.points) == 2
    assert fan.middle.split()[:2] == [f"{x},{y}" for x, y in fan.points]
    assert "that it makes more than before by 2030; if it does, " in fan.summary


def test_a_part_of_a_year_is_no_output_of_it():
    months = {12 * 2025 + month: Decimal(2599) / 12 for month in range(12)} | {12 * 2026: Decimal(305)}
    assert whole_years(months) == {2025: 2599}


def test_the_base_is_a_step_under_the_range(cast):
    """Magnets: Independence made 1,000 t a year before, the three others stand new."""
    fan = picture_of("magnet")
    assert "Made before: 1,000 t magnet a year." in fan.told
    tops = {float(point.split(",")[1]) for point in fan.base.split()}
    floor, step = max(tops), min(tops)
    lows = [float(point.split(",")[1]) for point in fan.band.split()]
    assert step < floor
    assert max(lows) == step  # the likely range begins on the step
    gain, output = next((line.gain, line) for line in lines_of("magnet") if line.year == 2030)
    assert output.promised == gain.promised + 1000


@pytest.mark.parametrize(
    ("base", "words"),
    [
        (Base(Decimal(1000), 3, 3), "Made before: 1,000 t Sb a year."),
        (Base(Decimal(1294), 1, 1, ("2024",)), "Made before: 1,290 t Sb in 2024."),
        (Base(Decimal(0), 3, 3), "Nothing was made before."),
        (Base(Decimal(1000), 2, 3), PARTLY),
        (Base(None, 0, 1), "What was made before is known for none of 1 plant: the picture has the gain alone."),
    ],
)
def test_a_base_that_is_not_known_is_said_and_never_nought(base, words):
    assert base_words(base, "t Sb") == words


@pytest.mark.parametrize(
    ("base", "words"),
    [
        (Base(Decimal(1294), 1, 1, ("2024",)), "1,290 of 2024"),
        (Base(Decimal(1294), 2, 3, ("2024",), 1), "1,290 of 2024 and a year not stated, of 2 of 3 plants"),
        (Base(Decimal(1000), 3, 3, (), 1), "1,000 before, year not stated"),
        (Base(Decimal(0), 3, 3), "none before"),
        (Base(None, 0, 1), "a base that is not known"),
    ],
)
def test_a_gain_says_over_which_year_it_counts(base, words):
    assert over(base) == words


def test_the_rows_leave_an_unknown_base_empty(cast):
    """Clarksville's zinc is a total of which nobody says what was made before."""
    line = next(line for line in lines_of("zn") if line.stage == "refining")
    columns = {column.name: column for column in DEFINITION.columns}
    assert columns["base_output"].known(line) is None
    assert (columns["base_known"].known(line), line.phases) == (0, 1)


def test_the_axis_ends_five_years_after_the_last_start_or_with_the_year_asked(cast):
    """10X and Blacksburg start in 2028; the axis of a later year reaches to it."""
    found = projected_at(asked())
    key = next(
        key_of(row) for row in found.lines if (row.mineral, row.standing, row.reach) == ("magnet", "domestic", COUNTED)
    )
    assert last_of_axis(found, key, 2030) == 2033
    assert last_of_axis(found, key, 2035) == 2035
    fan = picture_of("magnet")
    assert max(year for _, year in fan.years) <= 2033
    assert fan.mark == pytest.approx(64 + (2030 - 2024) / (2033 - 2024) * (800 - 64 - 14), abs=0.1)


def test_beside_it_stand_both_ranges_the_promise_and_the_demand_of_that_year(cast):
    """37,000 t are wanted in 2030 by a high case, 14,800 t direct; the imports of 2021 are of another year."""
    beside = picture_of("magnet", asked=2030).beside
    assert [(bar.name, bar.is_hatched) for bar in beside.bars] == [("With estimates", True), ("Facts only", False)]
    assert beside.promised.words == "16,200"  # 15,200 on the base of 1,000
    assert [spot.words.split(",", 2)[:2] for spot in beside.demands] == [["37", "000"], ["14", "800"]]
    assert beside.told == []


def test_demand_far_above_the_picture_or_of_another_year_is_a_sentence(cast):
    """37,000 t against a picture that ends at 12,000: above three times, so no mark of it."""
    demands = demands_at(asked())["magnet"]
    at_2030, at_2032 = (next(line for line in lines_of("magnet") if line.year == year) for year in (2030, 2032))
    beside = in_year("hatch", at_2030, Decimal(12_000), demands)
    assert [spot.words.partition(" ")[0] for spot in beside.demands] == ["14,800,"]
    assert beside.told[0].startswith("Demand of 2030, above 3 times the top of the picture: 37,000, ")
    assert (
        in_year("hatch", at_2032, Decimal(12_000), demands)
        .told[0]
        .startswith("No demand of 2032 in this form is on record; of 2030: 37,000, ")
    )


def test_hatching_says_estimates_and_facts_alone_are_solid(cast, open_page):
    """One answer at a time: the switch shows the one by facts only, solid and called so."""
    hatched = open_page(f"/production/?as_of={DAY}&mineral=magnet").text.partition('id="gains"')[0]
    solid = open_page(f"/production/?as_of={DAY}&mineral=magnet&estimates=facts").text.partition('id="gains"')[0]
    assert 'fill="url(#fan-1-table-hatch)" clip-path="url(#fan-1-table-hatch-range)"' in hatched
    assert re.search(r'<polygon points="[^"]+" fill="#d9e8f6"', solid)
    assert 'fill="url(#fan-1-table-hatch)' not in solid
    assert "rests on estimates" not in solid
    assert re.search(r": [\d,]+ t a year more by 2030, by facts only, if 10X [^<]+ starts in 2028</h2>", solid)
    assert re.search(r": about [\d,]+ t a year more by 2030, if 10X [^<]+ starts in 2028</h2>", hatched)
    assert '<strong aria-current="true">Facts only</strong>' in solid


def file_of(open_page, query, name):
    opened = open_page(f"/production/?as_of={DAY}&{query}&picture={name}")
    assert opened.response["Content-Type"] == "image/svg+xml"
    return opened, ElementTree.fromstring(opened.text)


def test_the_picture_is_a_file_with_title_source_and_key(cast, open_page):
    opened, root = file_of(open_page, "mineral=magnet&year=2030", MAGNET)
    assert re.fullmatch(
        rf'attachment; filename="production-{MAGNET}_{date(2026, 10, 8)}_r\d+\.svg"',
        opened.response["Content-Disposition"],
    )
    assert root.tag == f"{SVG}svg"
    title, desc = root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text
    assert re.fullmatch(
        r"NdFeB permanent magnet, magnet: about [\d,]+ t a year more by 2030, if 10X magnet campus \(Northlake\) "
        r"starts in 2028",
        title,
    )
    assert "eight chances in ten" in desc
    assert f"As of {DAY}" in desc
    texts = {one.text for one in root.iter(f"{SVG}text")}
    assert {"made before", "likely range, P10 to P90, rests on estimates", "2030"} <= texts
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_a_file_by_facts_has_no_hatching_and_one_of_odds_has_its_source(cast, open_page):
    opened, _ = file_of(open_page, "mineral=magnet&estimates=facts", MAGNET)
    assert "pattern" not in opened.text
    _, odds = file_of(open_page, "mineral=sb&year=2030", "antimony-mine-t-sb")
    assert re.fullmatch(
        r"Antimony, mine: \d chances in 10 that it produces by 2030; if it does, .* t Sb a year",
        odds.find(f"{SVG}title").text,
    )
    assert "chances in 10 that it produces by 2030" in odds.find(f"{SVG}desc").text
    assert "Run of " in odds.find(f"{SVG}desc").text
    _, rough = file_of(open_page, "mineral=ga&estimates=rough&year=2030", "rough-gallium-primary-kg-ga")
    assert re.fullmatch(
        r"Rough: Gallium, primary, [\d,]+ to [\d,]+ kg Ga a year if it produces by 2030", rough.find(f"{SVG}title").text
    )


def test_the_axis_of_odds_ends_five_years_after_the_last_start(cast):
    """Stibnite starts in 2028: its axis ends in 2033, the table goes on."""
    (odds,) = production.page(asked(), "sb", asked=2030).odds
    assert max(year for _, year in odds.years) <= 2033
    assert odds.table.lines[-1].year > 2033


def test_links_below_the_picture_lead_to_its_file_and_its_rows(cast, open_page):
    text = open_page(f"/production/?as_of={DAY}&mineral=magnet&year=2030").text
    asks = "as_of=2026-10-08&amp;"
    assert f'href="/production/?{asks}mineral=magnet&amp;year=2030&amp;picture={MAGNET}" download' in text
    assert f'href="/reports/production-output.csv?{asks}mineral=magnet"' in text
    assert f'href="/reports/production-output/?{asks}mineral=magnet"' in text
