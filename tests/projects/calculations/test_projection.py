from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from random import Random

import numpy as np
import pytest

from benchmarks import projection as benchmark
from projects.calculations.draws import Draws
from projects.calculations.months import Horizon
from projects.calculations.phases import Odds, Start
from projects.calculations.projection import project
from projects.calculations.tallies import joined, tally
from record.calculations.partial_dates import PartialDate
from tests.projects.calculations.projection_cast import AS_OF, MIXTURE, S1, S3, STAGES, TEN_YEARS, many_phases, phase

CERTAIN = Odds(1.0)
KNOWN = [Decimal(text) for text in ("0", "939.575575", "973.46084", "771.793517")]
FEW = Draws(seed=20260618, count=1_000, mixture=MIXTURE)


def assert_same(one, other):
    assert one.not_drawn == other.not_drawn
    for bands, again in ((one.by_phase, other.by_phase), (one.by_line, other.by_line)):
        assert bands.keys() == again.keys()
        for key, band in bands.items():
            for measure in ("p10", "p50", "p90", "mean"):
                assert getattr(band, measure).tolist() == getattr(again[key], measure).tolist(), (key, measure)


@pytest.fixture(scope="module")
def cast():
    return many_phases(60)


@pytest.fixture(scope="module")
def reference(cast):
    return project(cast, TEN_YEARS, FEW, workers=1, phases_a_chunk=1_000, draws_a_chunk=1_000)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("phases_a_chunk", "draws_a_chunk"), [(1, 1_000), (7, 333), (60, 61)], ids=str)
def test_workers_chunks_and_order_do_not_show(cast, reference, workers, phases_a_chunk, draws_a_chunk):
    shuffled = Random(workers).sample(cast, len(cast))
    again = project(
        shuffled, TEN_YEARS, FEW, workers=workers, phases_a_chunk=phases_a_chunk, draws_a_chunk=draws_a_chunk
    )
    assert_same(again, reference)


def test_processes_do_not_show_either(cast, reference):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert_same(project(cast, TEN_YEARS, FEW, phases_a_chunk=7, pool=pool), reference)


def test_tallies_of_a_fan_out_join_to_the_same_sums(cast):
    whole = tally(cast, TEN_YEARS, FEW, range(1_000))
    pieces = [
        tally(cast[first : first + 25], TEN_YEARS, FEW, draws)
        for draws in (range(600, 1_000), range(600))
        for first in (50, 0, 25)
    ]
    again = joined(pieces)
    assert again.sums.keys() == whole.sums.keys()
    assert all(np.array_equal(again.sums[line], whole.sums[line]) for line in whole.sums)
    assert all(np.array_equal(again.counts[slug][1], whole.counts[slug][1]) for slug in whole.counts)
    with pytest.raises(ValueError, match="missing or there twice"):
        joined([*pieces, tally(cast, TEN_YEARS, FEW, range(1_001, 1_002))])
    with pytest.raises(ValueError, match="lack draws"):
        joined(pieces[:-1])
    with pytest.raises(ValueError, match="drawn twice"):
        joined([*pieces, pieces[0]])


def test_a_further_phase_changes_no_other(cast, reference):
    more = project([*cast, phase("new", odds=CERTAIN)], TEN_YEARS, FEW)
    assert all(more.by_phase[slug].p50.tolist() == band.p50.tolist() for slug, band in reference.by_phase.items())


def test_percentiles_are_numpys_linear_after_summing_within_a_draw(cast, reference):
    sums = tally(cast, TEN_YEARS, FEW, range(1_000)).sums
    for line, values in sums.items():
        expected = np.percentile(values, [10, 50, 90], axis=0, method="linear")
        band = reference.by_line[line]
        assert np.abs(np.array([band.p10, band.p50, band.p90]) - expected).max() <= 0.6  # millionths
        assert np.abs(band.mean - values.mean(axis=0)).max() <= 0.6


def test_the_band_of_a_phase_is_that_of_a_line_of_its_own(cast, reference):
    alone = project([replace(one, line=(one.slug,)) for one in cast], TEN_YEARS, FEW)
    for slug, band in reference.by_phase.items():
        for measure in ("p10", "p50", "p90", "mean"):
            assert getattr(band, measure).tolist() == getattr(alone.by_line[(slug,)], measure).tolist()


