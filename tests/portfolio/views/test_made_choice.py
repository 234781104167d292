"""The briefing's tile of production: any mineral and year, in the address, remembered for whoever chose."""

import csv
import html
import io
import re
from collections import Counter
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client

from portfolio.pages import production
from portfolio.pages.briefing_tiles import on_what
from tests.cast import Cast, make_people

from . import october
from .october import DAY

pytestmark = pytest.mark.long
ASKED = f"as_of={DAY}"
TILE = re.compile(r'<p class="tile__label"><a href="([^"]*)">([^<]* in 20\d\d)</a></p><p class="tile__figure">(.*?)</p>'
                  r'<p class="tile__known">(.*?)</p>')  # fmt: skip


@pytest.fixture
def cast(october, db):
    return Cast(people=make_people())


@pytest.fixture
def manager(cast):
    client = Client()
    client.force_login(cast.people["manager"])
    return client


def plain(text):
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def page_of(client, asked=""):
    answer = client.get(f"/?{ASKED}{asked}")
    assert answer.status_code == 200, answer.content.decode()[:300]
    return " ".join(answer.content.decode().split())


def tile(client, asked=""):
    """The label, the figure and what is known of it."""
    found = TILE.search(page_of(client, asked))
    assert found
    return html.unescape(found[2]), plain(found[3]), plain(found[4])


def rows(client, mineral=""):
    answer = client.get(f"/reports/production-gains.csv?{ASKED}{mineral and f'&mineral={mineral}'}")
    return [row for row in csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
            if (row["standing"], row["counts"]) == ("domestic", "true")]  # fmt: skip


def test_the_tile_tells_any_mineral_and_year_as_the_report_has_it(manager):
    (row,) = [one for one in rows(manager, "li") if one["year"] == "2030"]
    label, figure, _ = tile(manager, "&mineral=Lithium&year=2030")
    assert label == "Lithium in 2030"
    exact = re.search(r'data-column="p50_estimated"[^>]*data-value="([^"]*)"',
                      page_of(manager, "&mineral=Lithium&year=2030"))  # fmt: skip
    assert Decimal(exact[1]) == Decimal(row["p50_estimated"])
    assert figure.endswith(")")


@pytest.mark.parametrize(("mineral", "basis"), [("nb", "rests on estimates"), ("sb", "0% on estimates")])
def test_where_a_range_misleads_the_tile_gives_the_odds_of_the_page_of_its_mineral(manager, mineral, basis):
    """Elk Creek alone makes niobium, and its start is estimated: not "0 t (0 to 3,720), no part on estimates"."""
    _, figure, known = tile(manager, f"&mineral={mineral}&year=2030")
    (odds,) = production.page(october.asked(), mineral).odds
    said, told = f"{figure} {known}".rsplit(", ", 1)
    assert "chances in 10 that it produces by 2030; if it does, " in said
    assert odds.summary.startswith(f"{said}.")
    assert told == basis


@pytest.mark.parametrize(
    ("estimate", "p90", "told"),
    [
        (None, Decimal(5), "no part on estimates"),
        ({}, Decimal(5), "in part on estimates"),
        ({}, None, "rests on estimates"),
    ],
)
def test_a_middle_of_nothing_says_whether_it_rests_on_estimates(estimate, p90, told):
    """It has no share; facts alone give up to 5, or nothing."""
    line = SimpleNamespace(
        mineral="cu", stage="", unit="t", standing="", reach="", year=2030, p50_estimated=Decimal(0), p90=p90
    )
    drawn = SimpleNamespace(of=lambda *_: SimpleNamespace(phases={"a": SimpleNamespace(estimate=estimate)}))
    assert on_what(drawn, line) == told


def test_the_tile_leads_to_the_rows_of_its_mineral_and_year(manager):
    page = html.unescape(page_of(manager, "&mineral=Fluorspar&year=2028"))
    assert f'href="/reports/production-gains/?{ASKED}&mineral=flu&year=2028&standing=domestic&support=counted"' in page
    assert {one["year"] for one in rows(manager, "flu&year=2028")} == {"2028"}


def test_of_several_stages_the_one_that_speaks_for_its_chain_is_told(manager):
    checked = []
    of_year = [one for one in rows(manager) if one["year"] == "2030"]
    several = {one for one, stages in Counter(row["mineral"] for row in of_year).items() if stages > 1}
    for row in of_year:
        if row["mineral"] in several and row["headline"] == "true" and row["p50_estimated"]:
            exact = f'data-value="{Decimal(row["p50_estimated"])}"'
            wanted = f"&mineral={row['mineral']}&year=2030"
            told = " ".join(tile(manager, wanted)[1:])
            page = production.page(october.asked(), row["mineral"])
            odds = [one.summary for one in (*page.odds, *page.fans) if one.unit == row["unit"]]
            said = [one.split(". ")[0] for one in odds if "if it does, " in one]
            assert exact in page_of(manager, wanted) or any(told.startswith(one) for one in said), row["mineral"]
            checked.append(row)
    assert checked


