"""Shares of demand, checked by hand and against `worked_numbers` of the reference data."""

from decimal import Decimal

import pytest

from projects.calculations.demand import MORE_THAN_ALL, ShareOfDemand, in_words, is_old, percent, share_of_demand


def decimals(*numbers):
    return tuple(None if one is None else Decimal(one) for one in numbers)


def in_percent(share):
    return [round(float(one) * 100, 1) for one in (share.low, share.central, share.high)]


def test_magnet_share_direct():
    share = share_of_demand(decimals(7000, 7000, 7000), decimals(6000, 7500, 9000))
    assert in_percent(share) == [77.8, 93.3, 116.7]
    assert in_words(share) == "93.3% (77.8% to more than all direct use)"


def test_magnet_share_total_2030():
    share = share_of_demand(decimals(29000, 29000, 29000), decimals(37000, 37000, 37000))
    assert in_words(share) == "78.4%"


def test_alumina_gain():
    share = share_of_demand(decimals(290000, 290000, 290000), decimals(1900000, 2500000, 2640000))
    assert in_percent(share) == [11.0, 11.6, 15.3]


def test_thacker_pass_share():
    gain = decimals(40000, 40000, 40000)
    today = share_of_demand(gain, decimals(9582, 13551, 19164))
    assert (round(today.low * 100), round(today.high * 100)) == (209, 417)
    assert in_words(today) == MORE_THAN_ALL
    assert in_words(share_of_demand(gain, decimals(412000, 412000, 412000))) == "9.7%"


def test_only_the_low_end_below_all_of_it_is_told_in_percent():
    share = share_of_demand(decimals(10, 150, 300), decimals(100, 100, 100))
    assert in_words(share) == "more than all direct use; at the low end 10%"


def test_an_unknown_gain_has_no_share_and_no_words():
    share = share_of_demand((None, None, None), decimals(1, 2, 3))
    assert share == ShareOfDemand(None, None, None)
    assert in_words(share) == ""


def test_a_gain_of_nothing_is_a_share_of_nothing():
    share = share_of_demand(decimals(0, 0, 50), decimals(100, 100, 100))
    assert in_words(share) == "0% (0% to 50%)"


@pytest.mark.parametrize(
    ("share", "words"),
    [("1", "100%"), ("1.0000001", MORE_THAN_ALL), ("0.0001", "under 0.1%"), ("0", "0%"), ("0.9999", "under 100%")],
)
def test_percent_is_not_rounded_to_what_it_is_not(share, words):
    assert percent(Decimal(share)) == words


def test_a_demand_is_old_when_more_than_five_years_older_than_the_output():
    assert not is_old(2025, 2030)
    assert is_old(2025, 2031)
