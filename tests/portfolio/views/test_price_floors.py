"""The page of price floors: its sentences, the grid that a manager moves, prices from a file, and what is refused."""

import csv
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.models import Investment, Terms
from portfolio.models.terms import SupplyTerms
from portfolio.services import capacity
from portfolio.templatetags.formatting import grouped
from record.models import Recording
from record.models.fields import LARGEST
from record.services import facts
from tests.cast import day, make_people, writing
from tests.desk import sign_in, words

pytestmark = pytest.mark.long

DAY = date(2026, 10, 8)
PAGE = "/production/price-floors/"
LARGEST_PRICE = Decimal(LARGEST) / 10**8


@pytest.fixture(scope="module")
def run(editions, django_db_blocker):
    """All editions, projected once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield capacity.run(Recording.objects.as_of(DAY, timezone.now()), draws=200)
        transaction.set_rollback(True)


@pytest.fixture
def client(run, db):
    return sign_in(make_people()["manager"])


def change_terms(since, **changed):
    """New terms of MP's price floor: those that held, with other figures."""
    award = Investment.objects.get(slug="mp-dow-ppa")
    terms = Terms.objects.filter(investment=award).last()
    kept = {one.name: getattr(terms, one.name) for one in SupplyTerms._meta.local_fields}
    with writing(why="other terms") as recording:
        facts.record(Terms(investment=award, effective_on=day(since), **(kept | changed)), recording=recording)


def opened(client, **asked):
    return client.get(PAGE, {"as_of": DAY.isoformat(), **asked})


def grid(response):
    """The cells of the grid, row by row; of dollars the exact figure."""
    text = response.content.decode().partition('id="grid"')[2].partition("</table>")[0]
    text = re.sub(r'<span class="money".*?money__exact">([^<]*)</span></span>', r"\1", text)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.S)[1:]
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in rows]


def test_the_page_says_what_is_accrued_what_is_to_come_and_where_nothing_is_owed(client):
    said = words(opened(client, prices="60", discount_rate="0.04"))
    assert "110 USD a kilogram, from 2025-10-01 to 2035-12-31" in said
    assert "On record $111M is accrued for 3 quarters, 2025-Q4 to 2026-Q2; payments are not published." in said
    assert "What was accrued, and what the price used here would have given: 2025-Q4 $51M and $" in said
    assert "2026-Q2 $17.6M and $" in said
    assert "2026-Q3 has ended without an accrual on record" in said
    assert "At 60 USD a kilogram (given, flat), if all output counted, 2026-Q4 to 2035-Q4 would pay about $" in said
    assert "at 4% a year. Known for 37 of 37 quarters." in said
    assert "At 110 USD a kilogram or more nothing is owed." in said
    assert "its condition is not on record as met (Once the 10X conditions are met)" in said
    assert "a flat 1" in said
    assert "the break-even" in said


def test_the_grid_has_2599_t_a_year_at_60_as_129_950_000_and_917_t_a_quarter_as_45_850_000(client):
    yearly = grid(opened(client, grid_prices="60 110", grid_volumes="2599"))
    assert yearly == [["60.00", "129,950,000"], ["110.00", "0"]]
    assert grid(opened(client, grid_prices="60", grid_volumes="917", per="quarter")) == [["60.00", "45,850,000"]]


def test_the_exact_figure_of_a_quarter_is_that_of_the_file(client):
    """Three digits for the eye; on focus, read aloud and printed every cent that the file has."""
    asked = {"as_of": DAY.isoformat(), "prices": "60", "investment": "mp-dow-ppa"}
    rows = csv.DictReader(client.get("/reports/price-floors.csv", asked).getvalue().decode().splitlines())
    figure = next(row["liability_mean_usd_estimated"] for row in rows if row["quarter"] == "2026-Q4")
    assert re.fullmatch(r"\d{8}\.\d\d", figure)
    exact = re.findall(r'money__exact">([^<]*)<', opened(client, prices="60").content.decode())
    assert grouped(Decimal(figure), even=2) in exact


def test_the_grid_adds_up_quarters_and_discounts_each_from_its_end(client):
    asked = {"grid_prices": "60", "grid_volumes": "100", "per": "quarter", "first": "2026-Q4", "last": "2027-Q1"}
    assert grid(opened(client, **asked, cells="range")) == [["60.00", "10,000,000"]]  # 2 × 100,000 kg × 50
    # 5,000,000 ÷ 1.21^(84 ÷ 365) + 5,000,000 ÷ 1.21^(174 ÷ 365)
    ((_, found),) = grid(opened(client, **asked, cells="discounted", discount_rate="0.21"))
    by_hand = 5_000_000 / 1.21 ** (84 / 365) + 5_000_000 / 1.21 ** (174 / 365)
    assert abs(float(found.replace(",", "")) - by_hand) < 0.01
    assert grid(opened(client, **asked, cells="discounted", discount_rate="")) == [
        ["60.00"]
    ]  # unknown, with its reason


