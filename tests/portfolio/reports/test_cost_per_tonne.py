"""What a tonne a year costs, over the public record projected as of its own day."""

from decimal import Decimal

from portfolio.services import capacity
from projects.models import CapacityPhase, EstimatedField, EstimateRule, PhaseEstimate
from projects.services.phase_estimates import record_estimate
from record.calculations.partial_dates import PartialDate
from tests.cast import writing
from tests.portfolio.reports.answers import ask, rows_of
from tests.portfolio.reports.conftest import DAY


def anode_of_vidalia(on, low, high):
    """What the anode plant of 11,250 t a year in all costs, with its output before in a range and a lead time."""
    common = {"phase": CapacityPhase.objects.get(slug="vidalia-active-anode-material"), "reason": "as the test chose"}
    baseline = PhaseEstimate(field=EstimatedField.BASELINE, rule=EstimateRule.TOTAL_LESS_BASELINE, unit="t/yr",
                             shape="uniform", low=low, high=high, **common)  # fmt: skip
    start = PhaseEstimate(field=EstimatedField.START, rule=EstimateRule.LEAD_TIME, shape="lognormal", middle=42,
                          high=72, lead_time="j5", effective_on=PartialDate.parse("2026-02"), **common)  # fmt: skip
    with writing() as recording:
        for one in (baseline, start):
            record_estimate(one, recording=recording, today=DAY)
    at = on(str(DAY))
    capacity.run(at, draws=200)
    found = rows_of(ask("cost-per-tonne", at, project="vidalia"))
    return next(row for row in found if row["phase"]), next(row for row in found if not row["phase"])


def test_with_estimates_a_tonne_costs_a_range_and_by_facts_nothing_is_known(on):
    # 98 million over 11,250 less 1,250 to 3,250: 10,000 t to 8,000 t.
    for row in anode_of_vidalia(on, 1_250, 3_250):
        assert (row["nameplate_low_estimated"], row["nameplate_high_estimated"]) == ("8000.000000", "10000.000000")
        assert row["funding_usd_estimated"] == "98000000.00"
        assert (row["usd_per_unit_low_estimated"], row["usd_per_unit_high_estimated"]) == (
            "9800.00000000", "12250.00000000",
        )  # fmt: skip
        assert (row["nameplate_added"], row["usd_per_unit_facts"]) == ("", "")
        assert (row["phases_known"], row["phases_known_estimated"], row["why_not_estimated"]) == ("0", "1", "")


def test_a_rough_size_has_no_cost(on):
    # 11,250 less 5,000 to 11,000 is 250 t to 6,250 t: more than 1.6 times wide.
    phase, line = anode_of_vidalia(on, 5_000, 11_000)
    assert (phase["usd_per_unit_low_estimated"], phase["why_not_estimated"]) == ("", "only a rough size is known")
    assert line["why_not_estimated"] == "of no phase are both the amount and the capacity known"


def test_the_loan_of_thacker_pass_costs_so_many_dollars_for_a_tonne(at):
    rows = {
        row["funding_kind"]: row for row in rows_of(ask("cost-per-tonne", at, project="thacker-pass")) if row["phase"]
    }
    loan = rows["loan principal"]
    # 1,970 million over 40,000 t/yr.
    assert (loan["funding_usd_facts"], loan["usd_per_unit_facts"]) == ("1970000000.00", "49250.00000000")


def test_a_stated_share_of_an_award_is_that_share_of_its_money(at):
    # 47.1 million over two sites, of which 0.894 for Virginia: 42,107,400 over 1,275 t/yr.
    rows = rows_of(ask("cost-per-tonne", at, project="iperionx-virginia"))
    grants = next(row for row in rows if row["phase"] and row["funding_kind"] == "grants")
    assert Decimal(grants["funding_usd_facts"]) >= Decimal("42107400")
    assert grants["why_unknown"] == ""


def test_dollars_by_mineral_and_stage_stand_apart_by_instrument_and_say_how_many_are_known(at):
    rows = {(row["stage"], row["funding_kind"]): row for row in rows_of(ask("cost-per-tonne", at, mineral="li"))
            if row["level"] == "mineral and stage"}  # fmt: skip
    grants = rows["lithium-chemical", "grants"]
    # 225 million at South West Arkansas and 11.8 million at Thacker Pass over 22,500 + 40,000 t/yr.
    assert (grants["funding_usd_facts"], grants["nameplate_added"], grants["usd_per_unit_facts"]) == (
        "236800000.00", "62500.000000", "3788.80000000",
    )  # fmt: skip
    loans = rows["lithium-chemical", "loan principal"]
    # Rhyolite Ridge has a loan and no convertible capacity: known for 1 of 2.
    assert (loans["usd_per_unit_facts"], loans["phases_known"], loans["phases"]) == ("49250.00000000", "1", "2")


def test_a_tonne_has_no_cost_where_the_capacity_is_unknown(at):
    (row,) = [row for row in rows_of(ask("cost-per-tonne", at, project="vidalia")) if row["phase"]]
    assert (row["funding_usd_facts"], row["usd_per_unit_facts"], row["why_unknown"]) == (
        "98000000.00",
        "",
        "total, increment unknown",
    )
