"""Chains, by-products and What if by facts only and with estimates, where an estimate alone dates two plants."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.charts.chains import part_by_facts
from portfolio.pages import production_chains as chains_page
from portfolio.reports.production.by_products import most_claimed
from portfolio.reports.production.what_if import Change, project_names, what_if
from portfolio.services import capacity
from projects.models import CapacityPhase, EstimatedField, EstimateRule, PhaseEstimate, ProjectedPhase
from projects.services.phase_estimates import record_estimate
from record.calculations.partial_dates import PartialDate
from tests.cast import writing
from tests.portfolio.reports.answers import ask, rows_of

DAY = date(2026, 6, 18)
DATED = ("elk-creek-ferroniobium", "mp-independence-ndfeb-magnets")


@pytest.fixture
def at(on):
    """No source states when these two plants start: half of the draws start 42 months after February 2026."""
    with writing() as recording:
        for slug in DATED:
            start = PhaseEstimate(
                phase=CapacityPhase.objects.get(slug=slug),
                field=EstimatedField.START,
                rule=EstimateRule.LEAD_TIME,
                lead_time="j5",
                shape="lognormal",
                middle=42,
                high=72,
                reason="a range that the test chose",
                effective_on=PartialDate.parse("2026-02"),
            )
            record_estimate(start, recording=recording, today=DAY)
    capacity.run(on("2026-06-18"), draws=400)
    return on("2026-06-18")


def test_chains_answer_by_facts_and_with_estimates(at):
    """Baselines and national figures are facts by either answer, so that two outputs differ by the gain alone."""
    rows = [row for row in rows_of(ask("supply-chain", at)) if row["gain_as"] == "p50"]
    gains = {
        (row["mineral"], row["stage"], row["year"]): row
        for row in rows_of(ask("production-gains", at))
        if (row["standing"], row["counts"]) == ("domestic", "true")
    }
    more = set()
    for row in rows:
        gain = gains.get((row["mineral"], row["stage"], row["year"]))
        if not row["stage_output_facts"] or gain is None:
            continue
        added = Decimal(gain["p50_estimated"] or 0) - Decimal(gain["p50_facts"] or 0)
        assert Decimal(row["stage_output_estimated"]) - Decimal(row["stage_output_facts"]) == added, row
        if added > 0:
            assert 0 < Decimal(row["estimated_share"]) < 1, row
            more.add(row["stage"])
    assert more == {"rare-earths-magnet-chain-magnet"}

    (metal,) = [row for row in rows if (row["stage"], row["year"]) == ("tantalum-niobium-metal", "2035")]
    assert (metal["stage_output_facts"], metal["binds_facts"]) == ("", "false")
    assert (metal["stage_output_estimated"] != "", metal["binds_estimated"]) == (True, "true")
    assert "elk-creek" in metal["left_out_facts"]
    assert "elk-creek" not in metal["left_out_estimated"]

    named = [
        note.partition(":")[0] for note in ask("supply-chain", at).notes if note.startswith("tantalum-niobium, by")
    ]
    assert named == ["tantalum-niobium, by P50 with estimates", "tantalum-niobium, by P50 of facts only"]

    flows = {one.flow.chain: one.flow for one in chains_page.page(at).sections}
    bar = next(bar for bar in flows["tantalum-niobium"].bars if bar.name == "metal")
    assert (bar.solid, bar.hatched) == (0.0, bar.width)
    assert not bar.is_narrowest, "no other stage is known, so it is no narrower than one"
    assert "no stage but metal is known, which could carry " in flows["tantalum-niobium"].summary
    assert bar.text.endswith("est.; facts unknown")
    assert "By facts only the narrowest stage is unknown" in flows["tantalum-niobium"].summary
    assert {bar.hatched for bar in flows["copper"].bars if bar.is_known} == {0.0}
    assert (flows["tantalum-niobium"].is_hatched, flows["copper"].is_hatched) == (True, False)

    # Elk Creek is the one plant of its line: twice its nameplate is twice its range, and facts draw nothing of it.
    assert "elk-creek" in project_names(at)
    same, twice = (what_if(at, Change(projects=("elk-creek",), nameplate_times=times)) for times in (None, Decimal(2)))
    pairs = [pair for pair in zip(same.lines, twice.lines, strict=True) if pair[0].stored.mineral == "nb"]
    assert any(line.estimated.changed["p90"] for line, _ in pairs)
    for line, doubled in pairs:
        assert line.estimated.stored == line.estimated.changed == doubled.estimated.stored
        assert abs(doubled.estimated.changed["p90"] - 2 * line.estimated.changed["p90"]) <= Decimal("0.00001")
        assert set(doubled.facts.changed.values()) == {None}


def test_a_bar_is_solid_as_far_as_facts_carry_it():
    # 100 of 200 by facts: half of the bar. Facts that give more than estimates carry none of what leads.
    assert part_by_facts(Decimal(100), Decimal(200)) == 0.5
    assert part_by_facts(Decimal(300), Decimal(200)) == 0
    assert part_by_facts(None, Decimal(200)) == 0


def test_a_by_product_is_asked_by_the_most_that_is_estimated():
    # 100 to 200 t of ore at 0.5: at most 100 t. A total has its baseline inside, an increment comes on top of it.
    figure = {"shape": "uniform", "low": "100.0", "high": "200.0"}
    half = {"shape": "fixed", "middle": "0.5"}
    increment = ProjectedPhase(baseline=Decimal(7), estimate={"size": {"figure": figure, "factor": half}})
    assert most_claimed(increment, None) == 107
    inside = {"shape": "uniform", "low": "0.0", "high": "20.0"}
    total = ProjectedPhase(estimate={"size": {"figure": figure, "factor": half, "baseline": inside}})
    assert most_claimed(total, None) == 100
    assert most_claimed(ProjectedPhase(), Decimal(3)) == 3
