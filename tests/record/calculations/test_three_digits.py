"""Figures as a page shows them: three significant digits, a middle with its likely range."""

from decimal import Decimal

import pytest

from record.calculations.formatting import compact, half_up, likely, percent, three_digits, three_in


def test_a_quantity_has_three_significant_digits_and_no_exponent():
    assert three_digits(Decimal("270011.893")) == "270,000"
    assert three_digits(Decimal("54.646739")) == "54.6"
    assert three_digits(Decimal("0.501900")) == "0.502"
    assert three_digits(Decimal("12300000000")) == "12,300,000,000"
    assert three_digits(Decimal("6.50")) == "6.5"
    assert three_digits(Decimal(0)) == "0"


def test_the_fractions_of_a_text_have_three_significant_digits_and_whole_numbers_stand():
    assert three_in("8.333333333 to 27 months") == "8.33 to 27 months"
    assert three_in("takes 20,661.8 t of mine, and 700.0 is made") == "takes 20,700 t of mine, and 700 is made"
    assert three_in("279,104.2 kg", 4) == "279,100 kg"
    assert three_in("700,000 to 710,000 t/yr, 2028") == "700,000 to 710,000 t/yr, 2028"


def test_a_middle_has_its_range_and_an_estimate_is_marked():
    ends = Decimal(5_850), Decimal("17612.4"), Decimal("46800.2")
    assert likely(*ends, is_estimated=True) == "about 17,600 (5,850 to 46,800), est."
    assert likely(*ends, is_estimated=False) == "17,600 (5,850 to 46,800)"


def test_a_range_without_width_is_one_figure_and_no_middle_is_no_figure():
    full = Decimal("9297.8")
    assert likely(full, full, full, is_estimated=False) == "9,300"
    assert likely(Decimal(1), None, Decimal(2), is_estimated=True) is None


@pytest.mark.parametrize(("share", "said"), [
    ("0.07945", "7.945%"), ("0.138462", "13.846%"), ("0.4", "40%"), ("1", "100%"), ("0", "0%"), ("-0.005", "-0.5%"),
    ("0.1234565", "12.346%"), ("0.000004", "under 0.001%"), ("0.999999", "under 100%"), ("1.25", "125%"),
])  # fmt: skip
def test_a_share_of_ownership_has_three_decimals_half_up(share, said):
    assert percent(Decimal(share)) == said


def test_a_half_goes_up_whether_it_is_a_decimal_or_a_float():
    """7.945 is kept in binary a little below it: rounded as a float it would be 7.94."""
    assert [three_digits(one) for one in (Decimal("7.945"), 7.945, 2.675, Decimal("0.0125"), -7.945)] == [
        "7.95", "7.95", "2.68", "0.0125", "-7.95",
    ]  # fmt: skip
    assert (half_up(0.07945, 4), half_up(Decimal("2.5"), 0)) == (Decimal("0.0795"), Decimal(3))
    assert (compact(Decimal("1245000000")), compact(Decimal("0.5"))) == ("$1.25B", "$1")
    assert percent(0.3645, 1) == "36.5%"
