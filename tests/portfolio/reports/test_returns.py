"""From the ledger to the report: the rate where there is one, else the reason in its own cell.

Unlisted common shares, bought for 1,000,000 at 10 each, and what came of them.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Investment, InvestmentStatus, Terms
from portfolio.pages import worth
from portfolio.positions.filters import Filters
from portfolio.positions.investments import investments_at
from portfolio.services import investments
from projects.models import Company
from record.services import entities
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, rows_of

YEARS_AGO = {years: TODAY - timedelta(days=365 * years) for years in (1, 2, 30)}


@pytest.fixture
def shares(cast: Cast) -> Investment:
    with writing() as recording:
        firm = Company(slug="unlisted", name="Unlisted Mines", country="US", citation=cast.citation)
        firm = entities.create(firm, recording=recording)
        award = Investment(
            slug="unlisted-common", deal=cast.deals["saltwash-loan"], agency=cast.agencies["DOE"],
            program=cast.programs["DOE-ATVM"], instrument=Instrument.COMMON_EQUITY, recipient=firm, issuer=firm,
        )  # fmt: skip
        award = investments.create(award, recording=recording)
        about = {"investment": award, "citation": cast.citation, "effective_on": day(str(YEARS_AGO[30]))}
        terms = Terms(announced_amount=Decimal(1_000_000), shares=Decimal(100_000), price_per_share=Decimal(10),
                      confidence="high", **about)  # fmt: skip
        investments.record(terms, recording=recording)
        investments.record(InvestmentStatus(status=Status.CLOSED, **about), recording=recording)
    return award


def buy(award: Investment, years: int, amount: str = "1000000", shares: str = "100000") -> list:
    on = str(YEARS_AGO[years])
    money = [entry(award, kind, on, amount) for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    return [*money, entry(award, Kind.DISBURSEMENT, on, amount, shares=shares)]


def answer(*entries) -> dict[str, str]:
    """The row of the package after these entries."""
    record_entries(entries)
    rows = rows_of(ask("returns", now()))
    return next(row for row in rows if row["return_of"] == "saltwash-loan/unlisted")


def test_without_a_change_of_sign_there_is_no_rate(shares: Investment):
    halves = [*buy(shares, 2, "500000", "50000"), *buy(shares, 1, "500000", "50000")]
    row = answer(*halves, entry(shares, Kind.WRITE_OFF, str(TODAY), "1000000"))
    assert (row["xirr"], row["why_no_rate"]) == ("", "the flows change their sign 0 times, not once")
    assert (row["realised_usd"], row["value_usd"], row["tvpi"]) == ("-1000000.00", "0.00", "0.00000000")


def test_two_roots_have_no_rate(shares: Investment):
    """-1,000,000, +2,300,000 and -1,320,000 come to nothing at 10% and at 20%."""
    today = str(TODAY)
    again = [entry(shares, kind, today, "1320000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    row = answer(
        *buy(shares, 2),
        entry(shares, Kind.SALE, str(YEARS_AGO[1]), "2300000", shares="100000"),
        *again,
        entry(shares, Kind.DISBURSEMENT, today, "1320000", shares="100000"),
        entry(shares, Kind.WRITE_OFF, today, "1320000"),
    )
    assert (row["xirr"], row["why_no_rate"]) == ("", "the flows change their sign 2 times, not once")
    assert (row["invested_usd"], row["received_usd"]) == ("2320000.00", "2300000.00")


def test_99_per_cent_lost_in_a_year(shares: Investment):
    row = answer(*buy(shares, 1), entry(shares, Kind.SALE, str(TODAY), "10000", shares="100000"))
    assert (row["xirr"], row["why_no_rate"], row["tvpi"]) == ("-0.990000", "", "0.01000000")


def test_what_is_bought_and_sold_on_one_day_has_no_rate_and_a_gain(shares: Investment):
    on = str(YEARS_AGO[1])
    row = answer(*buy(shares, 1), entry(shares, Kind.SALE, on, "1100000", shares="100000"))
    assert (row["xirr"], row["why_no_rate"]) == ("", "all flows are on one day")
    assert (row["realised_usd"], row["dpi"]) == ("100000.00", "1.10000000")


def test_thirty_years_at_seven_per_cent(shares: Investment):
    """1,000,000 x 1.07^30 = 7,612,255.04."""
    row = answer(*buy(shares, 30), entry(shares, Kind.SALE, str(TODAY), "7612255.04", shares="100000"))
    assert (row["xirr"], row["is_under_a_year"], row["first_paid_on"]) == ("0.070000", "false", str(YEARS_AGO[30]))


def test_each_month_shows_what_was_repaid_earned_and_realised_by_its_end(shares: Investment):
    """Two years ago 100,000 shares at 10; a year ago 40,000 of them at 15; today a dividend of 5,000."""
    record_entries(
        [
            *buy(shares, 2),
            entry(shares, Kind.SALE, str(YEARS_AGO[1]), "600000", shares="40000"),
            entry(shares, Kind.DIVIDEND, str(TODAY), "5000"),
        ]
    )
    names = ("invested_usd", "repaid_principal_usd", "income_usd", "warrant_proceeds_usd", "realised_usd")
    months = {
        row["month_end"][:7]: (*(row[name] for name in names), row["remaining_usd"])
        for row in rows_of(ask("returns-by-month", now(), company="unlisted"))
        if row["return_level"] == "package"
    }
    bought, sold, today = (str(day)[:7] for day in (YEARS_AGO[2], YEARS_AGO[1], TODAY))
    assert months[bought] == ("1000000.00", "0.00", "0.00", "0.00", "0.00", "1000000.00")
    assert months[sold] == ("1000000.00", "400000.00", "0.00", "0.00", "200000.00", "600000.00")
    assert months[today] == ("1000000.00", "400000.00", "5000.00", "0.00", "200000.00", "600000.00")


def test_a_holding_of_less_than_a_year_says_its_gain_since_it_was_paid_for(shares: Investment):
    """Bought a hundred days ago for 1,000,000, half of it sold for 600,000; the other half stands at its cost."""
    on = str(TODAY - timedelta(days=100))
    bought = [entry(shares, kind, on, "1000000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    paid = entry(shares, Kind.DISBURSEMENT, on, "1000000", shares="100000")
    row = answer(*bought, paid, entry(shares, Kind.SALE, str(TODAY), "600000", shares="50000"))
    assert (row["is_under_a_year"], row["tvpi"]) == ("true", "1.10000000")
    (line,) = investments_at(now(), Filters(investment="unlisted-common"))
    (said,) = worth.of_award(now(), line).returned
    assert said.endswith(f"10% up since {on}: held less than a year, so no yearly rate.")