def test_a_price_above_the_floor_brings_its_share_back_once_it_is_due(client):
    asked = {"grid_prices": "130", "grid_volumes": "1000", "first": "2028-Q1", "last": "2028-Q4", "cells": "range"}
    assert grid(opened(client, **asked)) == [["130.00", "0"]]
    due = opened(client, **asked, upside_from="2028-Q3")
    assert grid(due) == [["130.00", "-3,000,000"]]  # 30% × 20 × 1,000,000 kg, of two quarters of four
    assert "Below 0: the government receives its share" in words(due)


def test_prices_from_a_file_become_a_part_of_the_address(client):
    file = SimpleUploadedFile("prices.csv", b"period,price_usd_per_kg\n2026-Q4,60\n2028,80.5\n", "text/csv")
    sent = client.post(f"{PAGE}?as_of={DAY}&discount_rate=0.04", {"file": file})
    assert sent.status_code == 302
    assert sent["Location"] == f"{PAGE}?as_of={DAY}&discount_rate=0.04&prices=2026-Q4%3D60%3B+2028-Q1%3D80.5"
    said = words(client.get(sent["Location"]))
    assert "At prices from 60 USD a kilogram (given from 2026-Q4) to 80.5 (given from 2028-Q1), if all output" in said


@pytest.mark.parametrize(
    ("prices", "sentence"),
    [
        ("60", "At 60 USD a kilogram (given, flat), if"),
        ("60; 2028=75", "At prices from 60 USD a kilogram (given, flat) to 75 (given from 2028-Q1), if"),
        (
            "2026=60; 2028=130; 2030-Q2=75",
            "At prices from 60 USD a kilogram (given from 2026-Q1) to 75 (given from 2030-Q2), all from 60 to 130, if",
        ),
        (
            "60; 2028=75; 2030=60",
            "At prices from 60 USD a kilogram (given, flat) to 60 (given from 2030-Q1), all from 60 to 75, if",
        ),
        ("60; 2040=75", "At 60 USD a kilogram (given, flat), if"),
    ],
)
def test_a_path_of_prices_is_told_by_its_first_its_last_and_how_far_it_goes(client, prices, sentence):
    assert sentence in words(opened(client, prices=prices))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"prices": "sixty"}, '"sixty" is no price. Write 60'),
        ({"volatility": "9"}, "9 is above 5. Give a fraction"),
        ({"volatility": "99"}, "99 is above 5. Give a fraction, such as 0.04 for 4%."),
        ({"volatility": "0.1234567"}, "0.1234567 has more than 6 decimal places. Give a fraction"),
        ({"volatility": "1e400"}, "is above 5. Give a fraction"),
        ({"discount_rate": "-1"}, "-1 is below 0. Give a fraction"),
        ({"grid_prices": "high"}, '"high" is no number'),
        ({"grid_prices": "NaN"}, '"NaN" is no number'),
        ({"grid_volumes": " ".join(map(str, range(13)))}, "13 numbers are too many"),
        ({"first": "2026-02"}, "is no quarter and no year"),
        ({"first": "2030", "last": "2027"}, "2030-Q1 is after 2027-Q4"),
        ({"investment": "lac-doe-loan"}, "lac-doe-loan is no price floor on record"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(client, asked, sentence):
    response = opened(client, **asked)
    assert response.status_code == 400
    assert sentence in words(response)
    assert "Ensure that" not in words(response)


def test_from_a_quarter_before_its_term_the_page_says_where_the_term_begins(client):
    said = words(opened(client, prices="60", first="1999-Q1"))
    assert "2025-Q4 to 2035-Q4 would pay about $" in said
    assert "2025-Q4 to 2035-Q4 are all that is on record of its term. Known for 41 of 41 quarters." in said
    assert "all that is on record of its term" not in words(opened(client, prices="60", first="2026", last="2027"))


def test_a_year_is_whole_where_it_is_an_end(client):
    assert "2026-Q1 to 2027-Q4 would pay about $" in words(opened(client, prices="60", first="2026", last="2027"))


def test_above_the_floor_it_pays_nothing_and_says_what_the_government_would_receive(client):
    """30% of 14 USD a kilogram once it is due; at the floor neither owes anything."""
    said = words(opened(client, prices="124", upside_from="2026-Q4", last="2026-Q4"))
    assert "2026-Q4 would pay nothing; of the price above the floor the government would receive $" in said
    said = words(opened(client, prices="110", upside_from="2026-Q4", last="2026-Q4"))
    assert "2026-Q4 would pay nothing. Known for 1 of 1 quarters." in said


def test_a_letter_says_that_nothing_is_signed_and_what_is_missing(client):
    said = words(opened(client, investment="lynas-dow-floor"))
    assert "Nothing is signed: letter of interest" in said
    unknown = "What the rest of the term would pay is unknown: no end of its term is on record."
    assert unknown in said
    assert unknown in words(opened(client, investment="lynas-dow-floor", first="2026-Q1"))
    assert "no end of its term is on record. Nothing is on record as accrued; payments are not published." in said


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"floor_price": LARGEST_PRICE}, "too large or too small to be worked out exactly"),
        ({"floor_price": None}, "the floor price is not on record"),
        ({"floor_unit": "EUR/kg"}, "the floor is in EUR/kg, not a price a kilogram"),
        ({"floor_starts_on": None}, "no start of its term is on record"),
        ({"floor_ends_on": None}, "no end of its term is on record"),
        ({"floor_ends_on": day("2060")}, "Known for 89 of 137 quarters."),
        ({"floor_starts_on": day("1800"), "floor_ends_on": day("2199")}, "from 1800-01-01 to 2199-12-31"),
        ({"floor_ends_on": day("2024")}, "Nothing is left of its term, which ended on 2024-12-31."),
        ({"product": "Unobtainium"}, '"Unobtainium", is no mineral on record'),
        ({"upside_share": None}, "No share of a price above it is on record."),
    ],
)
def test_whatever_the_terms_hold_the_page_opens_and_says_why(client, changed, sentence):
    change_terms("2026-10-01", **changed)
    for asked in ({}, {"prices": "60", "volatility": "5", "discount_rate": "1", "cells": "discounted"}):
        response = opened(client, **asked, upside_from="2027")
        assert response.status_code == 200
    assert sentence in words(opened(client))


