from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.position import (
    Alert,
    alerts,
    as_converted,
    as_converted_and_exercised_share,
    basic_share,
    diluted,
    fully_diluted_share,
)


def test_preferred_shares_convert_into_whole_common_shares():
    # 400,000,000 / 30.03 = 13,320,013.32
    assert as_converted(Decimal(400_000), Decimal(1_000), Decimal("30.03")) == 13_320_013
    assert 13_320_013 + 11_201_659 == 24_521_672


def test_a_conversion_price_of_zero_is_an_error():
    with pytest.raises(ValueError, match="conversion price of 0"):
        as_converted(Decimal(1), Decimal(1), Decimal(0))


def test_three_percentages_of_one_holding():
    held, conversion, rights, outstanding = (Decimal(number) for number in (10, 20, 30, 200))
    assert basic_share(held, outstanding) == Decimal("0.05")
    assert as_converted_and_exercised_share(held, conversion, rights, outstanding) == Decimal("0.30")
    assert fully_diluted_share(held, conversion, rights, outstanding, Decimal(100)) == Decimal("0.2")


def test_conversion_and_warrant_are_one_stake_over_the_shares_before_them():
    share = as_converted_and_exercised_share(Decimal(0), Decimal(13_320_013), Decimal(11_201_659), Decimal(163_500_000))
    assert round(share, 4) == Decimal("0.1500")


def test_without_a_share_count_there_is_no_percentage():
    one = Decimal(1)
    assert basic_share(one, None) is None
    assert as_converted_and_exercised_share(one, one, one, None) is None
    assert fully_diluted_share(one, one, one, None, one) is None
    assert fully_diluted_share(one, one, one, one, None) is None


def test_a_count_of_zero_is_an_error_and_not_a_percentage():
    with pytest.raises(ValueError, match="no count to divide by"):
        basic_share(Decimal(1), Decimal(0))


@pytest.mark.parametrize(
    ("share", "reached"),
    [
        ("0.0499", []),
        ("0.05", ["0.05"]),
        ("0.15", ["0.05", "0.10", "0.15"]),
        ("0.1989", ["0.05", "0.10", "0.15"]),
        ("0.199", ["0.05", "0.10", "0.15", "0.199"]),
    ],
)
def test_alerts_at_5_10_15_and_19_9_percent(share, reached):
    assert alerts(Decimal(share)) == tuple(Alert(Decimal(level)) for level in reached)


def test_the_contractual_cap_is_a_level_of_its_own():
    cap = Decimal("0.199")
    assert alerts(Decimal("0.199"), cap=cap)[-1] == Alert(cap, is_cap=True)
    assert alerts(Decimal("0.08"), cap=Decimal("0.075")) == (
        Alert(Decimal("0.05")),
        Alert(Decimal("0.075"), is_cap=True),
    )
    assert alerts(None, cap=cap) == ()


def test_owners_keep_what_newcomers_leave_of_the_enlarged_whole():
    assert diluted(Decimal("0.62"), by=Decimal("0.05")) == Decimal("0.5890")


positive = st.decimals(min_value="0.01", max_value=10**9, places=2)


@given(positive, positive, positive)
def test_a_conversion_never_gives_more_than_the_face_pays_for(shares, original, conversion):
    common = as_converted(shares, original, conversion)
    assert common == int(common)
    assert common * conversion <= shares * original < (common + 1) * conversion


@given(*[st.decimals(min_value=0, max_value=10**10, places=0)] * 3, positive)
def test_dilution_never_raises_a_percentage(held, conversion, rights, outstanding):
    basic = basic_share(held, outstanding)
    converted = as_converted_and_exercised_share(held, conversion, rights, outstanding)
    assert basic <= converted
    assert fully_diluted_share(held, conversion, rights, outstanding, conversion + rights) <= converted
