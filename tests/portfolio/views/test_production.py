"""The pictures of what will be produced, and what if: drawn without a style, told in words, written nowhere."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from portfolio.positions.names import names_borne
from portfolio.services import capacity
from record.calculations.formatting import three_digits
from record.models import Recording
from tests.cast import Cast, make_people
from tests.desk import words

pytestmark = pytest.mark.long

ASKED = "as_of=2026-06-18"
KINDS = ("has a figure", "rough only", "nothing counted yet")


@pytest.fixture(scope="module")
def run(public_record, django_db_blocker):
    """The public record, projected once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield capacity.run(Recording.objects.as_of(date(2026, 6, 18), timezone.now()), draws=300)
        transaction.set_rollback(True)


@pytest.fixture
def cast(db):
    """The people of the cast, who read the public record here."""
    return Cast(people=make_people())


@pytest.mark.usefixtures("run")
def test_every_picture_has_its_words_and_its_table(open_page):
    opened = open_page(f"/production/?{ASKED}&mineral=magnet")
    assert opened.status == 200
    pictures = re.findall(r'<svg class="picture"[^>]*>', opened.text)
    assert len(pictures) == 1  # the fan
    assert all('width="100%"' in one and 'role="img" aria-label="' in one for one in pictures)
    lists = re.findall(r'<ul class="ownership bars" aria-label="[^"]+">', opened.text)
    assert len(lists) == 3  # who carries it, the chain, the drivers in their fold
    assert "style=" not in opened.text
    assert "which scrolls" not in opened.text
    assert "is the narrowest stage" in opened.text
    assert "most of the spread comes from" in opened.text
    assert "judgement, bounded by measured findings" in opened.text
    assert "reconstruction" in opened.text
    assert len(set(re.findall(r' id="([^"]+)"', opened.text))) == len(re.findall(r' id="([^"]+)"', opened.text))


@pytest.mark.usefixtures("run")
def test_the_chains_name_the_narrowest_stage_of_magnets_for_each_year_to_2035(open_page):
    opened = open_page(f"/production/chains/?{ASKED}")
    assert opened.status == 200
    magnets = opened.text.partition('<h2 id="rare-earths-magnet-chain">')[2].partition("<h2")[0]
    assert magnets.startswith("Mine to magnet")
    assert ", the narrowest" in magnets  # said in words beside the framed bar, not by colour alone
    by_year = magnets.partition("the narrowest stage by year</summary>")[2]
    rows = re.findall(r'<th scope="row"[^>]*>(\d{4})</th><td[^>]*>([^<]+)</td>', by_year)
    assert [year for year, _ in rows] == [str(year) for year in range(2026, 2036)]
    assert {stage for _, stage in rows} <= {"mine", "separation", "magnet"}
    assert "would have to be imported" in magnets
    assert "Copper, refinery, secondary, 2025: 60 kt Cu, MCS 2026" in opened.text
    assert 'id="not-known"' in opened.text
    assert len(set(re.findall(r' id="([^"]+)"', opened.text))) == len(re.findall(r' id="([^"]+)"', opened.text))


@pytest.mark.usefixtures("run")
def test_the_first_page_has_lithium_against_the_country_and_what_is_in_no_gain(open_page):
    text = open_page(f"/production/?{ASKED}").text
    gains = text.partition('<h2 id="gains">')[2].partition("</table>")[0]
    lithium = next(row for row in gains.split("<tr") if "Lithium" in row)
    assert "stands in for consumption, which is not published" in lithium
    assert "MCS 2026" in lithium
    apart = text.partition('id="apart"')[2].partition("</section>")[0]
    assert "letters only: " in apart
    assert "Balama" in apart.partition("they stand abroad: ")[2]


