"""A holding is worth by the close of its day and basis; what is missing leaves the value unknown, with the reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.calculations.valuation import Method
from portfolio.models import (
    CorporateAction,
    ExchangeRate,
    Investment,
    InvestmentStatus,
    SecurityPrice,
    StatedFigure,
    StatedTotal,
    Terms,
    TreasuryYield,
)
from portfolio.positions.packages import packages_of
from portfolio.positions.values import Valued, values_at
from portfolio.services import investments
from projects.models import Company
from record.services import entities, facts
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing


def put(*rows: object) -> None:
    with writing() as recording:
        for row in rows:
            facts.record(row, recording=recording)


def close(company: Company, on: str, price: str, currency: str = "USD") -> SecurityPrice:
    return SecurityPrice(company=company, close=Decimal(price), currency=currency, effective_on=day(on))


def buy(cast: Cast, slug: str, company: Company, *entries: tuple, instrument=Instrument.COMMON_EQUITY, **terms) -> None:
    """An award of the deal of the grant, held, with its entries."""
    deal, agency = cast.deals["palisade-grant"], cast.agencies["DOE"]
    with writing() as recording:
        award = investments.create(
            Investment(slug=slug, deal=deal, agency=agency, instrument=instrument, recipient=company, issuer=company),
            recording=recording,
        )
        on = {"investment": award, "effective_on": day("2026-01-02")}
        investments.record(InvestmentStatus(status=Status.CLOSED, **on), recording=recording)
        investments.record(Terms(**on, **terms), recording=recording)
    record_entries([entry(award, *one[:3], **(one[3] if len(one) > 3 else {})) for one in entries])


PAID = (
    (Kind.COMMITMENT, "2026-01-02", "1000"),
    (Kind.OBLIGATION, "2026-01-02", "1000"),
    (Kind.DISBURSEMENT, "2026-01-02", "1000", {"shares": "100"}),
)


def value(slug: str, on: date = TODAY) -> Valued:
    (found,) = [one for one in values_at(now(on)) if one.line.slug == slug]
    return found


@pytest.fixture
def northern(cast: Cast) -> Company:
    """A firm of Toronto of which 100 shares were bought for 1,000 USD."""
    with writing() as recording:
        firm = entities.create(
            Company(slug="northern", name="Northern", ticker="NOR", exchange="TSX", country="CA"), recording=recording
        )
    buy(cast, "northern-shares", firm, *PAID)
    return firm


def test_a_foreign_close_needs_a_rate_of_its_day_or_before(northern: Company):
    put(close(northern, "2026-06-26", "20", "CAD"))
    assert value("northern-shares").why == "no rate of CAD on or before 2026-06-26 is on record"
    put(ExchangeRate(currency="CAD", usd=Decimal("0.8"), effective_on=day("2026-06-29")))
    assert value("northern-shares").value is None
    put(ExchangeRate(currency="CAD", usd=Decimal("0.75"), effective_on=day("2026-06-25")))
    found = value("northern-shares")
    # 100 × 20 × 0.75
    assert (found.worth.method, found.value) == (Method.MARKET, 1500)
    assert (found.close.rate.usd, found.close.rate.on) == (Decimal("0.75"), date(2026, 6, 25))


def test_a_quotation_of_a_sunday_is_the_close_of_friday(northern: Company):
    put(
        close(northern, "2026-06-21", "20", "CAD"),
        ExchangeRate(currency="CAD", usd=Decimal(1), effective_on=day("2026-06-19")),
    )
    found = value("northern-shares")
    # Friday the 19th; from Monday the 22nd to Tuesday the 30th are 7 trading days.
    assert (found.close.on, found.close.age, found.close.is_stale) == (date(2026, 6, 19), 7, False)


def test_a_close_of_before_a_split_is_read_on_the_basis_after_it(northern: Company):
    put(
        close(northern, "2026-06-22", "20", "CAD"),
        ExchangeRate(currency="CAD", usd=Decimal(1), effective_on=day("2026-06-19")),
    )
    before = value("northern-shares").value
    put(
        CorporateAction(
            company=northern, kind="reverse_split", new_shares=Decimal(1), old_shares=Decimal(10),
            effective_on=day("2026-06-25"),
        )
    )  # fmt: skip
    award = Investment.objects.get(slug="northern-shares")
    record_entries([entry(award, Kind.SPLIT, "2026-06-25", shares="100", shares_received="10")])
    found = value("northern-shares")
    assert (found.units, found.close.price, found.price, found.value) == (10, 200, 200, before)
    assert value("northern-shares", date(2026, 6, 24)).value == before


def test_what_was_sold_whole_is_held_0_and_worth_0(northern: Company):
    award = Investment.objects.get(slug="northern-shares")
    record_entries([entry(award, Kind.SALE, "2026-06-01", "1500", shares="100")])
    found = value("northern-shares")
    assert (found.worth.method, found.value, found.cost) == (Method.NONE_HELD, 0, 0)


def test_unlisted_shares_stand_at_cost(cast: Cast):
    with writing() as recording:
        firm = entities.create(Company(slug="private", name="Private", country="US"), recording=recording)
    buy(cast, "private-shares", firm, *PAID)
    found = value("private-shares")
    assert (found.worth.method, found.worth.method.level, found.value) == (Method.COST, 3, 1000)


def test_a_right_that_was_bought_alone_has_a_multiple(cast: Cast):
    palisade = cast.companies["palisade"]
    put(close(palisade, "2026-06-29", "42"))
    buy(cast, "option", palisade, *PAID, instrument=Instrument.OPTION, strike_price=Decimal(30))
    (package,) = [one for one in packages_of(values_at(now())) if one.key == "palisade-grant/palisade/held"]
    # 100 rights at 42 less 30, for 1,000 USD.
    assert (package.value, package.cost, package.gain, package.multiple) == (1200, 1000, 200, Decimal("1.2"))


def test_an_expired_right_is_worth_nothing(cast: Cast):
    palisade = cast.companies["palisade"]
    put(close(palisade, "2026-06-29", "42"))
    buy(
        cast, "option", palisade, *PAID,
        instrument=Instrument.OPTION, strike_price=Decimal(30), expires_on=day("2026-06-15"),
    )  # fmt: skip
    assert value("option").value == 0
    assert value("option", date(2026, 6, 15)).why == "no close of its issuer by then is on record"


def test_black_scholes_stands_beside_with_all_that_went_into_it(cast: Cast):
    palisade = cast.companies["palisade"]
    closes = [
        close(palisade, str(TODAY - timedelta(days=number)), "40" if number % 2 else "42")
        for number in range(1, 120)
        if (TODAY - timedelta(days=number)).weekday() < 5
    ]
    put(*closes)
    why = value("palisade-warrant").modelled
    assert (why.value, why.words) == (None, "no Treasury yield is on record")
    put(
        TreasuryYield(term_years=Decimal(10), rate=Decimal("0.0425"), effective_on=day("2026-06-26")),
        TreasuryYield(term_years=Decimal(2), rate=Decimal("0.0390"), effective_on=day("2026-06-26")),
        TreasuryYield(term_years=Decimal(10), rate=Decimal("0.0500"), effective_on=day("2026-06-01")),
    )
    found = value("palisade-warrant")
    # A right of 9.1 years is worth more than it would bring today, and less than the shares.
    assert found.value < found.modelled.value < 1_500_000 * found.price
    assert "Treasury of 10 years at 4.25% on 2026-06-26, 9.1 years to 2035-08-01" in found.modelled.words
    assert "dividend yield 0, undiluted" in found.modelled.words


def state_allowance(award: Investment, on: str, amount: str) -> None:
    with writing() as recording:
        said = StatedTotal(
            investment=award, figure=StatedFigure.ALLOWANCE, amount=Decimal(amount), effective_on=day(on)
        )
        investments.record(said, recording=recording, today=TODAY)


def test_a_loan_stands_at_what_is_outstanding_less_the_newest_allowance_that_a_source_states(cast):
    award = cast.investments["saltwash-doe-loan"]
    before = value(award.slug)
    state_allowance(award, "2026-06-01", "1000000")
    state_allowance(award, "2026-06-20", "250000")
    assert (value(award.slug, date(2026, 5, 31)).worth.method) == Method.OUTSTANDING
    for on, allowed in ((date(2026, 6, 19), 1_000_000), (TODAY, 250_000)):
        found = value(award.slug, on)
        assert (found.worth.method, found.worth.method.level) == (Method.LESS_ALLOWANCE, None)
        assert found.cost - found.value == allowed
    state_allowance(award, str(TODAY), "0")
    assert value(award.slug).worth == before.worth


def test_an_allowance_above_what_is_outstanding_leaves_the_value_unknown_with_both_numbers(cast):
    award = cast.investments["saltwash-doe-loan"]
    owed = value(award.slug).cost
    state_allowance(award, "2026-06-01", str(owed + 1))
    assert value(award.slug).why == f"an allowance of ${owed + 1:,.2f} is stated, and ${owed:,.2f} is outstanding"


def test_an_allowance_of_what_is_no_loan_is_refused(cast):
    with pytest.raises(ValidationError, match="palisade-warrant is a warrant: an allowance is of a loan"):
        state_allowance(cast.investments["palisade-warrant"], "2026-06-01", "1")


def test_a_right_whose_term_is_over_is_worth_0_also_where_nobody_states_its_last_day(cast):
    firm = cast.companies["palisade"]
    put(close(firm, "2026-05-29", "41.5"))
    terms = {"strike_price": Decimal(30), "tenor_years": Decimal("0.4"), "closed_on": day("2026-01-02")}
    issued = ((Kind.WARRANT_ISSUE, "2026-01-02", None, {"shares": "10"}),)
    buy(cast, "short-right", firm, *issued, instrument=Instrument.WARRANT, **terms)
    last = date(2026, 5, 28)  # 146 days after 2 January
    assert value("short-right", last).why == "no close of its issuer by then is on record"
    assert value("short-right", date(2026, 5, 29)).value == 0
