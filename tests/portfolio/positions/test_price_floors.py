"""The price floors of the public record: terms, what was settled by quarter, prices on record, and what is unknown."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.calculations.products import product_of
from portfolio.calculations.quarters import dated, quarter_named
from portfolio.positions.commodity_prices import prices_at
from portfolio.positions.price_floors import mineral_names_at, price_floors_at, quarters_of
from projects.models.chains_on_record import factors_at
from record.models import Recording


@pytest.fixture
def floors(editions, db):
    at = Recording.objects.as_of(date(2026, 10, 8), timezone.now())
    return {one.award.slug: one for one in price_floors_at(at)}


def test_the_floor_of_mountain_pass_runs_from_2025_q4_to_2035_q4(floors):
    found = floors["mp-dow-ppa"]
    assert (found.mineral, found.price, found.share) == ("ndpr", 110, Decimal("0.3"))
    quarters = quarters_of(found, date(2026, 10, 8))
    assert [str(dated(one)) for one in (quarters[0], quarters[-1])] == ["2025-Q4", "2035-Q4"]
    assert len(quarters) == 41
    assert (found.why, found.condition_met) == ({}, None)


def test_what_was_accrued_stands_by_quarter_and_what_was_paid_is_unknown(floors):
    found = floors["mp-dow-ppa"]
    settled = {str(dated(quarter)): one.accrued for quarter, one in found.settled.items() if quarter is not None}
    assert settled == {"2025-Q4": 51_000_000, "2026-Q1": 42_273_000, "2026-Q2": 17_627_000}
    assert found.in_all("accrued") == 110_900_000
    assert found.in_all("paid") is None


def test_the_price_of_ndpr_is_the_statistics_average_and_is_kept_flat_after_it(floors):
    on_record = floors["mp-dow-ppa"].on_record
    assert on_record.in_quarter(quarter_named("2024-Q2")) == (55, "NdPr oxide 99%, average of 2024, MCS 2026")
    assert on_record.in_quarter(quarter_named("2027")) == (69, "NdPr oxide 99%, average of 2025, MCS 2026, kept flat")
    assert on_record.in_quarter(quarter_named("2020")) is None


def test_what_is_unknown_of_a_letter_says_why(floors):
    found = floors["lynas-dow-floor"]
    assert not found.award.is_money
    assert found.why == {
        "starts": "no start of its term is on record",
        "ends": "no end of its term is on record",
    }
    assert quarters_of(found, date(2026, 10, 8)) == []


def test_a_product_is_of_the_mineral_that_its_first_word_names():
    names = {"ndpr": "Neodymium-praseodymium", "co": "Cobalt", "cu": "Copper", "dy": "Dysprosium"}
    assert product_of("NdPr (concentrate, oxide or metal)", names) == "ndpr"
    assert product_of("Copper cathode", names) == "cu"
    assert product_of("Dysprosium oxide", names) == "dy"
    assert product_of("Coal", names) == ""


@pytest.mark.parametrize(
    ("mineral", "product", "found"),
    [
        ("sm", "Samarium oxide", True),  # the statistics have Sm oxide 99.5%
        ("sm", "Sm oxide", True),
        ("sm", "Samarium metal", False),
        ("ndpr", "NdPr metal", False),  # the statistics have NdPr oxide 99%
    ],
)
def test_a_mineral_is_called_by_its_symbol_or_its_name_and_its_product_by_its_own(
    editions, db, mineral, product, found
):
    at = Recording.objects.as_of(date(2026, 10, 8), timezone.now())
    prices = prices_at(at, mineral_names_at(at), factors_at(at))[mineral].of(product)
    assert bool(prices.prices) is found
