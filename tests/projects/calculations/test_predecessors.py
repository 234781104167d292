import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.calculations.predecessors import InheritedSlip, cycle, inherited_slips, refusal

CHAIN = [("permit", "loan"), ("loan", "construction"), ("construction", "first production")]


def test_a_slip_shows_on_everything_that_follows():
    found = inherited_slips({"permit": 365, "loan": 20, "construction": None}, CHAIN)
    assert found == {
        "loan": InheritedSlip(365, ("permit", "loan")),
        "construction": InheritedSlip(365, ("permit", "loan", "construction")),
        "first production": InheritedSlip(365, ("permit", "loan", "construction", "first production")),
    }


def test_nothing_is_inherited_from_what_is_on_time_early_or_unknown():
    assert inherited_slips({"permit": 0, "loan": -30, "construction": None}, CHAIN) == {}


def test_the_nearest_of_equal_slips_is_named():
    found = inherited_slips({"permit": 90, "construction": 90}, CHAIN)
    assert found["first production"].way == ("construction", "first production")


def test_a_way_round_is_refused_with_its_names():
    links = [*CHAIN, ("first production", "loan")]
    assert cycle(links) == ("construction", "first production", "loan", "construction")
    assert refusal(links) == (
        "construction -> first production -> loan -> construction comes back to itself. Take one of these links away."
    )
    with pytest.raises(ValueError, match="comes back to itself"):
        inherited_slips({}, links)
    assert cycle([("permit", "permit")]) == ("permit", "permit")


names = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(names, names), max_size=14))
def test_a_cycle_is_found_exactly_when_there_is_one(links):
    reach = set(links)
    for _ in range(8):
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
    found = cycle(links)
    assert (found is not None) == any(a == b for a, b in reach)
    if found:
        assert found[0] == found[-1]
        assert all(pair in links for pair in zip(found, found[1:], strict=False))
    else:
        slips = {name: 10 * at for at, name in enumerate("abcdefgh")}
        worst = {b: max(slips[a] for a, c in reach if c == b) for _, b in reach}
        assert {name: one.days for name, one in inherited_slips(slips, links).items()} == {
            name: days for name, days in worst.items() if days
        }
