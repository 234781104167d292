"""What is held, agreed and proposed on the record of October 2026, to the share."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment
from portfolio.positions.holdings import Holding, Part, holdings_at
from record.models import Recording
from tests.cast import entry, record_entries
from tests.portfolio.reports.answers import ask, rows_of

DAY = "2026-10-08"


@pytest.fixture
def on(editions, db):
    return lambda day=DAY: Recording.objects.as_of(date.fromisoformat(day), timezone.now(), None)


def parts(at, *slugs: str) -> dict[str, Part]:
    return {part.line.slug: part for part in holdings_at(at) if part.line.slug in slugs}


def test_mp_is_13_320_013_on_conversion_and_11_201_659_by_warrant(on):
    preferred, warrant = parts(on(), "mp-dow-series-a", "mp-dow-warrant").values()
    assert (preferred.holding, preferred.shares, preferred.cost) == (Holding.HELD, 400_000, 400_000_000)
    assert (preferred.common, preferred.as_converted) == (0, 13_320_013)
    assert (warrant.holding, warrant.shares, warrant.strike) == (Holding.HELD, 11_201_659, Decimal("30.03"))
    assert (warrant.cost, str(warrant.expires_on), warrant.exercisable) == (None, "2035-07-11", None)
    assert warrant.is_expiry_worked_out
    both = preferred.as_converted_and_exercised + warrant.as_converted_and_exercised
    assert both == 24_521_672


def test_the_dividend_of_mp_accrues_beside_the_contracts_count(on):
    """7% of 400 million for the 454 days from 2025-07-11: 34,827,397.26; at 1,000 and 30.03, 1,159,753 shares."""
    (preferred,) = parts(on(), "mp-dow-series-a").values()
    accrued = preferred.accrued
    assert (accrued.usd, accrued.common, accrued.compounds) == (Decimal("34827397.26"), 1_159_753, None)
    assert preferred.as_converted == 13_320_013


def test_energy_holds_rights_to_lithium_americas_and_its_venture(on):
    venture, parent = parts(on(), "lac-doe-warrant-jv", "lac-doe-warrant-parent").values()
    assert (parent.holding, parent.shares, parent.common) == (Holding.HELD, 18_268_687, 0)
    assert (venture.shares, venture.strike, parent.strike) == (8_656_509_695, Decimal("0.0001"), Decimal("0.01"))


def test_war_holds_16_431_140_shares_of_trilogy_and_is_to_receive_its_rights(on):
    found = parts(on(), "tmq-dow-units", "tmq-dow-south32-shares", "tmq-dow-unit-warrants", "tmq-dow-south32-call")
    held = [part for part in found.values() if part.holding is Holding.HELD]
    assert sum(part.common for part in held) == 16_431_140
    assert {part.line.slug: part.cost for part in held} == dict.fromkeys(
        ("tmq-dow-south32-shares", "tmq-dow-units"), 17_827_787
    )
    rights = [part for part in found.values() if part.is_right]
    assert {(part.holding, part.shares_held, part.shares_agreed) for part in rights} == {(Holding.AGREED, 0, 6_161_678)}


def test_usa_rare_earth_is_agreed_and_not_held(on):
    found = parts(on(), "usar-doc-equity", "usar-doc-warrant")
    assert {slug: (part.holding, part.shares_held, part.shares_agreed) for slug, part in found.items()} == {
        "usar-doc-equity": (Holding.AGREED, 0, 16_132_790),
        "usar-doc-warrant": (Holding.AGREED, 0, 17_600_584),
    }


def line(at, stake: str) -> dict[str, str]:
    (found,) = [row for row in rows_of(ask("stakes", at)) if row["stake"] == stake and row["line"] != "instrument"]
    return found


def test_mp_is_quoted_as_converted_and_exercised_and_15_percent_stands_beside_it(on):
    """24,521,672 over 177,100,000 is 13.8462%; over 201,621,672, with all that may be issued, 12.1622%."""
    mp = line(on(), "DOW/mp/mp-dow-2025/held")
    assert (mp["quoted_measure"], mp["share_to_quote"], mp["stated_stake_share"]) == (
        "as_converted_and_exercised",
        "0.138462",
        "0.150000",
    )
    assert (mp["basic_share"], mp["fully_diluted_share"]) == ("0.000000", "0.121622")
    assert (mp["stated_is_history"], mp["alerts"]) == ("true", "5%;10%")
    assert line(on(), "government/mp//held")["alerts"] == "5%;10%"


def test_a_count_older_than_an_issue_is_rolled_forward_by_it(on):
    """303,490,000 of February and 32,500,000 sold after it: 18,268,687 rights are 5.4373% of 335,990,000."""
    lac = line(on(), "DOE/lac/lac-doe/held")
    assert (lac["shares_outstanding"], lac["outstanding_from"]) == ("335990000.000000", "derived")
    assert lac["count_derivation"] == ("303,490,000 counted on 2026-02-19; and 32,500,000 shares issued on 2026-03-19")
    assert (lac["as_converted_and_exercised_share"], lac["stated_stake_share"]) == ("0.054373", "0.050000")


def test_trilogys_issue_is_in_both_figures_and_out_of_the_base_of_the_announcement(on):
    """16,431,140 of 172,560,000 + 8,215,570 are 9.0892%; of those before our issue 9.5220%."""
    tmq = line(on(), "DOW/tmq/tmq-dow-2025/held")
    assert (tmq["shares_outstanding"], tmq["shares_before_issue"]) == ("180775570.000000", "172560000.000000")
    assert (tmq["basic_share"], tmq["as_converted_and_exercised_share"]) == ("0.090892", "0.095220")
    assert (tmq["quoted_measure"], tmq["share_to_quote"]) == ("basic", "0.090892")


def test_shares_agreed_raise_no_level(on):
    """16,132,790 and 17,600,584 over 344,940,000 are 9.7795%."""
    usar = line(on(), "DOC/usar/usar-chips-2026/agreed")
    assert (usar["as_converted_and_exercised_share"], usar["alerts"]) == ("0.097795", "")
    assert not [row for row in rows_of(ask("stakes", on(), company="usar")) if row["holding"] == "held"]


def diluted(at) -> dict[str, str]:
    names = ("fully_diluted_share", "dilutive_shares", "common_shares", "shares_outstanding")
    return {name: line(at, "DOW/mp/mp-dow-2025/held")[name].removesuffix(".000000") for name in names}


def test_once_the_warrants_of_mp_expired_only_the_conversion_is_to_come(on):
    """13,320,013 over 177,100,000 + 13,320,013 is 6.9951%."""
    assert diluted(on("2035-07-12")) == {
        "fully_diluted_share": "0.069951",
        "dilutive_shares": "13320013",
        "common_shares": "0",
        "shares_outstanding": "177100000",
    }


def test_what_was_exercised_is_out_and_no_longer_to_come(on):
    """4,000,000 of the warrants for 120,120,000 USD: the whole stays 201,621,672 shares, and the part 12.1622%."""
    warrant = Investment.objects.get(slug="mp-dow-warrant")
    money = [entry(warrant, kind, "2026-09-21", "120120000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    used = entry(warrant, Kind.EXERCISE, "2026-09-21", "120120000", shares="4000000", shares_received="4000000")
    record_entries([*money, used], today=date(2026, 10, 8))
    assert diluted(on()) == {
        "fully_diluted_share": "0.121622",
        "dilutive_shares": "20521672",
        "common_shares": "4000000",
        "shares_outstanding": "181100000",
    }