def test_without_risk_every_draw_is_the_forecast():
    thacker_pass = phase(due="2027-01", added="40000", odds=CERTAIN)
    band = project([thacker_pass], TEN_YEARS, FEW).by_phase["plant"]
    assert band.p10.tolist() == band.p90.tolist() == band.mean.tolist()
    assert round(band.amounts("p50")[1], 1) == Decimal("15246.9")  # 40,000 x 0.95 x 0.401234
    assert band.amounts("p50")[0] == 0


def test_a_phase_succeeds_as_often_as_its_odds_say():
    many = Draws(seed=1, count=20_000)
    band = project([phase(due="2027-01", odds=Odds(0.45), curve=S1)], TEN_YEARS, many).by_phase["plant"]
    certain = project([phase(due="2027-01", odds=CERTAIN, curve=S1)], TEN_YEARS, many).by_phase["plant"]
    assert band.mean[5] / certain.mean[5] == pytest.approx(0.45, abs=0.01)
    assert project([phase(odds=Odds(0.0))], TEN_YEARS, many).by_phase["plant"].mean.tolist() == [0] * 10


def test_an_operating_phase_survives_each_year_with_its_odds():
    many = Draws(seed=1, count=20_000)
    running = phase(due="2010-01", happened=True, odds=Odds(0.9, yearly=True), curve=S1)
    band = project([running], Horizon.years(2027, 4, date(2027, 1, 1)), many).by_phase["plant"]
    steady = 1200 * 0.95 * 10**6
    assert (band.mean / steady).tolist() == pytest.approx([0.9, 0.81, 0.729, 0.6561], abs=0.01)


def test_the_median_slip_moves_the_median_start():
    slipping = phase(due="2027-01-01", odds=Odds(1.0, 9, 0.765), curve=S1)
    months = Horizon(12 * 2027, 24, AS_OF, months=1)
    counts = tally([slipping], months, Draws(seed=1, count=20_001), range(20_001)).counts["plant"][1]
    started = np.cumsum(counts) / 20_001  # by months after January 2027
    assert started[8] < 0.5 < started[9]
    assert abs(started[23] - 0.9) < 0.01  # nine in ten within 24 months


def test_nothing_starts_before_the_day_of_the_answer():
    overdue = phase(due="2024", odds=CERTAIN, curve=S1)
    horizon = Horizon(12 * 2026, 12, AS_OF, months=1)
    band = project([overdue], horizon, FEW).by_phase["plant"]
    assert band.p90[:5].tolist() == [0] * 5
    assert band.p10[5] > 0  # June 2026, the month of the day
    started = phase(due="2024-01", happened=True, odds=CERTAIN, curve=S1)
    assert project([started], horizon, FEW).by_phase["plant"].p10[0] > 0


def test_a_bare_year_is_spread_over_it():
    months = Horizon(12 * 2027, 13, AS_OF, months=1)
    counts = tally([phase(due="2027", odds=CERTAIN)], months, Draws(seed=1, count=24_000), range(24_000)).counts
    table, drawn = counts["plant"]
    assert table.origin == 12 * 2027
    assert drawn[:12].tolist() == pytest.approx([2_000] * 12, rel=0.1)
    assert drawn[12:].sum() == 0


def test_phases_of_one_milestone_start_and_fail_together():
    start = Start("shared", PartialDate.parse("2027"), mineral="Li", group="p")
    both = [phase(slug, odds=STAGES["fs"], start=start, line=(slug,)) for slug in ("a", "b")]
    sums = tally(both, TEN_YEARS, FEW, range(1_000)).sums
    assert np.array_equal(sums[("a",)], sums[("b",)])


def test_a_shared_factor_makes_phases_rise_and_fall_together():
    def correlation(first, second):
        chosen = Draws(seed=1, count=20_000)
        pair = [phase("a", odds=Odds(0.5), line=("a",), **first), phase("b", odds=Odds(0.5), line=("b",), **second)]
        sums = tally(pair, TEN_YEARS, chosen, range(20_000)).sums
        return np.corrcoef(sums[("a",)][:, 8], sums[("b",)][:, 8])[0, 1]

    apart = {"mineral": "Ni", "group": "q"}
    # Successes of two normals with correlation r agree as 2/pi * asin(r) at p = 1/2.
    assert correlation({"mineral": "Li", "group": "p"}, apart) == pytest.approx(0, abs=0.03)
    assert correlation({"mineral": "Li", "group": "p"}, apart | {"mineral": "Li"}) == pytest.approx(0.128, abs=0.03)
    assert correlation({"mineral": "Li", "group": "p"}, {"mineral": "Li", "group": "p"}) == pytest.approx(
        0.262, abs=0.03
    )


