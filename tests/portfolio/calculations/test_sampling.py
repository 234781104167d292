"""A sample is drawn by rules that a reader can follow by hand."""

from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.sampling import Drawable, Stratum, allot, band, digest, draw


@pytest.mark.parametrize(
    ("amount", "name"),
    [
        (None, "no dollars"),
        (Decimal("0.01"), "below $1M"),
        (Decimal(-5), "below $1M"),
        (Decimal("999999.99"), "below $1M"),
        (Decimal(1_000_000), "$1M to below $10M"),
        (Decimal("9999999.99"), "$1M to below $10M"),
        (Decimal(10_000_000), "$10M to below $100M"),
        (Decimal(100_000_000), "$100M and more"),
    ],
)
def test_the_band_of_an_amount_begins_at_its_least_dollar(amount: Decimal | None, name: str) -> None:
    assert band(amount) == name


def test_each_stratum_gets_a_place_and_the_rest_go_by_dollars() -> None:
    """Six places: one each; the seventh part by 900/2=450, 900/3=300, 900/4=225 against 100/2=50 and 0."""
    strata = [Stratum("a", 10, Decimal(900)), Stratum("b", 10, Decimal(100)), Stratum("c", 10, Decimal(0))]
    allot(strata, 6)
    assert [one.places for one in strata] == [4, 1, 1]


def test_no_stratum_gets_more_than_it_has_and_no_more_are_drawn_than_there_are() -> None:
    strata = [Stratum("a", 2, Decimal(900)), Stratum("b", 3, Decimal(100))]
    allot(strata, 4)
    assert [one.places for one in strata] == [2, 2]
    allot(again := [Stratum("a", 2, Decimal(900)), Stratum("b", 3, Decimal(100))], 99)
    assert [one.places for one in again] == [2, 3]


def test_fewer_places_than_strata_go_to_those_of_most_dollars() -> None:
    strata = [Stratum("a", 9, Decimal(1)), Stratum("b", 9, Decimal(3)), Stratum("c", 9, Decimal(2))]
    allot(strata, 2)
    assert [one.places for one in strata] == [0, 1, 1]


def test_the_lowest_digests_of_a_stratum_are_drawn() -> None:
    entries = [Drawable(number, "disbursement", Decimal(5), f"hash {number}") for number in range(1, 9)]
    by_hand = sorted(entries, key=lambda one: sha256(f"autumn:{one.hash}".encode()).hexdigest())[:3]
    found = draw(entries, seed="autumn", size=3)
    assert [one.number for one in found] == [one.number for one in by_hand]
    assert {one.stratum.name for one in found} == {"disbursement, below $1M"}
    assert (found[0].stratum.entries, found[0].stratum.dollars, found[0].stratum.places) == (8, Decimal(40), 3)
    assert found[0].digest == digest("autumn", by_hand[0].hash)


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 10**9)), max_size=40), st.integers(1, 30))
def test_whatever_the_order_of_the_entries_the_sample_is_the_same(rows: list[tuple[str, int]], size: int) -> None:
    entries = [Drawable(n, kind, Decimal(amount), f"h{n}") for n, (kind, amount) in enumerate(rows)]
    found = draw(entries, seed="1", size=size)
    assert [one.number for one in draw(reversed(entries), seed="1", size=size)] == [one.number for one in found]
    assert len({one.number for one in found}) == len(found) == min(size, len(entries))
