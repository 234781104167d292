"""Shares of demand over the public record projected as of its own day."""

from decimal import Decimal

import pytest

from portfolio.reports.production.demand_shares import beside, demands_of
from projects.calculations.demand import MORE_THAN_ALL
from projects.models import NationalDemand, ProjectedOutput
from tests.portfolio.reports.answers import ask, rows_of


def shares(at, mineral, year):
    return [row for row in rows_of(ask("demand-shares", at, mineral=mineral)) if row["year"] == year]


def test_a_share_is_the_gain_over_the_demand_each_at_its_own_end(at):
    rows = {row["demand_measure"]: row for row in shares(at, "magnet", "2030")}
    row = rows["direct imports of sintered magnets"]
    assert (row["demand_low"], row["demand_central"], row["demand_high"]) == (
        "6000.000000", "7500.000000", "9000.000000",
    )  # fmt: skip
    assert (row["is_main_demand"], row["is_stand_in_demand"], row["why_unknown"]) == ("true", "true", "")
    for end, gain, size in (("low", "p10", 9000), ("central", "p50", 7500), ("high", "p90", 6000)):
        for kind in ("facts", "estimated"):
            found = (Decimal(row[f"{gain}_{kind}"]) / size).quantize(Decimal("0.000001"))
            assert row[f"share_{end}_{kind}"] == (str(found) if found <= 1 else ""), (end, kind)
    assert "against direct imports of sintered magnets in t magnet, 2021" in row["share_in_words"]
    assert row["share_in_words"].endswith("; an old demand")


def test_both_demands_of_magnets_are_shown_and_the_larger_stands_first(at):
    highs = [Decimal(row["demand_high"]) for row in shares(at, "magnet", "2030")]
    assert highs == [37000, 14800, 9000]


def test_lithium_beyond_all_direct_use_has_words_and_no_share_of_it(at):
    rows = {row["demand_measure"]: row for row in shares(at, "li", "2035")}
    row = rows["implied consumption"]
    assert Decimal(row["p90_facts"]) > Decimal(row["demand_low"])
    assert row["share_high_facts"] == ""
    assert MORE_THAN_ALL in row["share_in_words"]
    assert "stands in for consumption, which is not published" in row["share_in_words"]


def test_another_form_gives_no_share_and_says_which_conversion_is_missing(at):
    (row,) = shares(at, "sb", "2030")
    assert (row["demand_central"], row["demand_stage"]) == ("45000.000000", "antimony-smelter")
    assert {row[f"share_{end}_{kind}"] for end in ("low", "central", "high") for kind in ("facts", "estimated")} == {""}
    assert row["why_unknown"] == (
        "the gain is of antimony-mine in t Sb, the demand of antimony-smelter in t Sb: "
        "no conversion between the two forms is on record"
    )


def test_a_mineral_without_a_demand_has_one_row_that_says_so():
    output = ProjectedOutput(mineral="dy", stage="separation", unit="t", year=2030)
    assert demands_of(output, ()) == [None]
    line = beside(output, None)
    assert (line.why, line.words) == ("no US demand of this mineral is on record", None)


@pytest.mark.usefixtures("at")
def test_a_line_has_at_most_one_main_demand():
    main = list(NationalDemand.objects.filter(is_main=True).values_list("mineral", "stage", "unit"))
    assert len(main) == len(set(main)) == 28
