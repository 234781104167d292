import pytest

from projects.calculations.draws import Draws
from projects.calculations.drivers import drivers
from projects.calculations.line_draws import Basis, line_draws
from projects.calculations.phases import Odds
from tests.projects.calculations.projection_cast import TEN_YEARS, phase

MANY = Draws(seed=1, count=20_001)


def found_of(*phases, by=lambda one: one.slug):
    return drivers(line_draws(phases, TEN_YEARS, MANY, Basis.FACTS), 9, by=by)


def test_the_larger_of_two_chances_makes_four_fifths_of_the_spread():
    # Variances go as the square of the nameplate: 2 x 2 against 1 x 1.
    large, small = found_of(phase("small", added="100", odds=Odds(0.5)), phase("large", added="200", odds=Odds(0.5)))
    assert (large.name, small.name) == ("large", "small")
    assert large.spread_share == pytest.approx(0.8, abs=0.02)
    assert large.spread_share + small.spread_share == pytest.approx(1)


def test_what_is_certain_carries_the_median_and_no_spread():
    plants = [phase("sure", due="2027-01", added="1000", odds=Odds(1.0)), phase("chance", added="100", odds=Odds(0.3))]
    chance, sure = found_of(*plants)
    assert (chance.name, chance.spread_share) == ("chance", pytest.approx(1, abs=0.02))
    assert sure.p50_carried > 800 * 10**6
    assert chance.p50_carried == 0  # more often than not it makes nothing


def test_phases_of_one_name_are_one_driver():
    pair = [phase("a", odds=Odds(0.5)), phase("b", odds=Odds(0.5)), phase("c", added=None, odds=Odds(0.5))]
    (only,) = found_of(*pair, by=lambda one: "project")
    assert only.spread_share == pytest.approx(1)


def test_without_spread_there_is_no_share():
    (only,) = found_of(phase(odds=Odds(0.0)))
    assert (only.spread_share, only.p50_carried) == (None, 0)
    assert found_of() == []
