"""Printed units are compared by the measure that they begin with."""

from decimal import Decimal

from projects.calculations.units import in_measure, measure_of

FACTORS = {("kt", "t"): Decimal(1000), ("t", "kt"): Decimal("0.001"), ("t Cu", "kt"): Decimal(7)}


def test_a_measure_is_the_longest_that_a_unit_begins_with():
    known = {"t", "kt", "kt Cu"}
    assert measure_of("kt", known) == "kt"
    assert measure_of("kt Zn", known) == "kt"
    assert measure_of("kt Cu metal", known) == "kt Cu"
    assert measure_of("kta", known) is None
    assert measure_of("lb", known) is None
    assert measure_of("t", {"kt"}) is None


def test_a_unit_is_put_into_the_measure_of_another_with_its_factor():
    assert in_measure("kt Cu", "t LCE", FACTORS) == ("t Cu", Decimal(1000))
    assert in_measure("t LCE", "kt", FACTORS) == ("kt LCE", Decimal("0.001"))
    assert in_measure("kt", "t", FACTORS) == ("t", Decimal(1000))
    assert in_measure("t Cu", "kt", FACTORS) == ("kt", Decimal(7))


def test_without_a_factor_the_unit_stays_and_the_factor_is_1():
    for unit, other in (("kt Cu", "kt"), ("lb", "t"), ("kt", "lb"), ("lb", "oz"), ("t", "t")):
        assert in_measure(unit, other, FACTORS) == (unit, Decimal(1))