@pytest.mark.parametrize("asked", [{"as_of": "0001-01-01"}, {"as_of": "9999-12-31"}, {"serial": "0"}])
def test_the_page_and_its_files_open_at_both_ends_of_the_calendar(client, asked):
    for address in (PAGE, "/reports/price-floors/", "/reports/price-floors.csv", "/reports/price-floors.json"):
        response = client.get(address, asked)
        assert response.status_code == 200
        assert b"INCOMPLETE" not in (b"".join(response) if response.streaming else response.content)


def test_the_award_what_if_and_production_lead_to_the_page(client):
    link = f'href="{PAGE}?as_of={DAY}'
    assert f"{link}&amp;investment=mp-dow-ppa" in client.get(f"/investments/mp-dow-ppa/?as_of={DAY}").content.decode()
    assert link in client.get(f"/production/?as_of={DAY}").content.decode()
    what_if = f"/production/what-if/?as_of={DAY}&project=mountain-pass&price_usd_per_kg=60"
    assert link in client.get(what_if).content.decode()


def shown_of(response):
    """The page between its header and its foot, which tell the time."""
    return words(response).partition("Nothing is written.")[2].partition("Lodebook keeps what was promised")[0]


def test_a_page_that_was_drawn_is_read_again_in_a_third_of_the_questions(client, answers_kept):
    with CaptureQueriesContext(connection) as first:
        drawn = opened(client, prices="60")
    with CaptureQueriesContext(connection) as again:
        kept = opened(client, prices="60")
    assert shown_of(kept) == shown_of(drawn) != ""
    assert len(again) * 3 <= len(first) <= 100
    assert shown_of(opened(client, prices="61")) != shown_of(drawn)


def test_a_kept_page_is_drawn_anew_after_a_recording(client, answers_kept):
    before = words(opened(client, prices="60"))
    change_terms("2026-10-01", floor_price=Decimal(120))
    after = words(opened(client, prices="60"))
    assert "110 USD a kilogram" in before
    assert "120 USD a kilogram" in after


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("when,price\n2026,60\n", "Give product, period, price_usd_per_kg"),
        ("product,period,price_usd_per_kg\n", "The file has headings and no price. Give a row for each price."),
        ("product,period,price_usd_per_kg\nndpr oxide,2026,5\n", "is no product. Give its identifier"),
        ('product,period,price_usd_per_kg\n"a;b",2026,5\n', "is no product. Give its identifier"),
    ],
)
def test_a_file_that_gives_no_price_of_a_product_is_refused_with_what_to_do(client, content, why):
    response = client.post(f"{PAGE}?as_of={DAY}", {"file": SimpleUploadedFile("prices.csv", content.encode())})
    assert response.status_code == 400
    assert why in words(response)


def test_a_price_of_a_product_that_no_contract_is_about_is_refused_and_those_there_are_are_named(client):
    response = opened(client, prices="ndrp:60")
    assert response.status_code == 400
    assert "ndrp is in no contract. Its products are: " in words(response)
    assert "ndpr" in words(response).partition("Its products are: ")[2][:40]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"first": "2024-Q1", "last": "2024-Q4"},
            "Up to 2024-Q4 the floor pays nothing: its term had not begun, it starts on 2025-10-01.",
        ),
        (
            {"first": "2040-Q1", "last": "2040-Q4"},
            "From 2040-Q1 on the floor pays nothing: its term is over, it ends on 2035-12-31.",
        ),
    ],
)
def test_quarters_outside_the_term_are_told_to_lie_before_it_or_after_it(client, asked, said):
    page = words(opened(client, **asked))
    assert said in page
    assert "it has ended" not in page
