"""A phase drawn with its estimates, beside the same phase drawn by facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from projects.calculations.distributions import Distribution, Shape, SizeClass
from projects.calculations.draws import Draws, Factors, rows_drawn
from projects.calculations.estimated_output import drawn
from projects.calculations.estimates import Estimate, Running, Size
from projects.calculations.lead_times import LeadTime
from projects.calculations.months import Horizon
from projects.calculations.output_tables import MILLION, table_of
from projects.calculations.phases import Odds
from projects.calculations.ramp_up import year_mean
from tests.projects.calculations.projection_cast import AS_OF, MIXTURE, S1, S3, STAGES, TEN_YEARS, phase

DRAWS = Draws(seed=20260618, count=4_000, mixture=MIXTURE)
ALL = range(DRAWS.count)
CERTAIN = Odds(1.0)


def fixed(amount: float) -> Distribution:
    return Distribution(Shape.FIXED, middle=amount)


def outputs(one, horizon=TEN_YEARS, draws=DRAWS):
    return drawn(one, horizon, draws, Factors(draws, range(draws.count)), range(draws.count))


@pytest.mark.parametrize("stage", ["fs", "construction", "operating"])
def test_without_an_estimate_the_draws_are_those_of_the_facts(stage) -> None:
    one = phase(due="2028", odds=STAGES[stage], curve=None, mineral="Li", group="dpa")
    table = table_of(one, MIXTURE, TEN_YEARS)
    facts = table.values[rows_drawn(one, table, TEN_YEARS, DRAWS, Factors(DRAWS, ALL), ALL)]
    assert (outputs(one).output() == facts).all()


def test_an_unknown_baseline_makes_the_gain_uniform_from_nought_to_the_total() -> None:
    """10,000 t in all, nothing known of today: at the steady share of 0.95 in the tenth year 950 to 8,550 t."""
    size = Size(fixed(10_000), Distribution(Shape.UNIFORM, low=0, high=10_000))
    one = phase(due="2026", added=None, odds=CERTAIN, curve=S1, happened=True, estimate=Estimate(size))
    last = outputs(one).output()[:, -1] / MILLION
    assert np.percentile(last, 10) == pytest.approx(950, rel=0.05)
    assert np.percentile(last, 90) == pytest.approx(8_550, rel=0.02)
    assert size.size_class is SizeClass.C


def test_half_of_the_draws_take_a_figure_of_unknown_kind_as_it_stands() -> None:
    size = Size(fixed(1_000), Distribution(Shape.UNIFORM, low=0, high=1_000), may_be_plain=True)
    one = phase(due="2026", added=None, odds=CERTAIN, curve=S1, happened=True, estimate=Estimate(size))
    amounts = outputs(one).fields["amount"]
    assert (amounts == 1_000).mean() == pytest.approx(0.5, abs=0.02)
    assert amounts.mean() == pytest.approx(750, rel=0.02)


def test_a_factor_from_a_range_of_grades_scales_the_figure() -> None:
    """85,000 t at 2 to 3 percent: 1,700 to 2,550 t, 2,125 in the mean."""
    size = Size(fixed(85_000), factor=Distribution(Shape.TRIANGULAR, low=0.02, middle=0.025, high=0.03))
    amounts = outputs(phase(added=None, odds=CERTAIN, estimate=Estimate(size))).fields["amount"]
    assert amounts.mean() == pytest.approx(2_125, rel=0.005)
    assert amounts.min() >= 1_700
    assert amounts.max() <= 2_550
    assert size.size_class is SizeClass.B


def test_a_start_without_a_date_comes_by_its_lead_time() -> None:
    """Counted from the day asked, median 42 months: half of the draws produce nothing by the end of 2029."""
    lead = LeadTime.by_p90(12 * 2026 + 5 + 17 / 30, 42, 72)
    one = phase(due=None, odds=CERTAIN, estimate=Estimate(lead=lead))
    by_2029 = outputs(one).output()[:, 3]
    assert (by_2029 == 0).mean() == pytest.approx(0.5, abs=0.03)


def test_a_lead_time_that_ran_out_is_unknown() -> None:
    lead = LeadTime.by_p90(12 * 2000, 20, 30)
    with pytest.raises(ValueError, match="overdue beyond its range"):
        outputs(phase(due=None, odds=CERTAIN, estimate=Estimate(lead=lead)))


def test_a_stated_start_that_is_past_is_drawn_from_what_is_left_of_its_slip() -> None:
    """Due two years ago with a median slip of 24 months: no heap of starts on the very day asked."""
    one = phase(due="2024-06-18", odds=Odds(1.0, 24, 0.857))
    facts = table_of(one, MIXTURE, TEN_YEARS)
    today = rows_drawn(one, facts, TEN_YEARS, DRAWS, Factors(DRAWS, ALL), ALL)
    heap = (today == today.min()).mean()
    starts = (outputs(replace(one, estimate=Estimate())).output()[:, 0] == 0).mean()
    assert heap == pytest.approx(0.5, abs=0.03)
    assert starts > 0.2


def test_the_ramp_of_a_running_plant_passes_through_the_newest_recorded_year() -> None:
    """1,200 t a year, 600 recorded in 2025: the curve of every draw gives 600 t in 2025."""
    horizon = Horizon.years(2025, 5, date(2026, 6, 18))
    for curve in (S1, S3, None):
        running = Running(12 * 2025, 12, 600.0)
        one = phase(due=None, odds=CERTAIN, curve=curve, estimate=Estimate(running=running))
        in_2025 = outputs(one, horizon).output()[:, 0] / MILLION
        assert in_2025.min() >= 560
        assert in_2025.max() <= 690


def test_a_running_plant_without_a_gap_between_its_figures_follows_its_curve() -> None:
    """A first year of S3 recorded: the next is the second year of S3."""
    first = 1_200 * 0.95 * year_mean(S3, 1)
    one = phase(due=None, odds=CERTAIN, estimate=Estimate(running=Running(12 * 2025, 12, first - 0.001)))
    horizon = Horizon.years(2025, 3, date(2026, 6, 18))
    found = outputs(one, horizon).output()[0] / MILLION
    assert found[0] == pytest.approx(first, rel=1e-6)
    assert found[1] == pytest.approx(1_200 * 0.95 * year_mean(S3, 2), rel=1e-6)


def test_what_was_recorded_is_not_scaled_by_the_size() -> None:
    size = Size(Distribution(Shape.UNIFORM, low=1_000, high=1_200))
    recorded = {12 * 2026 + 1: Decimal(3)}
    one = phase(due="2031", added=None, odds=CERTAIN, estimate=Estimate(size), recorded=recorded)
    assert set(outputs(one).output()[:, 0]) == {3 * MILLION}


def test_chunks_do_not_show() -> None:
    size = Size(fixed(85_000), factor=Distribution(Shape.TRIANGULAR, low=0.02, middle=0.025, high=0.03))
    one = phase(due=None, added=None, odds=STAGES["fs"], curve=None, mineral="REO", group="dpa",
                estimate=Estimate(size, LeadTime.by_p90(12 * 2026, 53, 90)))  # fmt: skip
    whole = outputs(one).output()
    parts = [drawn(one, TEN_YEARS, DRAWS, Factors(DRAWS, part), part).output()
             for part in (range(1_234), range(1_234, 4_000))]  # fmt: skip
    assert (np.concatenate(parts) == whole).all()
    assert TEN_YEARS.as_of == AS_OF
