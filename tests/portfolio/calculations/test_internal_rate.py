"""XIRR: checked against figures by hand, and blank with the reason where there is not exactly one."""

from datetime import date

import numpy as np
import pytest

from portfolio.calculations.internal_rate import CHECK_FAILED, NO_FLOW, NO_NET, ONE_DAY, bisected, rates


def flows(*pairs: tuple[str, float]):
    days = np.array([date.fromisoformat(on).toordinal() - date(1970, 1, 1).toordinal() for on, _ in pairs])
    return days.astype(np.int64), np.array([amount for _, amount in pairs], dtype=np.float64)


def rate(*pairs):
    (found,) = rates([flows(*pairs)])
    return found


def test_ten_per_cent_in_365_days():
    found = rate(("2025-01-01", -100), ("2026-01-01", 110))
    assert (round(found.rate, 9), found.is_under_a_year) == (0.1, False)


def test_doubled_in_two_years_of_365_days_is_the_root_of_two():
    assert round(rate(("2025-01-01", -100), ("2027-01-01", 200)).rate, 9) == round(2**0.5 - 1, 9)


def test_days_are_actual_over_365_across_a_leap_year():
    # 366 days from 2024-01-01: 1.1 to the power of 365 / 366.
    assert round(rate(("2024-01-01", -100), ("2025-01-01", 110)).rate, 9) == round(1.1 ** (365 / 366) - 1, 9)


def test_excels_own_example():
    found = rate(
        ("2008-01-01", -10000), ("2008-03-01", 2750), ("2008-10-30", 4250), ("2009-02-15", 3250), ("2009-04-01", 2750)
    )
    assert round(found.rate, 7) == 0.3733625


def test_no_sign_change_has_no_rate():
    found = rate(("2025-01-01", -100), ("2026-01-01", -10))
    assert (found.rate, found.why) == (None, "the flows change their sign 0 times, not once")


def test_two_roots_have_no_rate():
    # −100, +230, −132 has the roots 10% and 20%.
    found = rate(("2025-01-01", -100), ("2026-01-01", 230), ("2027-01-01", -132))
    assert (found.rate, found.why) == (None, "the flows change their sign 2 times, not once")


def test_99_per_cent_lost_is_found():
    assert round(rate(("2025-01-01", -100), ("2026-01-01", 1)).rate, 9) == -0.99


def test_flows_on_one_day_have_no_rate():
    assert rate(("2025-01-01", -100), ("2025-01-01", 110)).why == ONE_DAY
    assert rate(("2025-01-01", -100), ("2025-01-01", 100)).why == NO_NET
    assert rate(("2025-01-01", 0)).why == NO_FLOW


def test_thirty_years():
    found = rate(("1996-01-01", -100), ("2025-12-24", 100 * 1.07**30))
    assert round(found.rate, 9) == 0.07


def test_what_comes_and_goes_on_one_day_is_netted_first():
    one = rate(("2025-01-01", -100), ("2025-06-01", 50), ("2025-06-01", -50), ("2026-01-01", 110))
    assert round(one.rate, 9) == 0.1


def test_days_out_of_order_give_the_same():
    assert rate(("2026-01-01", 110), ("2025-01-01", -100)).rate == rate(("2025-01-01", -100), ("2026-01-01", 110)).rate


def test_under_a_year_is_shown_and_marked():
    found = rate(("2025-01-01", -100), ("2025-07-02", 105))
    assert found.is_under_a_year
    assert found.rate > 0.1


def test_a_rate_that_does_not_discount_to_nothing_is_refused():
    # A tenth lost overnight is −100% a year to the last digit of a float.
    assert rate(("2025-01-01", -100), ("2025-01-02", 90)).why == CHECK_FAILED


def test_nothing_at_all():
    assert rates([]) == []
    (found,) = rates([flows()])
    assert found.why == NO_FLOW


def test_each_position_has_its_own_rate():
    a, b = flows(("2025-01-01", -100), ("2026-01-01", 110)), flows(("2025-01-01", -100), ("2026-01-01", 120))
    assert [round(one.rate, 9) for one in rates([a, flows(), b]) if one.rate] == [0.1, 0.2]


@pytest.mark.parametrize("percent", [-0.95, -0.5, 0.0, 0.1, 3.0])
def test_halving_the_bracket_finds_what_the_library_finds(percent):
    days, amounts = flows(("2020-01-01", -100), ("2021-12-31", 100 * (1 + percent) ** 2))
    assert round(bisected(days, amounts), 9) == round(percent, 9)
