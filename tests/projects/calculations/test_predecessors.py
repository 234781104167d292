"""What must come before what."""

from projects.calculations.predecessors import Carried, carried, circle

# permit (1) before construction (2) before commissioning (3) before first production (4); financing (5) before 2
LINKS = {2: [1, 5], 3: [2], 4: [3]}


def test_a_link_that_closes_a_circle_is_found_with_its_way():
    assert circle(LINKS, milestone=1, predecessor=4) == [4, 3, 2, 1]
    assert circle(LINKS, milestone=1, predecessor=1) == [1]


def test_a_link_that_closes_none_is_fine():
    assert circle(LINKS, milestone=4, predecessor=1) is None
    assert circle({}, milestone=1, predecessor=2) is None


def test_a_slip_reaches_all_that_follows_and_the_largest_is_shown():
    slips = {1: 120, 5: 30, 2: None, 3: 40, 4: 0}
    assert carried(LINKS, slips) == {2: Carried(120, 1), 3: Carried(120, 1), 4: Carried(120, 1)}


def test_who_is_early_or_on_time_delays_nobody():
    assert carried(LINKS, {1: -30, 5: 0, 2: None, 3: None}) == {}


def test_a_circle_in_old_data_does_not_hang():
    assert carried({1: [2], 2: [1]}, {1: 10, 2: 20})[1] == Carried(20, 2)


def test_a_long_chain_is_walked_without_recursion():
    links = {number: [number - 1] for number in range(1, 500)}
    assert carried(links, {0: 7})[499] == Carried(7, 0)
