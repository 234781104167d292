from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.position import (
    AS_AGREED,
    Alert,
    Conversion,
    OwnToCome,
    alerts,
    as_converted,
    as_converted_and_exercised_share,
    basic_share,
    carried_on,
    diluted,
    fully_diluted_share,
    own_to_come,
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


def test_a_split_carries_the_whole_shares_of_the_agreed_price_through():
    """1,000 for 30 are 33 whole shares of each; 10 of them are 333; one to two, then 666."""
    agreed = Conversion(Decimal(30), AS_AGREED)
    assert agreed.of(Decimal(10), Decimal(1_000)) == 333
    split = carried_on(agreed, Decimal(30), Decimal(15), Fraction(2))
    assert split == Conversion(Decimal(30), Fraction(2))
    assert split.of(Decimal(10), Decimal(1_000)) == 666
    again = carried_on(split, Decimal(15), Decimal(5), Fraction(3))
    assert again == Conversion(Decimal(30), Fraction(6))


def test_a_price_that_no_split_explains_is_a_new_agreement():
    agreed = Conversion(Decimal(30), Fraction(2))
    assert carried_on(agreed, Decimal(15), Decimal(15), Fraction(2)) == agreed
    assert carried_on(agreed, Decimal(15), Decimal(12), Fraction(2)) == Conversion(Decimal(12), AS_AGREED)


def own(*numbers: int) -> list[OwnToCome]:
    """Of which nothing was used yet."""
    return [OwnToCome(*(Decimal(number),) * 3) for number in numbers]


def test_ones_own_shares_to_come_are_counted_once():
    """The company says 5 and 3; one's own 3 is among them, 4 is not; 5 may be the sum of 2 and 3."""
    known = [Decimal(5), Decimal(3)]
    assert own_to_come(own(3), known) == 8
    assert own_to_come(own(3, 4), known) == 12
    assert own_to_come(own(3, 3), known) == 11
    assert own_to_come(own(2, 3), known) == 8
    assert own_to_come(own(2), []) == 2
    assert own_to_come([], known) == 8


def used(left: int, at_first: int, standing: int) -> OwnToCome:
    return OwnToCome(Decimal(left), Decimal(at_first), Decimal(standing))


@pytest.mark.parametrize(
    ("mine", "known", "expected"),
    [
        ([used(2, 5, 2)], [5, 3], 5),  # 3 of 5 were used
        ([used(0, 5, 0)], [5, 3], 3),  # all lapsed
        ([used(2, 5, 5)], [5, 3], 8),  # 3 of 5 were sold: another has them
        ([used(7, 5, 7)], [5, 3], 10),  # 2 came in kind
        ([used(13, 13, 13), used(0, 11, 0)], [24], 13),  # of both together the second was used
        ([used(2, 5, 2)], [2, 3], 5),  # the company says what is left
        ([used(2, 5, 2)], [4], 6),  # the company does not name them
    ],
)
def test_what_was_used_of_ones_own_is_no_longer_to_come(mine, known, expected):
    assert own_to_come(mine, [Decimal(number) for number in known]) == expected
