from decimal import Decimal
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.ledger_rules.walk import RunningMinimum


def test_the_lowest_total_is_found_at_the_place_or_later():
    totals = RunningMinimum(3)
    assert totals.add(0, Decimal(60)) == 60
    assert totals.add(2, Decimal(-50)) == 10
    assert totals.add(1, Decimal(-5)) == 5
    assert totals.add(2, Decimal(100)) == 105


@given(
    st.integers(1, 9).flatmap(
        lambda size: st.tuples(st.just(size), st.lists(st.tuples(st.integers(0, size - 1), st.integers(-9, 9))))
    )
)
def test_it_agrees_with_adding_up(case):
    size, changes = case
    totals, plain = RunningMinimum(size), [0] * size
    for place, change in changes:
        plain[place] += change
        assert totals.add(place, Decimal(change)) == min(list(accumulate(plain))[place:])
