"""What came of the money on the record of October 2026, and the reason where nobody can say."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.charts.worth import value_over_time
from portfolio.pages import worth
from portfolio.positions.filters import Filters
from portfolio.positions.investments import investments_at
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
    assert (mp["rvpi"], mp["payments_known"]) == ("2.05627100", "public record alone")


def test_what_came_back_and_is_not_on_record_is_no_nothing(at, rows):
    """The public record has no dividend of MP: neither a multiple nor a rate may count it as 0."""
    mp = rows["package", "mp-dow-2025/mp"]
    assert (mp["received_usd"], mp["dpi"], mp["tvpi"], mp["xirr"]) == ("", "", "", "")
    assert mp["why_no_rate"] == "what came back is not on the public record"
    report = ask("returns", at)
    (line,) = (one for one in report.lines if one.key == "mp-dow-2025/mp")
    whys = {one.name: one.shown(line) for one in report.columns if one.name in ("dpi", "tvpi", "xirr")}
    assert {why.reason for why in whys.values()} == {"what came back is not on the public record"}
    months = rows_of(ask("returns-by-month", at, company="mp"))
    assert {(row["dpi"], row["tvpi"], row["xirr"]) for row in months} == {("", "", "")}


def test_a_right_without_cost_shows_gain_and_no_multiple(rows):
    lac = rows["package", "lac-doe/lac"]
    assert (lac["unrealised_gain_usd"], lac["tvpi"], lac["xirr"]) == ("52065757.95", "", "")
    assert lac["why_no_rate"] == "nothing was paid in"


def test_what_is_held_under_a_year_leads_with_no_yearly_rate(at):
    """War bought into Trilogy on 2026-07-17: at any day within a year no sentence of its page has a rate."""
    line = next(one for one in investments_at(at, Filters(company="tmq")) if one.slug == "tmq-dow-units")
    said = worth.of_award(at, line).returned
    assert said
    assert not any("XIRR" in one or "a year (" in one for one in said)


def test_where_a_value_or_a_payment_is_not_known_there_is_no_rate(rows):
    assert rows["package", "techmet-dfc/techmet"]["why_no_rate"] == (
        "common equity of TechMet Limited: what was paid in is not known"
    )
    assert rows["company", "lnv"]["why_no_rate"] == "what came back is not on the public record"
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


def test_a_sum_says_of_how_many_awards_it_is_known(rows):
    """DFC: of four awards only the draw on Syrah's loan, 8.5 million, is on record; of all 17, 11 are."""
    known = ("return_awards", "invested_known", "value_known", "invested_usd")
    assert [rows["agency", "DFC"][name] for name in known] == ["4", "1", "1", "8500000.00"]
    assert [rows["portfolio", "all"][name] for name in known] == ["17", "11", "10", "2153155574.00"]
