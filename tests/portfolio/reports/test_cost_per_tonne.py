"""What a tonne a year costs, over the public record projected as of its own day."""

from decimal import Decimal

from tests.portfolio.reports.answers import ask, rows_of


def test_the_loan_of_thacker_pass_costs_so_many_dollars_for_a_tonne(at):
    rows = {
        row["funding_kind"]: row for row in rows_of(ask("cost-per-tonne", at, project="thacker-pass")) if row["phase"]
    }
    loan = rows["loan principal"]
    # 1,970 million over 40,000 t/yr.
    assert (loan["funding_usd"], loan["usd_per_unit"]) == ("1970000000.00", "49250.00000000")


def test_a_stated_share_of_an_award_is_that_share_of_its_money(at):
    # 47.1 million over two sites, of which 0.894 for Virginia: 42,107,400 over 1,275 t/yr.
    rows = rows_of(ask("cost-per-tonne", at, project="iperionx-virginia"))
    grants = next(row for row in rows if row["phase"] and row["funding_kind"] == "grants")
    assert Decimal(grants["funding_usd"]) >= Decimal("42107400")
    assert grants["why_unknown"] == ""


def test_dollars_by_mineral_and_stage_stand_apart_by_instrument_and_say_how_many_are_known(at):
    rows = {(row["stage"], row["funding_kind"]): row for row in rows_of(ask("cost-per-tonne", at, mineral="li"))
            if row["level"] == "mineral and stage"}  # fmt: skip
    grants = rows["lithium-chemical", "grants"]
    # 225 million at South West Arkansas and 11.8 million at Thacker Pass over 22,500 + 40,000 t/yr.
    assert (grants["funding_usd"], grants["nameplate_added"], grants["usd_per_unit"]) == (
        "236800000.00", "62500.000000", "3788.80000000",
    )  # fmt: skip
    loans = rows["lithium-chemical", "loan principal"]
    # Rhyolite Ridge has a loan and no convertible capacity: known for 1 of 2.
    assert (loans["usd_per_unit"], loans["phases_known"], loans["phases"]) == ("49250.00000000", "1", "2")


def test_a_tonne_has_no_cost_where_the_capacity_is_unknown(at):
    (row,) = [row for row in rows_of(ask("cost-per-tonne", at, project="vidalia")) if row["phase"]]
    assert (row["funding_usd"], row["usd_per_unit"], row["why_unknown"]) == (
        "98000000.00",
        "",
        "total, increment unknown",
    )
