"""What an estimate changes in the reports: beside the facts, by method, adding up, and what would narrow it."""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from portfolio.pages import production
from portfolio.positions.filters import Filters
from portfolio.reports.production import capacity, contributions, dependence, drivers, gains, what_to_find_out
from portfolio.services import capacity as projections
from projects.models import CapacityPhase, EstimatedField, EstimateRule, PhaseEstimate
from projects.services.phase_estimates import record_estimate
from record.calculations.partial_dates import PartialDate
from record.models import Channel
from record.services.recordings import open_recording

pytestmark = pytest.mark.long

DAY = date(2026, 6, 18)
ZINC = "crucible-clarksville-zinc"


def estimate(phase, field, **values):
    defaults = {"rule": EstimateRule.TOTAL_LESS_BASELINE, "reason": "a range that the test chose", "unit": "t/yr"}
    return PhaseEstimate(phase=CapacityPhase.objects.get(slug=phase), field=field, **{**defaults, **values})


@pytest.fixture
def zinc(on):
    """300,000 t in all from 2029, and a baseline of 100,000 to 125,000 t: an increment of 175,000 to 200,000."""
    with open_recording(by_name="test", why="a baseline in a known range", channel=Channel.JOB) as recording:
        record_estimate(
            estimate(ZINC, EstimatedField.BASELINE, shape="uniform", low=100_000, high=125_000),
            recording=recording,
            today=DAY,
        )
        record_estimate(
            estimate(
                "elk-creek-ferroniobium",
                EstimatedField.START,
                shape="lognormal",
                middle=42,
                high=72,
                unit="",
                rule=EstimateRule.LEAD_TIME,
                lead_time="j5",
                effective_on=PartialDate.parse("2026-02"),
            ),
            recording=recording,
            today=DAY,
        )
    projections.run(on("2026-06-18"), draws=400)
    return on("2026-06-18")


def of_year(report, at, year, phase=""):
    columns = {column.name: column for column in report.COLUMNS}
    return [
        {name: column.value(line) for name, column in columns.items()}
        for line in report.answer(at, Filters()).lines
        if columns["year"].value(line) == year and (not phase or columns["phase"].value(line) == phase)
    ]


def test_a_phase_with_an_estimate_has_both_answers_and_its_method(zinc):
    (row,) = of_year(capacity, zinc, 2040, ZINC)
    assert row["p50_facts"] is None
    assert Decimal(160_000) < row["p90_estimated"] < Decimal(190_000)
    assert row["size_class"] == "A"
    assert row["start_class"] == "A"
    assert row["estimated_fields"] == "baseline: 100,000 to 125,000 t/yr (total less a baseline in a known range)"
    assert row["why_not_estimated"] is None


def test_a_start_by_a_lead_time_names_its_row_and_is_of_class_c(zinc):
    (row,) = of_year(capacity, zinc, 2040, "elk-creek-ferroniobium")
    assert row["p50_facts"] is None
    assert row["p90_estimated"] > 0
    assert row["start_class"] == "C"
    assert row["estimated_fields"].startswith("start: 24.5")


def test_a_total_of_which_nothing_is_known_is_rough_and_in_no_middle(zinc):
    """Class C: from nothing to the whole total, drawn only when asked for."""
    (row,) = of_year(capacity, zinc, 2040, "crucible-clarksville-lead")
    assert row["size_class"] == "C"
    assert row["p50_estimated"] is None
    assert row["p10_rough"] < row["p90_rough"] <= Decimal(200_000)


def test_the_parts_add_up_to_the_middle(zinc):
    totals = {}
    for row in of_year(contributions, zinc, 2030):
        key = (row["mineral"], row["stage"], row["standing"], row["unit"])
        totals.setdefault(key, []).append(row["carried_estimated"])
    of_lines = {
        (row["mineral"], row["stage"], row["standing"], row["unit"]): row["p50_estimated"]
        for row in of_year(gains, zinc, 2030)
        if row["reach"] == "counted"
    }
    shown = {key: parts for key, parts in totals.items() if of_lines[key]}
    assert shown
    for key, parts in shown.items():
        assert sum(part or 0 for part in parts) == of_lines[key]


def test_the_promises_of_plants_add_up_to_the_promise_of_their_line(zinc):
    promised = defaultdict(list)
    for row in of_year(contributions, zinc, 2030):
        promised[row["mineral"], row["stage"], row["standing"], row["unit"]].append(row["promised"])
    checked = 0
    for row in of_year(gains, zinc, 2030):
        parts = promised.get((row["mineral"], row["stage"], row["standing"], row["unit"]), ())
        if row["reach"] == "counted" and row["promised"] is not None and parts:
            assert sum(part or 0 for part in parts) == row["promised"]
            checked += 1
    assert checked


