"""Figures as a page shows them: three significant digits, a middle with its likely range."""

from decimal import Decimal

from record.calculations.formatting import likely, three_digits, three_in


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
    assert three_in("700,000 to 710,000 t/yr, 2028") == "700,000 to 710,000 t/yr, 2028"


def test_a_middle_has_its_range_and_an_estimate_is_marked():
    ends = Decimal(5_850), Decimal("17612.4"), Decimal("46800.2")
    assert likely(*ends, is_estimated=True) == "about 17,600 (5,850 to 46,800), est."
    assert likely(*ends, is_estimated=False) == "17,600 (5,850 to 46,800)"


def test_a_range_without_width_is_one_figure_and_no_middle_is_no_figure():
    full = Decimal("9297.8")
    assert likely(full, full, full, is_estimated=False) == "9,300"
    assert likely(Decimal(1), None, Decimal(2), is_estimated=True) is None
