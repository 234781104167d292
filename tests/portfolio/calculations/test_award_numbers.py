"""Two writings of one award number, and what a spreadsheet leaves of one."""

import pytest

from portfolio.calculations.award_numbers import bare_number, number_damage


def test_case_blanks_and_signs_are_no_part_of_a_number():
    assert bare_number(" de-ee 0010001/A ") == "DEEE0010001A"


def test_wide_letters_and_what_shows_nothing_are_no_other_number():
    assert bare_number("ＤＥ-ＥＥ001\u200b0001") == "DEEE0010001"


@pytest.mark.parametrize(
    "damaged", ["8.92433E+13", "8e+13", "8.9e13", "8,92433E+13", "89243323000012.0", " 89243323000012,00 "]
)
def test_what_a_spreadsheet_made_of_a_number_is_refused_with_the_next_step(damaged):
    assert number_damage(damaged) == (
        f'"{damaged.strip()}" is what a spreadsheet made of a longer award number: digits are lost. Take the number '
        "from the award or from the source's own file, with its column read as text."
    )


@pytest.mark.parametrize("whole", ["89243323000012", "8E13", "DE-EE0010001", "1.05", ""])
def test_a_number_as_an_agency_writes_it_stands(whole):
    assert number_damage(whole) is None
