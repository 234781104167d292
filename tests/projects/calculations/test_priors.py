"""What may be recorded as a curve, as shares, as odds; refused with the numbers and the next step."""

from decimal import Decimal

import pytest

from projects.calculations.priors import refused_curve, refused_mixture, refused_odds, slip_p90, slip_sigma


def d(text):
    return Decimal(text)


def test_the_reconstructed_curves_are_taken():
    for numbers in (("100.5", "3.8", "1.1"), ("95.5", "5.6", "0.95"), ("87", "8.6", "1"), ("59", "10", "0.95")):
        assert refused_curve(*map(d, numbers)) == {}


@pytest.mark.parametrize(
    ("field", "numbers", "sentence"),
    [
        (
            "asymptote_percent",
            ("140", "3.8", "1"),
            "A plant does not tend to 140% of nameplate. Give a percentage above 0 and at most 110.",
        ),
        ("asymptote_percent", ("0", "3.8", "1"), "A plant does not tend to 0% of nameplate."),
        ("tau_months", ("90", "0", "1"), "A climb with a tau of 0 months cannot be drawn. Give months above 0"),
        ("shape", ("90", "4", "-1.5"), "A shape of -1.5 bends no curve. Give a number above 0 and at most 10."),
    ],
)
def test_what_is_no_curve_is_refused_with_its_number(field, numbers, sentence):
    assert refused_curve(*map(d, numbers))[field].startswith(sentence)


def test_shares_that_do_not_sum_to_one_are_refused_with_what_is_missing():
    assert refused_mixture({"S1": d("0.3"), "S2": d("0.7"), "own": None}) == ""
    assert refused_mixture({"S1": d("0.4"), "S2": d("0.7")}) == (
        "The shares sum to 110%: S1 40%, S2 70%. Take away 10%, so that they sum to 100%."
    )
    assert refused_mixture({"S1": d("0.25")}) == "The shares sum to 25%: S1 25%. Add 75%, so that they sum to 100%."
    assert refused_mixture({"S1": d("1.2"), "S2": d("-0.2")}).startswith("The share of S1 is 120%.")


def test_odds_lie_inside_their_range_and_slips_are_never_early():
    assert refused_odds(success_share=d("0.45"), low=d("0.28"), high=d("0.62"), median=d(24), p90=d(72)) == {}
    assert refused_odds(success_share=d("45")) == {
        "success_share": "4500% is no share of plants. Give a percentage from 0 to 100."
    }
    assert refused_odds(success_share=d("0.2"), low=d("0.28"))["success_share_low"] == (
        "The low end 28% lies above 20%. Lower it."
    )
    assert "would be early" in refused_odds(success_share=None, median=d(-1))["slip_median_months"]
    assert refused_odds(success_share=None, median=d(24), p90=d(9))["slip_p90_months"] == (
        "Nine slips in ten stay within 9 months, but the median is 24. Give a median of at most 9."
    )
    assert "nothing slips" in refused_odds(success_share=None, median=d(0), p90=d(9))["slip_p90_months"]


def test_sigma_follows_from_the_median_and_the_ninth_in_ten():
    assert round(slip_sigma(d(9), d(24)), 3) == d("0.765")  # as the reference's file has it
    assert slip_sigma(d(0), d(0)) is None
    assert slip_p90(d(9), d("0.765338")) == d("24.0")
