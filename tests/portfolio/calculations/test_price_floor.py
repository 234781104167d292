"""A floor's support, its upside, break-even and discounting, each by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from portfolio.calculations.price_floor import break_even, discount_factor, discounted, top_up, upside
from portfolio.calculations.quarters import dated, last_day, only_quarter, quarter_named, quarter_of, share_within
from record.calculations.partial_dates import PartialDate

FLOOR = Decimal(110)


@pytest.mark.parametrize(("price", "support"), [(92, 18), (124, 0), (75, 35), (55, 55), (69, 41)])
def test_a_floor_of_110_at_the_averages_of_2021_to_2025_pays_18_0_35_55_and_41_a_kilogram(price, support):
    assert top_up(floor=FLOOR, reference=Decimal(price), kilograms=Decimal(1)) == support


def test_2599_t_at_60_are_paid_129_950_000_and_917_t_45_850_000():
    assert top_up(floor=FLOOR, reference=Decimal(60), kilograms=Decimal(2_599_000)) == 129_950_000
    assert top_up(floor=FLOOR, reference=Decimal(60), kilograms=Decimal(917_000)) == 45_850_000


def test_upside_is_the_share_of_what_the_price_is_above_the_floor():
    kilograms, share = Decimal(1_000_000), Decimal("0.30")
    # 30% of (124 − 110) × 1,000,000
    assert upside(floor=FLOOR, reference=Decimal(124), kilograms=kilograms, share=share) == 4_200_000
    assert upside(floor=FLOOR, reference=Decimal(92), kilograms=kilograms, share=share) == 0


def test_upside_pays_back_what_was_owed_at_the_break_even():
    # 60,000,000 ÷ (0.30 × 10,000,000 kg) = 20 above the floor
    found = break_even(floor=FLOOR, owed=Decimal(60_000_000), share=Decimal("0.3"), kilograms=Decimal(10_000_000))
    assert found == 130
    assert break_even(floor=FLOOR, owed=Decimal(1), share=Decimal(0), kilograms=Decimal(1)) is None
    assert break_even(floor=FLOOR, owed=Decimal(1), share=Decimal(1), kilograms=Decimal(0)) is None


def test_a_dollar_due_in_365_days_is_worth_1_over_1_plus_the_rate():
    start = date(2026, 12, 31)
    assert discount_factor(Decimal("0.25"), start, date(2027, 12, 31)) == Decimal("0.8")
    assert discount_factor(Decimal("0.25"), start, date(2028, 12, 30)) == Decimal("0.64")
    assert discount_factor(Decimal("0.25"), start, start) == 1
    assert discount_factor(Decimal(0), start, date(2028, 12, 30)) == 1
    assert discounted([Decimal(100), Decimal(100)], [Decimal("0.8"), Decimal("0.64")]) == 144


def test_a_quarter_has_its_name_its_last_day_and_its_part_of_a_term():
    quarter = quarter_of(date(2025, 11, 15))
    assert str(dated(quarter)) == "2025-Q4"
    assert last_day(quarter) == date(2025, 12, 31)
    assert share_within(quarter, date(2025, 10, 1), date(2035, 12, 31)) == 1
    assert share_within(quarter, date(2025, 12, 1), date(2035, 12, 31)) == Fraction(31, 92)
    assert share_within(quarter, date(2026, 1, 1), date(2035, 12, 31)) == 0
    assert only_quarter(PartialDate.parse("2025-12")) == quarter
    assert only_quarter(PartialDate.parse("2025")) is None
    assert quarter_named("2026") == quarter_named("2026-Q1") == quarter_of(date(2026, 1, 1))
    for text in ("2026-02", "2026-02-14", "2026-H1", "soon"):
        with pytest.raises(ValueError, match=r"is no (quarter|date)"):
            quarter_named(text)