@pytest.mark.usefixtures("run")
def test_every_domestic_line_is_a_small_picture(open_page):
    opened = open_page(f"/production/?{ASKED}")
    assert "thacker" not in re.findall(r"<h3>.*?</h3>", opened.text)[0]
    titles = re.findall(r"<h3><a[^>]*>(.*?)</a>", opened.text)
    assert "Lithium, chemical" in titles
    assert not any("total oxide" in title for title in titles)  # Pela Ema stands abroad
    assert len(set(re.findall(r' id="([^"]+)"', opened.text))) == len(re.findall(r' id="([^"]+)"', opened.text))


@pytest.mark.usefixtures("run")
def test_a_manager_sees_what_a_change_would_do_and_nothing_is_written(open_page):
    last = Recording.objects.last_serial()
    address = f"/production/what-if/?{ASKED}&project=thacker-pass"
    same = open_page(address)
    assert same.status == 200
    failed = open_page(f"{address}&success_share=0&price_usd_per_kg=10")
    assert "Thacker Pass Phase 1: Lithium carbonate" in failed.text
    assert failed.text != same.text
    assert not [sql for sql in failed.questions if not sql.startswith("SELECT")]
    assert Recording.objects.last_serial() == last
    refused = open_page(f"{address}&success_share=2")
    assert refused.status == 400
    assert "2 is above 1. Give a fraction, such as 0.45." in refused.text
    assert open_page(f"/production/what-if/?{ASKED}&project=nowhere").status == 400


@pytest.mark.usefixtures("run")
def test_several_changes_stand_beside_each_other_and_in_the_address(open_page):
    """A leaves Thacker Pass as it is, B gives it nothing: A less stored is 0, B less stored the stored middle."""
    address = f"/production/what-if/?{ASKED}&project=thacker-pass&b-project=thacker-pass&b-nameplate_times=0"
    page = open_page(address)
    assert page.status == 200
    assert "A changes Thacker Pass Phase 1: Lithium carbonate." in page.text
    assert "B changes Thacker Pass Phase 1: Lithium carbonate." in page.text
    table = page.text.partition('<h2 id="beside">')[2].partition("</table>")[0]
    heads = [re.sub("<.*", "", one).strip() for one in re.findall(r'role="columnheader"[^>]*>([^/]*)', table)]
    assert [one for one in heads if one in ("Stored", "A, with estimates", "A less stored", "B less stored")]
    row = next(one for one in table.split("<tr")[1:] if re.search('data-label="Year"[^>]*>2030<', one))
    cells = dict(re.findall(r'data-label="([^"]*)"[^>]*>(.*?)</td>', row, re.DOTALL))
    assert cells["A, with estimates"] == cells["Stored"]
    assert cells["A less stored"] == "0"
    assert cells["B less stored"].startswith("-")
    assert open_page(f"{address}&c-success_share=2").status == 400


@pytest.mark.usefixtures("run")
def test_projects_are_asked_by_name_and_several_in_one_change(open_page):
    address = f"/production/what-if/?{ASKED}&project=Thacker+Pass+Phase+1&project=mountain-pass&nameplate_times=0"
    page = open_page(address)
    assert page.status == 200
    assert "Thacker Pass Phase 1: Lithium carbonate" in page.text.partition("A changes ")[2].partition("</p>")[0]
    assert page.text.count('data-options="projects-offered"') == 3 + 2
    refused = open_page(f"/production/what-if/?{ASKED}&project=Thacker+Pas")
    assert refused.status == 400
    assert "Did you mean thacker-pass (Thacker Pass Phase 1)" in refused.text


@pytest.mark.usefixtures("run")
def test_a_question_without_a_project_is_told(open_page):
    page = open_page(f"/production/what-if/?{ASKED}&slip_median_months=12")
    assert page.status == 400
    assert "Choose a project: nothing is changed of none." in page.text


