"""Distributions of estimates and lead times, checked by hand and against `worked_numbers` of the reference data."""

import math

import numpy as np
import pytest

from projects.calculations.distributions import Distribution, Shape, SizeClass, size_class
from projects.calculations.lead_times import LeadTime
from projects.calculations.random_streams import normals, uniform

U = uniform(1, "u", 0, 100_000)


def test_a_uniform_baseline_of_zero_to_the_total_leaves_a_mean_of_half() -> None:
    """Total 10,000, baseline uniform from 0 to it: mean 5,000, P10 1,000, P90 9,000."""
    baseline = Distribution(Shape.UNIFORM, low=0, high=10_000)
    assert baseline.percentile(10) == pytest.approx(1_000)
    assert baseline.percentile(90) == pytest.approx(9_000)
    assert baseline.at(U).mean() == pytest.approx(5_000, rel=0.01)


def test_the_zinc_gain_of_an_unknown_baseline_is_177_500_to_197_500() -> None:
    """The P10 of the gain is at the P90 of the baseline."""
    baseline = Distribution(Shape.UNIFORM, low=100_000, high=125_000)
    assert 300_000 - baseline.percentile(90) == pytest.approx(177_500)
    assert 300_000 - baseline.percentile(10) == pytest.approx(197_500)


def test_a_symmetric_triangle_of_2_to_3_percent_has_its_mean_at_its_mode() -> None:
    grade = Distribution(Shape.TRIANGULAR, low=2.0, middle=2.5, high=3.0)
    drawn = 850 * grade.at(U)
    assert drawn.mean() == pytest.approx(2_125, rel=0.001)
    assert 1_700 <= drawn.min() < drawn.max() <= 2_550
    assert grade.percentile(50) == pytest.approx(2.5)


def test_a_lognormal_of_53_and_90_months_has_sigma_0_413_and_p10_31_2() -> None:
    lead = Distribution(Shape.LOGNORMAL, middle=53, high=90)
    assert lead.sigma == pytest.approx(0.413, abs=0.0005)
    assert lead.ends[0] == pytest.approx(31.2, abs=0.05)
    assert lead.percentile(90) == pytest.approx(90)


def test_values_are_drawn_by_their_shares() -> None:
    drawn = Distribution(Shape.DISCRETE, values=((10, 0.25), (20, 0.75))).at(U)
    assert set(drawn) == {10, 20}
    assert (drawn == 10).mean() == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(
    ("ends", "found"),
    [((5, 5), "A"), ((100, 120), "A"), ((100, 121), "B"), ((100, 160), "B"), ((100, 161), "C"), ((0, 1), "C")],
)
def test_the_size_class_goes_by_the_width(ends: tuple[float, float], found: str) -> None:
    assert size_class(ends) is SizeClass(found)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"shape": Shape.UNIFORM, "low": 2}, "needs its high"),
        ({"shape": Shape.UNIFORM, "low": 3, "high": 2.5}, "rise from low to high, not as 3, 2.5."),
        ({"shape": Shape.FIXED, "middle": -1}, "never negative"),
        ({"shape": Shape.FIXED, "middle": math.nan}, "finite"),
        ({"shape": Shape.FIXED, "middle": 1, "high": 2}, "has no high"),
        ({"shape": Shape.LOGNORMAL, "middle": 0, "high": 2}, "above 0"),
        ({"shape": Shape.DISCRETE}, "needs its values"),
        ({"shape": Shape.DISCRETE, "values": ((1, 0.5), (2, 0.4))}, "sum to 0.9"),
    ],
)
def test_figures_that_make_no_distribution_are_refused(figures: dict, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Distribution(**figures)


def test_the_chance_of_a_start_by_2030_is_26_7_percent() -> None:
    """Counted from July 2027 and asked for the end of 2030, 41 months on: Φ(ln(41 ÷ 53) ÷ 0.413)."""
    lead = LeadTime.by_p90(12 * 2027 + 6, 53, 90)
    assert lead.share_by(12 * 2027 + 6 + 41) == pytest.approx(0.267, abs=0.0005)


def test_the_chance_of_elk_creek_by_2028_is_30_8_percent() -> None:
    lead = LeadTime.by_p90(12 * 2026 + 1, 42, 72)
    assert lead.sigma == pytest.approx(0.421, abs=0.0005)
    assert lead.share_by(12 * 2026 + 1 + 34) == pytest.approx(0.308, abs=0.0005)


def test_a_start_that_has_not_come_is_drawn_from_what_is_left() -> None:
    """Median 42 months, 42 gone by: half is left, and half of that is gone where F reaches three quarters."""
    lead = LeadTime.by_p90(0.0, 42, 72)
    z, _ = normals(1, "start", 0, 100_000)
    months = lead.months_from(42.0, z, 400)
    median = 42 * math.exp(lead.sigma * 0.6744897501960817) - 42
    assert np.median(months) == math.floor(median)
    assert lead.percentile(42.0, 50) == pytest.approx(42 + median)
    assert months.min() >= 0


def test_an_adverse_draw_never_starts_earlier() -> None:
    z = np.linspace(-3, 3, 1000)
    months = LeadTime.by_p90(100.0, 20, 36).months_from(110.5, z, 300)
    assert (np.diff(months) >= 0).all()
    assert (months == 0).any()


def test_beyond_one_in_a_thousand_the_start_is_unknown() -> None:
    lead = LeadTime.by_p90(0.0, 10, 15)
    assert not lead.overdue_at(20)
    assert lead.overdue_at(40)
    with pytest.raises(ValueError, match="overdue beyond its range"):
        lead.months_from(40, np.zeros(3), 10)


def test_a_distribution_times_two_has_twice_each_quantile():
    for one in (
        Distribution(Shape.FIXED, middle=3.0),
        Distribution(Shape.UNIFORM, low=1.0, high=3.0),
        Distribution(Shape.TRIANGULAR, low=1.0, middle=2.0, high=4.0),
        Distribution(Shape.LOGNORMAL, middle=2.0, high=4.0),
        Distribution(Shape.DISCRETE, values=((1.0, 0.5), (3.0, 0.5))),
    ):
        assert one.times(2).percentile(30) == pytest.approx(2 * one.percentile(30))
        assert one.times(0).ends == (0, 0)