def test_a_mineral_without_a_firm_figure_says_so_in_words(manager):
    assert tile(manager, "&mineral=gallium&year=2030")[1] == "no firm figure"
    nothing = tile(manager, "&mineral=tellurium&year=2030")
    assert nothing[1:] == ("no figure", "no plant with a signed award makes it")


def test_what_is_not_on_record_is_refused_with_what_is_near(manager):
    for asked, told in (("mineral=lithum", "Lithium"), ("year=1999", "1999"), ("minerals=li", "mineral")):
        answer = manager.get(f"/?{ASKED}&{asked}")
        assert answer.status_code == 400
        assert told in answer.content.decode()


def test_the_form_of_the_tile_offers_what_has_a_figure_and_works_without_script(manager):
    page = page_of(manager, "&mineral=flu&year=2028")
    form = re.search(r'<form class="tile__ask.*?</form>', page)[0]
    assert 'method="get"' in form
    assert f'name="as_of" value="{DAY}"' in form
    assert '<option value="flu" selected>Fluorspar</option>' in form
    assert '<option value="2028" selected>2028</option>' in form
    assert "Gallium" not in form
    assert 'type="submit"' in form


def test_what_was_chosen_is_asked_again_by_whoever_chose_it_alone(cast, manager):
    assert tile(manager)[0] == "NdFeB permanent magnet in 2030"
    page_of(manager, "&mineral=flu&year=2028")
    again = manager.get(f"/?{ASKED}")
    assert (again.status_code, again["Location"]) == (302, f"/?{ASKED}&mineral=flu&year=2028")
    manager.force_login(cast.people["auditor"])
    assert tile(manager)[0] == "NdFeB permanent magnet in 2030"


def test_a_choice_that_cannot_be_asked_of_a_day_is_left_alone(manager):
    page_of(manager, "&mineral=flu&year=2028")
    assert manager.get("/?as_of=2026-10-08&serial=0").status_code == 200


def test_a_picture_is_cut_out_of_the_page_to_which_the_choice_leads(manager):
    page_of(manager, "&mineral=flu&year=2028")
    answer = manager.get(f"/?{ASKED}&picture=who-gives", follow=True)
    assert answer["Content-Type"] == "image/svg+xml"


def test_the_pdf_tells_the_same_tile(manager):
    page = page_of(manager, "&mineral=flu&year=2028")
    link = html.unescape(re.search(r'href="(/briefing\.pdf[^"]*)"', page)[1])
    assert link == f"/briefing.pdf?{ASKED}&mineral=flu&year=2028"
    assert manager.get(link)["Content-Type"] == "application/pdf"
    assert manager.get(link).content != manager.get(f"/briefing.pdf?{ASKED}").content
    assert manager.get("/briefing.pdf?mineral=lithum").status_code == 400


def test_how_much_of_the_output_rests_on_estimates_is_said_with_the_figure_of_the_report(manager):
    """The part of the plants with an estimated field in the middle figure, and how many figures of the year are so."""
    of_year = [one for one in rows(manager) if one["year"] == "2030" and one["estimated_share"]]
    shares = [Decimal(one["estimated_share"]) for one in of_year]
    none, most = sum(not one for one in shares), sum(one > Decimal("0.5") for one in shares)
    (magnet,) = [one for one in of_year if one["mineral"] == "magnet"]
    said = plain(page_of(manager, "&mineral=magnet&year=2030"))
    share = f"{Decimal(magnet['estimated_share']) * 100:.0f}%"
    assert f"{share} of the output of NdFeB permanent magnet of 2030 in the middle rests on estimates" in said
    assert (f"of {len(of_year)} middle figures above 0 for 2030, {none} rest on none, {most} on estimates by more"
            " than half") in said  # fmt: skip


def test_plant_phases_lead_to_a_row_for_each(manager):
    """Of 43 phases 18 are drawn by facts, so 25 are not; the 34 drawn by facts or estimates have the 18 among them."""
    page = html.unescape(page_of(manager))
    assert "18 of 43 plant phases drawn by facts, 34 by facts or estimates" in plain(page)
    for text, of in (("18 of 43 plant phases", 25), ("34", 34)):
        link = re.search(rf'href="(/reports/capacity/[^"]*)"[^>]*>{text}<', page)[1]
        answer = manager.get(link.replace("/capacity/", "/capacity.csv"))
        found = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
        assert len({row["phase"] for row in found}) == len(found) == of