@pytest.mark.usefixtures("run")
def test_unchanged_is_the_stored_run_to_the_last_digit(run):
    from portfolio.reports.production.what_if import Change, what_if

    at = Recording.objects.as_of(date(2026, 6, 18), timezone.now())
    found = what_if(at, Change(projects=("thacker-pass",)))
    assert found.lines
    assert {line.facts.p50_difference for line in found.lines} == {0}
    assert {line.estimated.p50_difference for line in found.lines} == {0}
    lower = what_if(at, Change(projects=("thacker-pass",), nameplate_times=0))
    assert all(line.facts.p50_difference <= 0 for line in lower.lines)
    assert any(line.facts.p50_difference < 0 for line in lower.lines)


@pytest.mark.usefixtures("run")
def test_each_product_has_its_own_price_by_its_name_and_all_of_it_stands_in_the_address(open_page):
    """NdPr at 75 under a floor of 110: 35 a kilogram on 1,300,000 kg. Lithium at 10 changes none of it."""
    asked = f"/production/what-if/?{ASKED}&project=mountain-pass&price_usd_per_kg="
    of_each = open_page(f"{asked}NdPr:75; li:10").text
    assert "45,500,000" in of_each
    assert re.search(r"Prices: [^.]*75[^.]* USD a kilogram\.", of_each)
    assert "45,500,000" not in open_page(f"{asked}li:75").text  # no price of the floor's product is given
    for wrong, told in (
        ("unobtainium:5", "unobtainium is no product."),
        ("high", "is no price from 0 to 500,000 USD a kilogram."),
        ("60; 70", "The price of all is given twice."),
    ):
        refused = open_page(f"{asked}{wrong}")
        assert refused.status == 400
        assert told in refused.text


@pytest.mark.usefixtures("run")
def test_a_price_shows_what_the_floor_would_pay(open_page):
    # NdPr: floor 110, price 75, so 35 USD/kg; 1,300 t of Mountain Pass are 1,300,000 kg, so 45.5 million a year.
    opened = open_page(f"/production/what-if/?{ASKED}&project=mountain-pass&price_usd_per_kg=75")
    assert opened.status == 200
    floors = opened.text.partition('<h2 id="floors">')[2].partition("</table>")[0]
    assert "mp-dow-ppa" in floors
    assert "45,500,000" in floors
    assert (
        "No price floor reaches these projects."
        in open_page(f"/production/what-if/?{ASKED}&project=thacker-pass&price_usd_per_kg=10").text
    )


@pytest.mark.usefixtures("run")
def test_what_to_find_out_says_names_on_its_page_and_identifiers_in_its_file(open_page):
    """A phase, a milestone, a mineral's factor and a program's: each by its name, the identifier where one points."""
    page = open_page(f"/reports/what-to-find-out/?{ASKED}").text
    file = json.loads(b"".join(open_page(f"/reports/what-to-find-out.json?{ASKED}").response.streaming_content))
    found = {row["unknown_of"] for row in file["rows"]}
    assert {one.partition(":")[0] for one in found} >= {"mineral", "group"}
    names = names_borne("unknown", Recording.objects.as_of(date(2026, 6, 18), timezone.now()))
    for one in found:
        assert escape(names[one]) in page, one
        assert f">{one}<" not in page, one
    assert "All plants of " in page
    assert "All plants under " in page


@pytest.mark.usefixtures("run")
def test_who_carries_it_says_the_name_of_project_and_phase(open_page):
    page = open_page(f"/reports/contributions/?{ASKED}&mineral=magnet").text
    assert ": NdFeB magnets" in page


@pytest.mark.usefixtures("run")
def test_the_page_of_a_mineral_shows_who_carries_it_with_parts_that_add_up(open_page):
    page = open_page(f"/production/?{ASKED}&mineral=magnet&year=2030")
    assert re.search(
        r'id="carried">Who carries it: [^<]+ carries \d+% of [\d,]+ t magnet in the middle by 2030</h2>', page.text
    )
    assert "Of the middle of" in page.text
    assert "Plant by plant: " in page.text


