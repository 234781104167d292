"""What terms can't say, with the numbers and the next step, and what they may say only with a reason."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Status
from portfolio.calculations.terms_rules import FRACTIONS, closing_question, refusals, warnings
from record.calculations.partial_dates import PartialDate


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def test_terms_that_say_nothing_are_neither_refused_nor_unusual():
    assert refusals({}) == {}
    assert warnings({}) == []


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("stated_stake_share", "A stake"),
        ("holding_cap_share", "A cap on holding"),
        ("dividend_rate", "A dividend rate"),
        ("exercisable_share", "An exercisable part"),
        ("covered_share", "A covered share"),
        ("offtake_share", "A share of output"),
        ("upside_share", "An upside share"),
        ("interest_rate", "An interest rate"),
    ],
)
def test_a_fraction_lies_from_0_to_1(name: str, subject: str):
    assert name in FRACTIONS
    for possible in ("0", "0.5", "1"):
        assert refusals({name: Decimal(possible)}) == {}
    for impossible, shown in (("1.05", "105"), ("-0.01", "-1"), ("1.000001", "100.0001")):
        assert refusals({name: Decimal(impossible)}) == {
            name: f"{subject} of {shown}% is not between 0% and 100%. Check the source."
        }


@pytest.mark.parametrize(
    ("later", "earlier", "sentence"),
    [
        ("expires_on", "signed_on", "An expiry on 2025-01-09 lies before the signing on 2025-01-10. Check both days."),
        ("expires_on", "closed_on", "An expiry on 2025-01-09 lies before the closing on 2025-01-10. Check both days."),
        (
            "floor_ends_on",
            "floor_starts_on",
            "The floor ends on 2025-01-09, before it starts on 2025-01-10. Check both days.",
        ),
        (
            "period_end_on",
            "period_start_on",
            "The period ends on 2025-01-09, before it starts on 2025-01-10. Check both days.",
        ),
        ("closed_on", "signed_on", "A closing on 2025-01-09 lies before the signing on 2025-01-10. Check both days."),
    ],
)
def test_two_days_in_the_wrong_order_are_refused_on_the_later_one(later: str, earlier: str, sentence: str):
    assert refusals({later: day("2025-01-09"), earlier: day("2025-01-10")}) == {later: sentence}
    assert refusals({later: day("2025-01-10"), earlier: day("2025-01-10")}) == {}
    # A month that holds the other day may be in order.
    assert refusals({later: day("2025-01"), earlier: day("2025-01-10")}) == {}
    assert refusals({later: day("2025-01-09")}) == {}
    assert refusals({earlier: day("2025-01-10")}) == {}


def test_an_expiry_before_both_is_told_once_against_the_signing():
    terms = {"expires_on": day("2024-01-01"), "signed_on": day("2025-01-01"), "closed_on": day("2025-02-01")}
    assert refusals(terms) == {
        "expires_on": "An expiry on 2024-01-01 lies before the signing on 2025-01-01. Check both days."
    }


@pytest.mark.parametrize(("name", "event"), [("signed_on", "The signing"), ("closed_on", "The closing")])
def test_what_lies_over_30_days_before_the_announcement_is_unusual_and_says_by_how_much(name: str, event: str):
    # 2024 is a leap year: from 2024-01-01 to 2025-01-01 are 366 days. December has 31.
    for early, days in (("2024-12-01", "31"), ("2024-01-01", "366"), ("2022-01-01", "1,096")):
        terms = {name: day(early), "announced_on": day("2025-01-01")}
        assert refusals(terms) == {}
        assert warnings(terms) == [f"{event} on {early} lies {days} days before the announcement on 2025-01-01."]
    for near in ("2024-12-31", "2024-12-02"):
        assert warnings({name: day(near), "announced_on": day("2025-01-01")}) == []
    for same in ("2025-01-01", "2025", "2024-12-30"):
        assert warnings({name: day("2025-01-01"), "announced_on": day(same)}) == []
    assert warnings({name: day("2025-01-01")}) == []
    assert warnings({"announced_on": day("2025-01-01")}) == []


def test_a_cost_share_of_less_than_100_dollars_may_be_a_percentage():
    assert warnings({"cost_share": Decimal(100)}) == []
    assert warnings({"cost_share": Decimal("99.99")}) == ["A cost share of $99.99 is below $100: a percentage?"]


def test_a_strike_of_ten_times_the_price_is_unusual():
    assert warnings({"strike_price": Decimal("99.99"), "price_per_share": Decimal(10)}) == []
    told = ["A strike of $100 is 10.0 times the price of $10 a share."]
    assert warnings({"strike_price": Decimal(100), "price_per_share": Decimal(10)}) == told
    assert warnings({"strike_price": Decimal(100)}, close=Decimal(10)) == told
    # The stated price goes before the newest close.
    assert warnings({"strike_price": Decimal(100), "price_per_share": Decimal(50)}, close=Decimal(10)) == []
    assert warnings({"strike_price": Decimal(100)}) == []


def test_a_principal_is_at_most_the_stated_amount():
    assert refusals({"principal": Decimal(100), "announced_amount": Decimal(100)}) == {}
    assert refusals({"principal": Decimal("1000.01"), "announced_amount": Decimal(1000)}) == {
        "principal": "A principal of $1,000.01 exceeds the stated amount of $1,000.00. Check both."
    }
    assert refusals({"principal": Decimal(100)}) == refusals({"announced_amount": Decimal(100)}) == {}


def test_shares_for_money_without_a_price_are_unusual():
    assert warnings({"shares": Decimal(400_000), "announced_amount": Decimal(1000)}) == [
        "400,000 shares for $1,000.00 without a price per share."
    ]
    assert warnings({"shares": Decimal(400_000)}) == warnings({"announced_amount": Decimal(1000)}) == []


def test_shares_times_price_may_lie_1_percent_from_the_stated_amount():
    # 100 shares at 10.10 are 1,010: exactly 1% above 1,000; at 10.11 they are 1,011.
    terms = {"shares": Decimal(100), "announced_amount": Decimal(1000)}
    assert warnings(terms | {"price_per_share": Decimal("10.10")}) == []
    assert warnings(terms | {"price_per_share": Decimal("9.90")}) == []
    assert warnings(terms | {"price_per_share": Decimal("10.11")}) == [
        "Shares times price is $1,011.00, more than 1% from the stated $1,000.00."
    ]
    assert warnings(terms | {"price_per_share": Decimal("9.89")}) == [
        "Shares times price is $989.00, more than 1% from the stated $1,000.00."
    ]
    assert warnings({"shares": Decimal(100), "price_per_share": Decimal(10)}) == []
    assert warnings({"announced_amount": Decimal(100), "price_per_share": Decimal(10)}) == []


def test_what_closed_is_no_longer_announced():
    closed = day("2026-03-01")
    said = "It closed on 2026-03-01: is it Closed? Choose how far it is; {} comes before a closing."
    assert closing_question(closed, Status.LOI, date(2026, 3, 1)) == said.format("Letter of interest")
    assert closing_question(closed, Status.APPROVED, date(2026, 4, 1)) == said.format("Approved, not signed")
    assert closing_question(closed, Status.LOI, date(2026, 2, 28)) == ""
    assert closing_question(closed, Status.DISBURSING, date(2026, 4, 1)) == ""
    assert (
        closing_question(closed, None, date(2026, 4, 1)) == closing_question(None, Status.LOI, date(2026, 4, 1)) == ""
    )
