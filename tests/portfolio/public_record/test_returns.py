"""What came of the money on the record of October 2026, and the reason where nobody can say."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.charts.worth import value_over_time
from record.models import Recording
from tests.portfolio.reports.answers import ask, rows_of


@pytest.fixture
def at(editions, db):
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now())


@pytest.fixture
def rows(at):
    return {(row["return_level"], row["return_of"]): row for row in rows_of(ask("returns", at))}


def test_mps_package_is_822_5_million_for_400_million(rows):
    mp = rows["package", "mp-dow-2025/mp"]
    assert (mp["invested_usd"], mp["value_usd"], mp["unrealised_gain_usd"]) == (
        "400000000.00", "822508398.95", "422508398.95",
    )  # fmt: skip
    assert (mp["tvpi"], mp["rvpi"]) == ("2.05627100", "2.05627100")
    # 2.0562710 to the power of 365 over the 454 days from 2025-07-11.
    assert Decimal(mp["xirr"]) == round(Decimal(2.05627099738 ** (365 / 454) - 1), 6)
    assert (mp["is_under_a_year"], mp["payments_known"]) == ("false", "public record alone")


def test_a_right_without_cost_shows_gain_and_no_multiple(rows):
    lac = rows["package", "lac-doe/lac"]
    assert (lac["unrealised_gain_usd"], lac["tvpi"], lac["xirr"]) == ("52065757.95", "", "")
    assert lac["why_no_rate"] == "nothing was paid in"


def test_under_a_year_is_shown_and_marked(rows):
    assert rows["package", "tmq-dow-2025/tmq"]["is_under_a_year"] == "true"
    assert rows["package", "tmq-dow-2025/tmq"]["tvpi"] == "1.50230400"


def test_where_a_value_or_a_payment_is_not_known_there_is_no_rate(rows):
    assert rows["package", "techmet-dfc/techmet"]["why_no_rate"] == (
        "common equity of TechMet Limited: what was paid in is not known"
    )
    assert rows["company", "lnv"]["why_no_rate"] == (
        "no valuation of what remains: warrant of Lithium Nevada Ventures LLC: unlisted, and no price was paid for "
        "the right"
    )
    assert rows["portfolio", "all"]["xirr"] == ""


def test_grants_have_no_return(rows):
    assert not any("grant" in of for _, of in rows)


def test_the_picture_of_the_whole_draws_the_awards_whose_value_is_known_and_says_how_many(at):
    months = [one for one in ask("returns-by-month", at).lines if one.found.level == "portfolio"]
    assert all(one.found.value is None for one in months)
    chart = value_over_time("the whole portfolio", months)
    awards = {one.line.slug for month in months for one in month.found.positions}
    assert f"of {len(awards)} awards whose value is known in every month." in chart.summary
    assert len(chart.points) == len(chart.table.lines) > 2
    assert {one.found.value is None for one in chart.table.lines} == {False}


def test_what_came_is_unknown_and_not_0_where_only_the_public_record_is_known(rows):
    mp, kz = rows["package", "mp-dow-2025/mp"], rows["package", "kz-crucible-2025/crucible-jv"]
    assert (mp["received_usd"], mp["dpi"], mp["remaining_usd"]) == ("", "", "400000000.00")
    assert (kz["invested_usd"], kz["remaining_usd"]) == ("", "")