def test_what_would_narrow_a_figure_names_its_range_and_the_form(zinc):
    rows = [row for row in of_year(what_to_find_out, zinc, 2030) if row["is_fact_missing"]]
    own = next(row for row in rows if row["unknown_of"] == ZINC)
    assert own["unknown_field"] == "baseline"
    assert own["range_in_force"] == "100,000 to 125,000 t/yr"
    assert own["record_at"].startswith("/admin/projects/capacityestimate/add/?phase=")
    assert own["who_to_ask"]
    assert 0 <= own["share_narrowed"] <= 1


def test_every_row_that_a_fact_or_a_statement_moves_leads_to_its_form(zinc):
    """Only the luck that plants share has no form. A start's chance is moved by what is said of its milestone."""
    rows = of_year(what_to_find_out, zinc, 2030)
    assert {row["unknown_field"] for row in rows if row["record_at"] is None} == {"shared factor"}
    assert {row["unknown_field"] for row in rows if row["fact_wanted"] is None} == {"shared factor"}
    own = {row["unknown_field"]: row for row in rows if row["unknown_of"] == "stibnite-first-production"}
    address = r"/admin/projects/milestoneforecast/add/\?milestone=\d+&kind="
    assert re.fullmatch(f"{address}actual", own["success"]["record_at"])
    assert re.fullmatch(f"{address}forecast", own["slip"]["record_at"])
    assert own["success"]["fact_wanted"] == "that it has started, or a newer stage"
    assert not own["success"]["is_fact_missing"]
    assert own["success"]["who_to_ask"]


def test_a_phase_without_a_firm_figure_is_a_row_whoever_has_a_stake_in_it(zinc):
    """Letters only (Westwin), conditional only, or no award: in no gain, and each with the fact that would do."""
    rows = [row for row in of_year(what_to_find_out, zinc, 2030) if row["unknown_field"] == "firm figure"]
    reaches = {row["unknown_of"]: row["reach"] for row in rows}
    assert reaches["westwin-lawton-nickel-and-cobalt-pilot"] == "letters only"
    assert reaches["phoenix-metallization-rare-earth-metals"] == "no award"
    told = {line.row.phase.slug: line.opened.wanted for line in capacity.answer(zinc, Filters()).lines if line.opened}
    assert {row["unknown_of"]: row["fact_wanted"] for row in rows}.items() <= told.items()
    assert all(row["record_at"].startswith("/admin/projects/capacityestimate/add/?phase=") for row in rows)
    assert {row["share_narrowed"] for row in rows} == {None}


def test_a_rough_range_is_told_apart_and_has_no_middle(zinc):
    """Copper of Clarksville: a total of 35,000 t, of which anything may be made today."""
    asked = production.page(zinc, "cu")
    assert ([one.name for one in asked.rough_only], asked.rough) == (["Copper"], [])
    (told,) = production.page(zinc, "cu", with_rough=True).rough
    assert told.title == "Rough: Copper, refinery"
    assert re.match(
        r"[\d,]+ to [\d,]+ t Cu a year, a rough range, if it produces: \d chances in 10 that it does by 2030",
        told.summary,
    )
    assert production.page(zinc, "magnet", with_rough=True).rough_only == []


def test_a_plant_that_estimates_alone_can_draw_makes_the_spread_with_estimates_and_none_by_facts(zinc):
    """Of zinc refining there is one plant, whose baseline is estimated: all of the spread, and nothing by facts."""
    rows = [row for row in of_year(drivers, zinc, 2030) if row["mineral"] == "zn"]
    assert {row["driver_kind"]: row["rank"] for row in rows} == {"project": 1, "milestone": 1}
    for row in rows:
        assert (row["spread_share_estimated"], row["spread_share_facts"]) == (1, None)
        assert (row["p50_carried_facts"], row["has_estimate"]) == (None, True)


@pytest.mark.parametrize("report", [contributions, what_to_find_out, dependence, drivers])
def test_the_year_that_is_asked_is_that_of_every_row(zinc, report):
    year = next(column for column in report.COLUMNS if column.name == "year")
    for asked, said in ((None, 2030), (2028, 2028), (2035, 2035)):
        lines = report.answer(zinc, Filters(year=asked)).lines
        assert {year.value(line) for line in lines} == {said}
