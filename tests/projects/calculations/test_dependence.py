"""Dependence on a country, with numbers to check by hand."""

from decimal import Decimal as D

from projects.calculations.dependence import (
    Case,
    cases_of,
    of_use,
    quantities,
    reliance_after,
    reliances_after,
    together,
    unnamed,
)


def percent(found):
    return tuple(round(end * 100, 1) for end in found)


def test_zinc_falls_from_73_to_between_48_8_and_51_8_percent():
    use, output = D(820_000), D(220_000)
    (case,) = cases_of((((use - output) / use),) * 2, (use, use))
    assert round(case.reliance * 100, 1) == D("73.2")
    assert percent(reliances_after([case], (D(175_000), D(200_000)))) == (D("48.8"), D("51.8"))
    assert percent(reliances_after([case], (D(80_000), D(300_000)))) == (D("36.6"), D("63.4"))


def test_a_gain_beyond_all_imports_leaves_a_reliance_of_nought():
    assert reliance_after(Case(D("0.2"), D(100)), D(50)) == 0


def test_without_a_use_nothing_is_known_of_the_reliance_after():
    cases = cases_of((D("0.5"), D(1)), None)
    assert (reliances_after(cases, (D(1), D(2))), quantities(cases, (D(1), D(1)))) == (None, None)


def test_antimony_of_china_is_50_05_percent_of_use():
    assert of_use((D("0.91"), D("0.91")), (D("0.55"), D("0.55"))) == (D("0.5005"), D("0.5005"))


def test_cobalt_of_china_which_is_not_named_is_0_to_11_06_percent_of_use():
    share = unnamed([D("0.26"), D("0.16"), D("0.14"), D("0.14")], D("0.30"))
    assert share == (0, D("0.14"))
    assert of_use((D("0.79"), D("0.79")), share) == (0, D("0.1106"))


def test_a_country_that_is_not_named_has_no_more_than_the_others_together():
    assert unnamed([D("0.68"), D("0.06")], D("0.03")) == (0, D("0.03"))
    assert unnamed([D(1)], D(0)) == (0, 0)


def test_countries_that_are_not_named_have_together_no_more_than_the_others():
    """China 55%, and three that are not named: each at most 6%, together at most 19%, so at most 18%."""
    of_one = unnamed([D("0.55"), D("0.12"), D("0.08"), D("0.06")], D("0.19"))
    assert together([(D("0.55"), D("0.55"))], 3, of_one, D("0.19")) == (D("0.55"), D("0.73"))
    assert together([(D("0.55"), D("0.55"))], 4, of_one, D("0.19")) == (D("0.55"), D("0.74"))


def test_a_use_implied_by_a_class_falls_as_the_reliance_rises():
    """Lithium: 1,800 t Li imported net; over 50% is 1,800 to 3,600 t of use, and 1,800 t of imports at both ends."""
    cases = cases_of((D("0.5"), D(1)), (D(1_800), D(3_600)), is_use_implied=True)
    assert cases == (Case(D("0.5"), D(3_600)), Case(D(1), D(1_800)))
    assert quantities(cases, (D(1), D(1))) == (1_800, 1_800)
    assert reliances_after(cases, (D(900), D(900))) == (D("0.25"), D("0.5"))
    assert quantities(cases, (D("0.5"), D("0.5")), (D(900), D(900))) == (450, 450)
