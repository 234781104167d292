import pytest

from portfolio.calculations.filter_match import NoSuchValue, Option, matched

AGENCIES = [
    Option("DOC", "Department of Commerce"),
    Option("DOE", "Department of Energy"),
    Option("DOW", "Department of War"),
]


def refused(text, options=AGENCIES):
    with pytest.raises(NoSuchValue) as error:
        matched(text, options, refused=f'No agency "{text}".')
    return str(error.value)


@pytest.mark.parametrize("text", ["DOE", "doe", " Doe ", "department of energy", "DEPARTMENT  OF ENERGY"])
def test_a_code_or_a_name_is_found_whatever_its_case(text):
    assert matched(text, AGENCIES, refused="") == "DOE"


@pytest.mark.parametrize("text", ["MP Materials", "mp materials corp", "MP Materials, Inc."])
def test_a_name_is_found_as_it_is_said(text):
    assert matched(text, [Option("mp", "MP Materials Corp."), Option("mpx", "MP Materials X")], refused="") == "mp"


def test_a_name_is_found_without_what_stands_in_brackets():
    war = Option("DOW", "Department of War (Department of Defense)")
    assert matched("Department of War", [*AGENCIES[:2], war], refused="") == "DOW"
    near = refused("department of w", [*AGENCIES[:2], war, Option("STATE", "Department of State")])
    assert "Did you mean DOW (Department of War (Department of Defense));" in near


def test_a_code_with_underscores_is_found_by_its_words():
    assert matched("Direct Loan", [Option("direct_loan", "loan")], refused="") == "direct_loan"


def test_the_code_as_written_comes_before_another_one_in_other_letters():
    assert matched("mp", [Option("MP"), Option("mp")], refused="") == "mp"


def test_what_nobody_has_is_refused_with_what_is_near():
    assert refused("DEO").startswith('No agency "DEO". Did you mean DO')
    assert "DOE (Department of Energy)" in refused("DEO")
    assert "DOW (Department of War)" in refused("Department of Wars")


def test_where_nothing_is_near_the_few_that_there_are_are_named():
    expected = "There are DOC (Department of Commerce); DOE (Department of Energy); DOW (Department of War)."
    assert refused("zzz").endswith(expected)
    assert refused("zzz", []) == 'No agency "zzz". There is none.'


def test_a_name_that_several_bear_is_refused_with_their_codes():
    assert "several: a (Mine); b (mine)" in refused("Mine", [Option("a", "Mine"), Option("b", "mine")])


MANY = [Option(f"x{number:02d}") for number in range(21)]


def test_of_more_than_twenty_the_first_is_an_example_and_twenty_are_all_named():
    assert refused("zzz", MANY) == 'No agency "zzz". Nothing is near it among 21, such as x00.'
    assert refused("zzz", MANY[:20]).startswith('No agency "zzz". There are x00; x01; x02;')
    assert refused("zzz", MANY[:20]).endswith("x18; x19.")


def test_near_are_those_that_begin_so_from_two_letters_on_and_three_at_most():
    names = [Option("A", "Zirconium and hafnium sponge"), Option("B", "Zinc concentrates of the west")]
    both = "Did you mean A (Zirconium and hafnium sponge); B (Zinc concentrates of the west)?"
    assert refused("zi", names).endswith(both)
    assert refused("zir", names).endswith("Did you mean A (Zirconium and hafnium sponge)?")
    assert refused("z", [*names, *MANY]).endswith(
        "Nothing is near it among 23, such as A (Zirconium and hafnium sponge)."
    )
    four = [Option(f"zinc {name} of a long name") for name in "abcd"]
    assert (
        refused("zi", four)
        == 'No agency "zi". Did you mean zinc a of a long name; zinc b of a long name; zinc c of a long name?'
    )
