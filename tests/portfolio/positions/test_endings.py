"""How a holding ends: sold, converted, lapsed, exited, redeemed. It is held 0, known, and never proposed again."""

from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import Capitalization, CountKind, InvestmentStatus
from portfolio.positions.holdings import Holding
from portfolio.positions.stakes import stakes_at
from portfolio.services import investments, ledger
from record.services import facts
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, rows_of


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """Palisade has 23,333,333 shares, so that 2,000,000 on conversion and 1,500,000 by warrant are 15%."""
    with writing() as recording:
        facts.record(
            Capitalization(
                company=cast.companies["palisade"],
                kind=CountKind.COVER,
                basic_shares=Decimal("23333333"),
                effective_on=day("2025-07-31"),
                citation=cast.citation,
            ),
            recording=recording,
        )
    return cast


def state(cast: Cast, slug: str, status: Status, on: str) -> None:
    with writing() as recording:
        fact = InvestmentStatus(investment=cast.investments[slug], status=status, effective_on=day(on))
        investments.record(fact, recording=recording)


def stakes(cast: Cast) -> dict[Holding, tuple]:
    found = [one for one in stakes_at(now()) if one.first.issuer == cast.companies["palisade"]]
    return {
        one.holding: ([part.shares for part in one.parts], one.as_converted_and_exercised, one.alerts) for one in found
    }


def convert(cast: Cast) -> None:
    preferred = cast.investments["palisade-preferred"]
    record_entries([entry(preferred, Kind.CONVERSION, "2026-05-01", shares="60000", shares_received="2000000")])


def sell(cast: Cast, shares: str) -> None:
    preferred = cast.investments["palisade-preferred"]
    record_entries([entry(preferred, Kind.SALE, "2026-06-01", "90000000", shares_received=shares)])


def test_a_stake_at_its_start_is_held_as_stated(counted: Cast):
    assert stakes(counted) == {Holding.HELD: ([60_000, 1_500_000], 3_500_000, "5%;10%;15%")}


def test_sold_and_lapsed_is_held_0_and_nothing_is_proposed(counted: Cast):
    convert(counted)
    sell(counted, "2000000")
    record_entries([entry(counted.investments["palisade-warrant"], Kind.LAPSE, "2026-06-01", shares="1500000")])
    assert stakes(counted) == {Holding.HELD: ([0, 0], 0, None)}
    state(counted, "palisade-preferred", Status.EXITED, "2026-06-01")
    state(counted, "palisade-warrant", Status.LAPSED, "2026-06-01")
    assert stakes(counted) == {Holding.HELD: ([0, 0], 0, None)}
    rows = [row for row in rows_of(ask("stakes", now())) if row["issuer"] == "palisade"]
    assert {(row["holding"], row["shares_as_converted_and_exercised"]) for row in rows} == {("held", "0.000000")}
    assert {(row["stated_stake_share"], row["stated_is_history"]) for row in rows} == {
        ("0.150000", "true"),
        ("", ""),
    }


def test_once_the_ledger_moved_levels_are_those_of_the_computed_share(counted: Cast):
    convert(counted)
    sell(counted, "1000000")
    # 1,000,000 + 1,500,000 of 23,333,333 are 10.7%; the 15% that were stated are history.
    reached = "5% as converted and exercised;10% as converted and exercised"
    assert stakes(counted) == {Holding.HELD: ([0, 1_500_000], 2_500_000, reached)}


@pytest.mark.parametrize("status", [Status.EXITED, Status.REPAID, Status.LAPSED, Status.TERMINATED])
def test_what_ended_without_being_held_is_never_proposed(cast: Cast, status: Status):
    warrant = cast.investments["palisade-warrant"]
    with writing() as recording:
        ledger.reverse(warrant.transactions.get(), reason="never issued", recording=recording, today=TODAY)
    state(cast, "palisade-warrant", status, "2026-06-01")
    assert stakes(cast)[Holding.ENDED] == ([0], 0, None)
    assert Holding.PROPOSED not in stakes(cast)


def test_agreed_shares_are_not_held(cast: Cast):
    warrant = cast.investments["palisade-warrant"]
    with writing() as recording:
        ledger.reverse(warrant.transactions.get(), reason="not issued yet", recording=recording, today=TODAY)
    state(cast, "palisade-warrant", Status.COMMITTED, "2026-06-01")
    assert stakes(cast)[Holding.AGREED] == ([1_500_000], 1_500_000, None)


def test_redeemed_in_dollars_at_a_known_price_is_held_0(cast: Cast):
    preferred = cast.investments["palisade-preferred"]  # 60,000 at 1,000
    record_entries([entry(preferred, Kind.SALE, "2026-06-01", "60000000")])
    assert stakes(cast)[Holding.HELD][0] == [0, 1_500_000]
