"""Who carries the middle of a line, and what would narrow it, against closed forms of three phases."""

from decimal import Decimal

import pytest

from projects.calculations.bands import band_of_sums
from projects.calculations.distributions import Distribution, Shape
from projects.calculations.draws import Draws
from projects.calculations.estimates import Estimate, Size
from projects.calculations.line_draws import Basis, contributions, line_draws, share_narrowed
from projects.calculations.phases import Odds
from projects.calculations.projection import project
from tests.projects.calculations.projection_cast import MIXTURE, S1, TEN_YEARS, many_phases, phase, with_estimates

DRAWS = Draws(seed=20260618, count=10_000, mixture=MIXTURE)
LINE = ("Li", "chemical", "domestic")
RUNNING = {"due": "2015", "odds": Odds(1.0), "curve": S1, "happened": True, "line": LINE}
LAST = TEN_YEARS.count - 1


def uniform(low: float, high: float) -> Estimate:
    return Estimate(Size(Distribution(Shape.UNIFORM, low=low, high=high)))


@pytest.fixture(scope="module")
def three():
    """Uniform sizes of width 100, 200 and 400: their variances are as 1 to 4 to 16, and nothing else varies."""
    return [
        phase(slug, added=None, estimate=uniform(1_000, 1_000 + width), **RUNNING)
        for slug, width in (("a", 100), ("b", 200), ("c", 400))
    ]


def test_the_share_narrowed_is_that_of_the_variance(three) -> None:
    """1, 4 and 16 of 21 parts."""
    line = line_draws(three, TEN_YEARS, DRAWS, Basis.ESTIMATES)
    shares = {one.whom: share_narrowed(one.drawn, line.total(LAST)) for one in line.unknowns if one.is_field}
    assert shares == pytest.approx({"a": 1 / 21, "b": 4 / 21, "c": 16 / 21}, abs=0.01)


def test_the_chance_of_one_plant_is_all_that_its_line_hangs_on() -> None:
    one = phase("plant", added="1000", **RUNNING | {"odds": Odds(0.6)})
    line = line_draws([one], TEN_YEARS, DRAWS, Basis.FACTS)
    shares = {(one.whom, one.what): share_narrowed(one.drawn, line.total(LAST)) for one in line.unknowns}
    assert shares == {("plant-start", "success"): pytest.approx(1.0)}


def test_a_line_that_does_not_vary_has_no_share() -> None:
    line = line_draws([phase("plant", added="1000", **RUNNING)], TEN_YEARS, DRAWS, Basis.FACTS)
    assert [share_narrowed(one.drawn, line.total(LAST)) for one in line.unknowns] == [None]


def test_parts_sum_to_the_middle_of_the_line(three) -> None:
    """3,350 t of nameplate in the middle at a steady share of 0.95."""
    known = phase("known", added="500", **RUNNING)
    line = line_draws([*three, known], TEN_YEARS, DRAWS, Basis.ESTIMATES)
    found = contributions(line, LAST)
    p50 = int(band_of_sums(line.total(LAST)[:, None]).p50[0])
    assert sum(one.carried for one in found) == p50
    assert {one.slug: one.is_estimated for one in found} == {"a": True, "b": True, "c": True, "known": False}
    assert next(one.carried for one in found if one.slug == "known") == pytest.approx(475_000_000, rel=0.001)
    assert p50 == pytest.approx(0.95 * 3_850 * 10**6, rel=0.01)


def test_nothing_carries_a_middle_of_nought() -> None:
    one = phase("plant", added="1000", **RUNNING | {"odds": Odds(0.3)})
    assert contributions(line_draws([one], TEN_YEARS, DRAWS, Basis.FACTS), LAST) == []


@pytest.mark.parametrize("basis", list(Basis))
def test_the_draws_are_those_that_the_run_added_up(basis) -> None:
    few = Draws(seed=1, count=400, mixture=MIXTURE)
    cast = with_estimates(many_phases(48))
    found = project(cast, TEN_YEARS, few)
    bands = {
        Basis.FACTS: found.by_line,
        Basis.ESTIMATES: found.by_line | found.lines_estimated,
        Basis.ROUGH: found.by_line | found.lines_estimated | found.lines_rough,
    }[basis]
    for line, band in bands.items():
        own = line_draws([one for one in cast if one.line == line], TEN_YEARS, few, basis)
        again = [band_of_sums(own.total(period)[:, None]).p50[0] for period in range(TEN_YEARS.count)]
        assert again == band.p50.tolist()
    assert Decimal(0) < sum(bands[line].amounts("p50")[-1] for line in bands)
