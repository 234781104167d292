"""The pages of an award and a company say what it is worth, in a sentence, tables and a picture with its words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from portfolio.calculations.cash_flows import Tally
from portfolio.calculations.valuation import Method, Worth
from portfolio.charts.pairs import pairs
from portfolio.charts.worth import paid_in
from portfolio.models import SecurityPrice
from portfolio.pages.worth import in_words
from portfolio.positions.packages import Package
from portfolio.positions.values import values_at
from record.services import facts
from tests.cast import Cast, day, now, writing
from tests.desk import sign_in

ASKED = {"as_of": "2026-06-30"}


@pytest.fixture
def reader(cast: Cast) -> Client:
    with writing() as recording:
        for on, price in (("2025-09-30", "31"), ("2026-06-10", "42")):
            close = SecurityPrice(
                company=cast.companies["palisade"], close=Decimal(price), currency="USD", effective_on=day(on)
            )
            facts.record(close, recording=recording)
    return sign_in(cast.people["manager"])


def text(reader: Client, address: str) -> str:
    return " ".join(reader.get(address, ASKED).content.decode().split())


@pytest.mark.parametrize("address", ["/investments/palisade-warrant/", "/companies/palisade/"])
def test_a_page_says_what_the_package_is_worth_against_what_was_paid(reader: Client, address: str):
    page = text(reader, address)
    # 2,000,000 shares at 42 and 1,500,000 rights at 12, for 60 million; 13 trading days after 10 June.
    assert (
        "Preferred stock and a warrant of Palisade: worth $102M against $60M paid, 1.70 times as much. "
        "By the close of 2026-06-10, 13 trading days old: stale."
    ) in page
    assert "102,000,000" in page
    assert "of the package" in page


def test_an_unknown_value_gives_its_reason_once_and_by_no_identifier(cast: Cast):
    page = text(sign_in(cast.people["manager"]), "/companies/palisade/")
    told = "Preferred stock and a warrant of Palisade: no value is known: no close of its issuer by then is on record."
    assert told in page


def test_what_lapsed_is_not_said_to_stand_at_cost(cast: Cast):
    values = [one for one in values_at(now()) if one.line.slug == "palisade-warrant"]
    gone = Package(tuple(replace(one, worth=Worth(Method.NONE_HELD, Decimal(0)), why="") for one in values))
    assert in_words(gone) == "Preferred stock and a warrant of Palisade: nothing of it is held any more."


def test_what_a_takeover_carried_on_is_said_and_is_no_zero_paid_in():
    paid = Tally(paid=Decimal(60_000_000), invested=Decimal(60_000_000))
    assert paid_in(paid, " since 2025-08-01") == "$60M paid in since 2025-08-01"
    assert paid_in(replace(paid, invested=Decimal(0))) == "$60M paid in, all of it carried to another holding"
    assert paid_in(replace(paid, invested=Decimal(45_000_000))) == "$60M paid in, $15M of it carried to another holding"
    assert paid_in(Tally(invested=Decimal(15_000_000))) == "$15M paid in", "what was carried in is its cost"


def test_value_over_time_is_drawn_with_the_purchase_marked_and_a_table(reader: Client):
    page = text(reader, "/companies/palisade/")
    assert "Value over time: Palisade Magnetics" in page
    assert "$60M paid in since 2025-08-01, $0 received; what is left stands at $102M on 2026-06-30." in page
    assert "<title>2025-08-01: $60M, convertible preferred of Palisade Magnetics</title>" in page
    assert "The table of value over time" in page


def test_a_loan_has_no_picture_of_value_and_says_that_it_has_no_fair_value(reader: Client):
    page = text(reader, "/investments/saltwash-doe-loan/")
    assert "Outstanding, no fair value" in page
    assert "Value over time" not in page


def test_a_grant_has_no_block_of_worth(reader: Client):
    assert "What it is worth" not in text(reader, "/investments/palisade-doe-grant/")


def test_the_report_draws_cost_against_value_and_the_months_value_over_time(reader: Client):
    valuations = text(reader, "/reports/valuations/")
    assert "Of 1 of 1 issuers both are known: $102M against $60M paid." in valuations
    assert "Cost against value by issuer on 2026-06-30: $60M paid, worth $102M" in valuations
    assert "By the close of 20" in valuations
    assert "worth $102M, stale; cost $60M" in valuations
    assert "Palisade Magnetics: worth $102M, stale; cost $60M" in valuations
    assert "Value over time: the whole portfolio" in text(reader, "/reports/returns-by-month/")
    of_one = reader.get("/reports/returns-by-month/", ASKED | {"company": "palisade"}).content.decode()
    assert "Value over time: Palisade Magnetics" in of_one


def test_the_reports_of_returns_payments_rights_and_look_through_have_a_picture(reader: Client):
    """60 million paid for what is worth 102; 1,500,000 rights at 30; 15% of Palisade, as stated."""
    returns = text(reader, "/reports/returns/")
    assert "Paid in against received and left on 2026-06-30: $95M against $137M" in returns
    assert "Palisade Magnetics: received and left $102M; paid in $60M" in returns
    assert "2025: paid " in text(reader, "/reports/cash-flows/")
    assert "Closes against the strike: a picture of each of 1 right" in text(reader, "/reports/warrants/")


def test_a_bar_is_as_long_as_its_figure_is_of_the_longest():
    """60 of 120 is half the line; what is 0 or not known has none."""
    sums = {"a": (Decimal(60), Decimal(120)), "b": (None, Decimal(0))}
    chart = pairs("A title", "A sentence.", ("paid", "worth"), sums, lambda name: name.upper())
    assert [(one.name, one.first, one.second, one.text) for one in chart.bars] == [
        ("a", 50.0, 100.0, "A"),
        ("b", None, None, "B"),
    ]
