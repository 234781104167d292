import csv
from decimal import Decimal
from pathlib import Path

import pytest

from projects import reference
from projects.calculations.units import SI, Conversion, Conversions, Converted, NotConvertible, in_unit_of_account

ROWS = [
    Conversion("Li", "Li2O", Decimal("2.1527"), "stoichiometry"),
    Conversion("Li2O", "LCE", Decimal("2.4729"), "stoichiometry"),
    Conversion("Spodumene", "Li2O", Decimal("0.05"), "yield", Decimal("0.04"), Decimal("0.06")),
]


def test_a_conversion_keeps_the_reported_figure_and_the_factors_used():
    found = Conversions(ROWS).convert(Decimal(1000), "Spodumene", "LCE")
    assert found == Converted(Decimal(1000), Decimal("123.645"), (ROWS[2], ROWS[1]))
    assert (found.factor, found.low, found.high) == (Decimal("0.123645"), Decimal("98.916"), Decimal("148.374"))
    assert found.bases == ("yield", "stoichiometry")


def test_a_direct_factor_comes_before_a_way_round():
    direct = Conversion("Li", "LCE", Decimal("5.3233"), "stoichiometry")
    assert Conversions([*ROWS, direct]).path("Li", "LCE") == (direct,)


def test_no_factor_is_turned_round():
    found = Conversions(ROWS).convert(Decimal(1), "LCE", "Li")
    assert found == NotConvertible(Decimal(1), "not convertible: no factor leads from LCE to Li")


def test_the_same_product_needs_no_factor():
    assert Conversions([]).convert(Decimal(7), "LCE", "LCE") == Converted(Decimal(7), Decimal(7), ())


def test_two_factors_of_one_pair_are_refused():
    with pytest.raises(ValueError, match="has two factors"):
        Conversions([*SI, *SI])


def test_the_record_states_the_factor_to_the_unit_of_account():
    gallium = in_unit_of_account(Decimal(50), "t", "kg Ga", Decimal(1000))
    assert (gallium.amount, gallium.reported) == (50_000, 50)
    assert in_unit_of_account(Decimal(2500), "t", "t REO", None) == NotConvertible(
        Decimal(2500), "not convertible: t has no factor to t REO"
    )


def reference_rows():
    def number(text):
        return Decimal(text) if text else None

    with (Path(reference.__file__).parent / "conversions.csv").open(encoding="utf-8", newline="") as file:
        return [
            Conversion(
                row["from_product"],
                row["to_product"],
                Decimal(row["factor"]),
                row["basis"],
                number(row["low"]),
                number(row["high"]),
            )
            for row in csv.DictReader(file)
        ]


def test_the_reference_rows_go_together():
    factors = Conversions([*reference_rows(), *SI])
    lithium = factors.convert(Decimal(1000), "Li (contained)", "Li2CO3 (LCE)")
    assert (lithium.amount, lithium.bases) == (Decimal("5323.3"), ("stoichiometry",))
    assert len(factors.convert(Decimal(1), "pound", "metric ton").steps) == 2
    assert isinstance(factors.convert(Decimal(1), "NdFeB magnet finished", "Li2CO3 (LCE)"), NotConvertible)