def test_an_adverse_factor_raises_slip_where_it_lowers_success():
    start = Start("m", PartialDate.parse("2027-01-01"), mineral="Li", group="p")
    fails = phase("fails", odds=Odds(0.5), start=replace(start, slug="other"), line=("fails",))
    slips = phase("slips", odds=Odds(1.0, 12, 0.8), start=start, line=("slips",))
    sums = tally([fails, slips], TEN_YEARS, Draws(seed=1, count=5_000), range(5_000)).sums
    failed = sums[("fails",)][:, 9] == 0
    assert sums[("slips",)][failed, 3].mean() < sums[("slips",)][~failed, 3].mean()


def test_no_curve_is_drawn_by_the_shares_of_the_mixture():
    mixed = phase(due="2016-01", happened=True, odds=CERTAIN, curve=None)
    band = project([mixed], TEN_YEARS, Draws(seed=1, count=20_000, mixture=MIXTURE)).by_phase["plant"]
    steady = 0.3 + 0.3 * 0.955 + 0.27 * 0.87 + 0.13 * 0.59
    assert band.mean[5] / (1200 * 0.95 * 10**6) == pytest.approx(steady, abs=0.005)
    assert band.p10[5] / (1200 * 0.95 * 10**6) == pytest.approx(0.59, abs=0.001)


@pytest.mark.parametrize("odds", [CERTAIN, Odds(0.98, yearly=True), Odds(0.0)], ids=["ramp", "yearly", "never"])
def test_what_was_recorded_replaces_what_is_projected(odds):
    january, february = 12 * 2026, 12 * 2026 + 1
    running = phase(
        due="2010-01", happened=True, odds=odds, curve=S1, recorded={january: Decimal(40), february: Decimal(0)}
    )
    months = Horizon(january, 3, date(2026, 3, 1), months=1)
    band = project([running], months, FEW).by_phase["plant"]
    assert [band.amounts(measure)[:2] for measure in ("p10", "p50", "p90")] == [[40, 0]] * 3
    assert band.amounts("p90")[2] == (0 if odds.success_share == 0 else 95)


def test_the_straightforward_loop_gives_the_same_within_sampling_error():
    phases = benchmark.make_phases()[:40]
    draws = 400
    looped = benchmark.loop(phases, draws)
    assert benchmark.largest_gap(phases, looped) < 5
    found = project(phases, benchmark.HORIZON, Draws(benchmark.SEED, mixture=MIXTURE)).by_line
    for line, rows in looped.items():
        for measure, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
            limits = np.array(getattr(found[line], measure)) / 10**6
            values = np.array(rows)
            error = 5 * np.sqrt(share * (1 - share) / draws)
            assert ((values < limits - 0.01).mean(axis=0) < share + error).all()
            assert ((values <= limits + 0.01).mean(axis=0) > share - error).all()


def test_what_is_unknown_is_listed_and_not_drawn():
    asked = [
        phase("a", added=None, odds=CERTAIN),
        phase("b", due="", odds=CERTAIN),
        phase("c"),
        phase("d", odds=CERTAIN),
    ]
    answer = project(asked, TEN_YEARS, FEW)
    assert answer.not_drawn == {
        "a": "nameplate added is unknown",
        "b": "start is unknown",
        "c": "no odds for its stage",
    }
    assert list(answer.by_phase) == ["d"]


def test_what_cannot_be_answered_is_refused():
    with pytest.raises(ValueError, match="there twice"):
        project([phase(), phase()], TEN_YEARS, FEW)
    with pytest.raises(ValueError, match="too large"):
        project([phase(added="1e12", odds=CERTAIN)], TEN_YEARS, FEW)
    with pytest.raises(ValueError, match="sum to 0.9"):
        Draws(seed=1, mixture=((S1, 0.9),))
    with pytest.raises(ValueError, match="no curve"):
        project([phase(odds=CERTAIN, curve=None)], TEN_YEARS, Draws(seed=1))


def test_the_answer_of_a_seed_is_known_to_the_last_digit():
    band = project([phase(odds=STAGES["construction"], curve=S3)], TEN_YEARS, Draws(seed=1)).by_phase["plant"]
    assert [band.amounts(measure)[4] for measure in ("p10", "p50", "p90", "mean")] == KNOWN
