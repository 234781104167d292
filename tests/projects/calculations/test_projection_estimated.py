"""A run answers twice from the same draws: by facts only, and with estimates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.calculations.distributions import Distribution, Shape
from projects.calculations.draws import Draws
from projects.calculations.estimates import Estimate, Size
from projects.calculations.months import Horizon
from projects.calculations.phases import Odds
from projects.calculations.projection import project
from record.calculations.partial_dates import PartialDate
from tests.projects.calculations.projection_cast import MIXTURE, S1, TEN_YEARS, many_phases, phase, with_estimates

FEW = Draws(seed=20260618, count=500, mixture=MIXTURE)


def values(bands):
    return {
        key: [getattr(band, name).tolist() for name in ("p10", "p50", "p90", "mean")] for key, band in bands.items()
    }


@pytest.fixture(scope="module")
def cast():
    return with_estimates(many_phases(48))


def test_facts_only_are_the_answer_without_any_estimate(cast):
    """To the last digit: an estimate takes nothing from the streams of the facts."""
    bare = project([replace(one, estimate=None) for one in cast], TEN_YEARS, FEW)
    found = project(cast, TEN_YEARS, FEW)
    assert values(found.by_phase) == values(bare.by_phase)
    assert values(found.by_line) == values(bare.by_line)
    assert found.not_drawn == bare.not_drawn
    assert found.lines_estimated
    assert found.lines_rough


@pytest.mark.parametrize(("phases_a_chunk", "draws_a_chunk"), [(1, 500), (7, 123)], ids=str)
def test_workers_chunks_and_order_do_not_show(cast, phases_a_chunk, draws_a_chunk):
    whole = project(cast, TEN_YEARS, FEW, workers=1, phases_a_chunk=1_000)
    shuffled = Random(3).sample(cast, len(cast))
    again = project(shuffled, TEN_YEARS, FEW, phases_a_chunk=phases_a_chunk, draws_a_chunk=draws_a_chunk)
    for name in ("phases_estimated", "lines_estimated", "lines_rough"):
        assert values(getattr(again, name)) == values(getattr(whole, name))


def test_a_line_of_facts_and_estimates_adds_up_by_draw():
    """1,000 t by facts and 500 t by an estimate that is certain: 1,500 t at each percentile."""
    line = ("Li", "chemical", "domestic")
    certain = {"due": "2020", "odds": Odds(1.0), "curve": S1, "happened": True, "line": line}
    fixed = Estimate(Size(Distribution(Shape.FIXED, middle=500)))
    found = project(
        [phase("known", added="1000", **certain), phase("open", added=None, estimate=fixed, **certain)], TEN_YEARS, FEW
    )
    facts, estimated = found.by_line[line].amounts("p50")[-1], found.lines_estimated[line].amounts("p50")[-1]
    assert facts == Decimal("950")
    assert estimated == Decimal("1425")


def test_a_rough_size_is_in_no_answer_with_estimates():
    line = ("Ga", "primary", "domestic")
    wide = Estimate(Size(Distribution(Shape.TRIANGULAR, low=5_850, middle=17_550, high=46_800)))
    one = phase("gallium", due="2027", added=None, odds=Odds(1.0), estimate=wide, line=line)
    found = project([one], TEN_YEARS, FEW)
    assert line not in found.by_line
    assert line not in found.lines_estimated
    assert 0 < found.lines_rough[line].amounts("p10")[-1] < found.lines_rough[line].amounts("p90")[-1] < 46_800


@settings(max_examples=15)
@given(which=st.integers(0, 11), due=st.sampled_from(["2027", "2028-Q3", "2030-05-01"]), added=st.integers(1, 90_000))
def test_a_fact_that_replaces_an_estimate_moves_that_phase_alone(which, due, added):
    cast = with_estimates(many_phases(48))
    open_ones = [one for one in cast if one.estimate]
    chosen = open_ones[which]
    known = replace(
        chosen,
        added=Decimal(added),
        estimate=None,
        start=replace(chosen.start, due=PartialDate.parse(due), happened=False),
    )
    before = project(cast, TEN_YEARS, FEW).phases_estimated
    after = project([known if one is chosen else one for one in cast], TEN_YEARS, FEW).phases_estimated
    others = before.keys() - {chosen.slug}
    assert values({slug: before[slug] for slug in others}) == values({slug: after[slug] for slug in others})


def test_what_is_past_and_has_not_come_is_drawn_by_what_is_left_with_estimates_only():
    """Due in 2024, seen in 2026: by facts half of the draws start on the very day, with estimates they spread."""
    one = phase("late", due="2024-06-18", odds=Odds(1.0, 24, 0.857), curve=S1)
    found = project([one], Horizon.years(2026, 3, date(2026, 6, 18)), FEW)
    assert found.by_phase["late"].amounts("p50")[0] > found.phases_estimated["late"].amounts("p50")[0]
