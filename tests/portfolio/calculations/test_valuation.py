"""Values by method, the days of exchanges, and Black-Scholes beside the intrinsic value."""

import math
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portfolio.calculations.exchanges import (
    EXCHANGES,
    is_every_one_known,
    last_session,
    quoted_on,
    trading_days_between,
)
from portfolio.calculations.option_price import black_scholes, nearest_term, of_all, volatility
from portfolio.calculations.valuation import Method, Worth, at_market, convertible, intrinsic, multiple
from portfolio.positions.trading_days import trading_days
from record.calculations.unknown import NotKnown

D = Decimal


def test_common_shares_are_units_at_the_close():
    assert at_market(D("100"), D("2.345")) == Worth(Method.MARKET, D("234.50"))


def test_convertible_preferred_is_the_greater_of_preference_and_as_converted():
    # 100 shares of 1,000 each, or 5,000 common shares: 20 a share is the same, and counts as converted.
    assert convertible(D(100), D(1000), D(5000), D("19.99")) == Worth(Method.PREFERENCE, D(100_000))
    assert convertible(D(100), D(1000), D(5000), D(20)) == Worth(Method.AS_CONVERTED, D(100_000))
    assert convertible(D(100), D(1000), D(5000), D(21)) == Worth(Method.AS_CONVERTED, D(105_000))


def test_rights_are_worth_the_close_less_the_strike_and_never_less_than_0():
    assert intrinsic(D(10), D(5), D("7.5")) == Worth(Method.INTRINSIC, D(25))
    assert intrinsic(D(10), D("17.17"), D("14.63")) == Worth(Method.INTRINSIC, D(0))


def test_a_multiple_needs_something_paid():
    assert multiple(D(822), D(400)) == D("2.055")
    assert multiple(D(822), D(0)) is None


@pytest.mark.parametrize("method", Method)
def test_every_method_has_a_label_and_only_what_is_no_fair_value_has_no_level(method):
    assert method.label
    assert (method.level is None) == (method in (Method.OUTSTANDING, Method.LESS_ALLOWANCE, Method.NONE_HELD))


def test_fourteen_trading_days_lie_between_18_september_and_8_october_2026():
    days = trading_days("XNYS", date(2026, 10, 8))
    assert trading_days_between(days, date(2026, 9, 18), date(2026, 10, 8)) == 14
    # 7 September 2026 is Labor Day: Friday the 4th to Tuesday the 8th is one trading day.
    assert trading_days_between(days, date(2026, 9, 4), date(2026, 9, 8)) == 1


def test_a_quotation_of_a_weekend_or_a_holiday_is_the_close_before_it():
    days = trading_days("XNYS", date(2026, 12, 31))
    assert last_session(days, date(2026, 9, 20)) == date(2026, 9, 18)
    assert last_session(days, date(2026, 9, 7)) == date(2026, 9, 4)
    assert last_session(days, date(2026, 9, 18)) == date(2026, 9, 18)
    assert last_session(days, date(1999, 1, 1)) is None


@pytest.mark.parametrize("calendar", sorted({one.calendar for one in EXCHANGES.values()}))
def test_the_calendar_of_every_exchange_is_known(calendar):
    days = trading_days(calendar, date(2026, 10, 8))
    assert 240 < sum(1 for day in days if day.year == 2025) < 260


def test_a_close_is_read_by_the_exchange_that_quotes_in_its_currency():
    assert quoted_on("NYSE;TSX", "CAD") == EXCHANGES["TSX"]
    assert quoted_on("NYSE;TSX", "USD") == EXCHANGES["NYSE"]
    assert quoted_on("", "USD") == EXCHANGES["NYSE"]
    assert quoted_on("ASX", "CAD") is None
    assert is_every_one_known("NYSE;TSX")
    assert not is_every_one_known("NYSE;Moon")


def test_black_scholes_gives_the_figure_of_the_textbook():
    # Hull, "Options, Futures and Other Derivatives": 42, 40, half a year, 10% continuously, 20%: 4.76.
    rate = D(str(math.exp(0.1) - 1))
    found = black_scholes(spot=D(42), strike=D(40), years=0.5, rate=rate, sigma=0.2)
    assert round(found, 2) == D("4.76")
    assert of_all(D(100), D("4.7594")) == D("475.94")


def test_without_volatility_a_right_is_the_price_less_the_strike_of_then():
    assert black_scholes(spot=D(42), strike=D(40), years=1, rate=D(0), sigma=0.0) == 2
    with pytest.raises(NotKnown, match="ended"):
        black_scholes(spot=D(42), strike=D(40), years=0, rate=D(0), sigma=0.2)


def test_volatility_needs_60_closes_of_the_last_year():
    on = date(2026, 10, 8)
    closes = {on - timedelta(days=number): D(100 if number % 2 else 110) for number in range(60)}
    assert len(closes) == 60
    # Each move is ln(1.1) up or down: 29 or 30 of each.
    assert round(volatility(closes, on), 2) == round(math.log(1.1) * math.sqrt(252 * 59 / 58), 2)
    closes.pop(on)
    closes[on - timedelta(days=365)] = D(100)
    with pytest.raises(NotKnown, match="on record: 59; volatility needs 60"):
        volatility(closes, on)


def test_the_nearest_term_of_the_treasury_is_taken():
    assert nearest_term([D(1), D(5), D(10)], 8.8) == 10
    assert nearest_term([D(10), D(5)], 7.5) == 5
    with pytest.raises(NotKnown):
        nearest_term([], 5)
