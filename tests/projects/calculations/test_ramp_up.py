import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.calculations.ramp_up import BILLION, Curve, monthly_shares, ramp_table, year_mean
from tests.projects.calculations.projection_cast import MIXTURE, S1, S3

CURVES = [curve for curve, _ in MIXTURE]


@pytest.mark.parametrize(
    ("curve", "mean"), list(zip(CURVES, ["70.6", "56.3", "40.1", "25.1"], strict=True)), ids=lambda one: str(one)[:12]
)
def test_first_year_means_in_percent(curve, mean):
    assert f"{100 * year_mean(curve, 1):.1f}" == mean


def test_nothing_is_made_before_the_start_and_never_more_than_nameplate():
    assert S1.at(0) == S1.at(-5) == 0
    assert S1.at(1_000) == S1.steady == 1  # L of 100.5 is capped
    assert S3.at(10_000) == S3.steady == 0.87


@given(st.sampled_from(CURVES), st.floats(0, 400), st.floats(0, 400))
def test_a_ramp_never_falls(curve, early, late):
    early, late = sorted((early, late))
    assert 0 <= curve.at(early) <= curve.at(late) <= 1


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_the_tables_are_the_same_on_every_machine(curve):
    # Another machine's exp may differ in its last place, about 1e-7 of a billionth: no entry is as near to a half.
    exact = [share * BILLION for share in monthly_shares(curve, 600)]
    assert all(abs(share % 1 - 0.5) > 1e-6 for share in exact)
    assert ramp_table(curve, 600) == [round(share) for share in exact]


def test_what_is_no_curve_is_refused():
    for given_ in ((-1, 8, 1), (87, 0, 1), (87, 8, 0)):
        with pytest.raises(ValueError, match="no ramp-up curve"):
            Curve("broken", *given_)
    with pytest.raises(ValueError, match="before the start"):
        year_mean(S3, 0)
