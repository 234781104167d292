"""What is owned is worth on the record of October 2026, by the closes of that record."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.calculations.valuation import Method
from portfolio.positions.packages import packages_of
from portfolio.positions.values import Valued, values_at
from record.models import Recording

DAY = "2026-10-08"


@pytest.fixture
def on(editions, db):
    return lambda day=DAY: Recording.objects.as_of(date.fromisoformat(day), timezone.now(), None)


@pytest.fixture
def values(on) -> dict[str, Valued]:
    return {one.line.slug: one for one in values_at(on())}


def worth(valued: Valued) -> tuple:
    assert valued.worth is not None, valued.why
    return valued.worth.method, valued.worth.value


def test_mps_preferred_is_13_320_013_shares_at_47_26(values):
    assert worth(values["mp-dow-series-a"]) == (Method.AS_CONVERTED, Decimal("629503814.38"))


def test_mps_warrants_are_11_201_659_at_47_26_less_30_03(values):
    assert worth(values["mp-dow-warrant"]) == (Method.INTRINSIC, Decimal("193004584.57"))


def test_together_they_are_822_5_million_against_400_million_for_both(values):
    (package,) = (one for one in packages_of(values.values()) if one.key == "mp-dow-2025/mp/held")
    assert (package.value, package.cost) == (Decimal("822508398.95"), 400_000_000)
    assert (package.gain, package.multiple) == (Decimal("422508398.95"), Decimal("2.056271"))


def test_what_accrues_in_kind_stands_beside_and_says_that_compounding_is_not_on_record(values):
    accrued = values["mp-dow-series-a"].part.accrued
    assert (accrued.usd, accrued.compounds) == (Decimal("34827397.26"), None)


def test_the_close_of_18_september_is_14_trading_days_old_on_8_october_and_stale(values, on):
    close = values["mp-dow-series-a"].close
    assert (close.price, close.on, close.age, close.is_stale) == (Decimal("47.26"), date(2026, 9, 18), 14, True)
    assert values["mp-dow-series-a"].is_stale
    by_friday = {one.line.slug: one for one in values_at(on("2026-10-02"))}
    assert (by_friday["mp-dow-warrant"].close.age, by_friday["mp-dow-warrant"].is_stale) == (10, False)


def test_lithium_americas_is_at_2_86(values):
    # 18,268,687 × (2.86 − 0.01)
    assert worth(values["lac-doe-warrant-parent"]) == (Method.INTRINSIC, Decimal("52065757.95"))
    assert values["lac-doe-warrant-parent"].close.price == Decimal("2.86")
    assert values["lac-doe-warrant-jv"].why == "unlisted, and no price was paid for the right"


def test_usa_rare_earth_is_agreed_under_its_strike_and_has_no_value(values):
    warrant = values["usar-doc-warrant"]
    assert (warrant.value, warrant.why) == (None, "agreed, not issued: it has no value")
    assert (warrant.price, warrant.part.strike) == (Decimal("14.63"), Decimal("17.17"))


def test_trilogys_shares_are_at_3_26(values):
    # 8,215,570 × 3.26, twice
    assert worth(values["tmq-dow-units"]) == (Method.MARKET, Decimal("26782758.20"))
    assert worth(values["tmq-dow-south32-shares"]) == (Method.MARKET, Decimal("26782758.20"))


def test_what_has_no_market_is_at_cost(values):
    assert worth(values["atalco-dow-preferred"]) == (Method.COST, 150_000_000)
    assert worth(values["lac-doe-loan"]) == (Method.OUTSTANDING, 1_209_000_000)


def test_black_scholes_says_why_it_is_not_there(values):
    assert values["mp-dow-warrant"].modelled.value is None
    assert values["mp-dow-warrant"].modelled.words == ("closes of the last year on record: 8; volatility needs 60")


def test_the_same_day_asked_twice_and_an_earlier_day(on):
    assert [(one.line.slug, one.value) for one in values_at(on())] == [
        (one.line.slug, one.value) for one in values_at(on())
    ]
    before = {one.line.slug: one for one in values_at(on("2025-07-11"))}
    # The close of 10 July 2025: 11,201,659 × (45.23 − 30.03).
    assert worth(before["mp-dow-warrant"]) == (Method.INTRINSIC, Decimal("170265216.80"))
    assert before["mp-dow-series-a"].cost == 400_000_000