@pytest.mark.usefixtures("run")
def test_three_years_are_one_click_away(open_page):
    page = open_page(f"/production/?{ASKED}&mineral=magnet&year=2030")
    years = re.findall(r'href="/production/\?as_of=2026-06-18&amp;mineral=magnet&amp;year=(\d+)">\1</a>', page.text)
    assert years == ["2028", "2035"]
    assert '<strong aria-current="true">2030</strong>' in page.text


def middle_of(open_page, year):
    """The middle of antimony from the mine by the report of gains, to three digits."""
    address = f"/reports/production-gains.json?{ASKED}&mineral=sb"
    report = json.loads(b"".join(open_page(address).response.streaming_content))
    (found,) = [
        Decimal(one["p50_estimated"]) for one in report["rows"] if (one["year"], one["standing"]) == (year, "domestic")
    ]
    return three_digits(found)


@pytest.mark.usefixtures("run")
def test_the_table_of_all_minerals_has_2028_2030_and_2035_beside_each_other(open_page):
    """Each with its middle and range, as the report has them; what is computed of one year names that year."""
    text = open_page(f"/production/?{ASKED}").text
    gains = text.partition('<h2 id="gains">')[2].partition("</table>")[0]
    headings = [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<th scope=\"col\".*?</th>", gains)]
    assert headings[:6] == ["Mineral", "Stage", "Unit", "2028", "2030", "2035"]
    assert "Import reliance, 2030" in headings
    assert "Narrowest stage, 2030" in headings
    row = next(row for row in gains.split("<tr") if "Antimony" in row)
    cells = re.findall(r'data-label="(\d{4})">([^<]*)<', row)
    middle = {str(year): middle_of(open_page, year) for year in (2028, 2030, 2035)}
    assert [year for year, _ in cells] == ["2028", "2030", "2035"]
    assert [text.partition(" (")[0] for _, text in cells] == [middle[year] for year, _ in cells]
    asked = open_page(f"/production/?{ASKED}&year=2032").text.partition('<h2 id="gains">')[2].partition("</table>")[0]
    assert 'data-label="2032"' in asked  # a year that is asked stands among them


@pytest.mark.usefixtures("run")
def test_a_mineral_is_found_by_its_name_among_all_with_what_there_is_of_each(open_page):
    text = open_page(f"/production/?{ASKED}").text
    offered = json.loads(re.search(r'id="minerals-offered" type="application/json">(.*?)</script>', text)[1])
    kinds = {one["slug"]: one["kind"] for one in offered}
    assert (kinds["li"], kinds["co"]) == ("has a figure", "nothing counted yet")
    assert [one["kind"] for one in offered] == sorted((one["kind"] for one in offered), key=KINDS.index)
    assert "What will be made at home: Lithium" in open_page(f"/production/?{ASKED}&mineral=Lithium").text
    assert "No domestic plant that counts makes it." in open_page(f"/production/?{ASKED}&mineral=co").text


@pytest.mark.usefixtures("run")
def test_the_page_of_a_mineral_says_what_the_country_uses_and_where_it_comes_from(open_page):
    page = open_page(f"/production/?{ASKED}&mineral=sb").text
    country = page.partition('<h2 id="country">')[2].partition("<h2")[0]
    assert "Total metal and oxide: 91% of US use is imported net in 2025, MCS 2026" in country
    assert "China: 50.1% of US use" in country  # 91% x 55% = 50.05%
    assert "All countries of concern together: 50.1 to 66.4% of US use" in country  # 91% x 55%, 91% x 73%
    assert "averages of the years named" in country
    assert "sold at home" in country
    assert "Burma" in country  # who makes it


@pytest.mark.usefixtures("run")
def test_what_part_of_the_countrys_use_it_is_follows_the_sentence_of_the_gain(open_page):
    page = words(open_page(f"/production/?{ASKED}&mineral=magnet&year=2030").response)
    gain, share = page.index("eight chances in ten that"), page.index("Gain of 2030, magnet:")
    assert gain < share < page.index("Who carries it")
    assert page.count("Gain of 2030, magnet:") == page[share : share + 900].count("Gain of 2030, magnet:")
