from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.look_through import LookThrough, Ownership, Path, everything_through
from portfolio.calculations.position import diluted


def look_through(owner, owned, ownerships) -> LookThrough:
    return everything_through(owner, ownerships, ends={owned})[owned]


def owns(owner, owned, share):
    return Ownership(owner, owned, None if share is None else Decimal(share))


def thacker_pass(*, venture_share, parent_share):
    return [
        owns("DOE", "lnv", venture_share),
        owns("DOE", "lac", "0.05"),
        owns("lac", "lnv", parent_share),
        owns("lnv", "thacker-pass", 1),
    ]


def test_a_joint_venture_and_its_parent_are_two_paths_to_one_project():
    found = look_through("DOE", "thacker-pass", thacker_pass(venture_share="0.05", parent_share="0.62"))
    assert found.share == Decimal("0.081")  # 5 + 5 x 62%
    assert found.paths == (
        Path(("DOE", "lac", "lnv", "thacker-pass"), Decimal("0.031")),
        Path(("DOE", "lnv", "thacker-pass"), Decimal("0.05")),
    )
    assert found.is_complete


def test_its_own_warrant_dilutes_the_parent():
    warrant = Decimal("0.05")
    parent = diluted(Decimal("0.62"), by=warrant)
    found = look_through("DOE", "thacker-pass", thacker_pass(venture_share=warrant, parent_share=parent))
    assert found.share == Decimal("0.07945")  # 5 + 5 x 62% x 95%


def test_a_warrant_over_5_percent_of_the_units_before_issue_gives_less():
    warrant = Decimal("0.05") / Decimal("1.05")
    parent = diluted(Decimal("0.62"), by=warrant)
    found = look_through("DOE", "thacker-pass", thacker_pass(venture_share=warrant, parent_share=parent))
    assert round(found.share, 5) == Decimal("0.07714")  # 4.762 + 0.05 x 59.048


def test_firms_that_own_parts_of_each_other_stop_the_walk():
    ownerships = [
        owns("DOW", "crucible-jv", "0.4"),
        owns("crucible-jv", "korea-zinc", "0.1"),
        owns("korea-zinc", "crucible-jv", "0.1"),
        owns("korea-zinc", "smelter", 1),
    ]
    found = look_through("DOW", "smelter", ownerships)
    assert found.share == Decimal("0.04")
    assert found.stopped == (("DOW", "crucible-jv", "korea-zinc", "crucible-jv"),)


def test_an_unknown_share_leaves_the_sum_a_least_figure():
    ownerships = [owns("DOW", "jv", None), owns("jv", "mine", 1), owns("DOW", "mine", "0.1")]
    found = look_through("DOW", "mine", ownerships)
    assert (found.share, found.is_complete) == (Decimal("0.1"), False)
    assert look_through("DOW", "mine", ownerships[:2]).share is None


def test_no_path_is_no_share():
    found = look_through("DOW", "mine", [owns("mp", "mine", 1)])
    assert (found.share, found.paths) == (None, ())


def test_two_shares_of_one_owner_in_one_owned_are_an_error():
    with pytest.raises(ValueError, match="mp has two shares of mine"):
        look_through("DOW", "mine", [owns("mp", "mine", 1), owns("mp", "mine", "0.5")])


@st.composite
def webs(draw):
    """Owners whose shares in each firm add up to at most the whole, in any direction."""
    names = "abcde"
    shares = {}
    for owned in names:
        owners = [name for name in names if name != owned and draw(st.booleans())]
        shares |= {(owner, owned): Decimal(1) / len(owners) for owner in owners}
    return [Ownership(owner, owned, share) for (owner, owned), share in shares.items()]


@given(webs())
def test_nobody_owns_more_than_the_whole_however_firms_are_entangled(ownerships):
    found = look_through("a", "e", ownerships)
    assert found.share is None or 0 < found.share <= Decimal("1.000000000000000001")
    assert all(len(set(path.names)) == len(path.names) for path in found.paths)


def test_everything_at_once_says_the_same_as_each_by_itself():
    ownerships = thacker_pass(venture_share="0.05", parent_share="0.62")
    found = everything_through("DOE", ownerships)
    assert {name: one.share for name, one in found.items()} == {
        "lac": Decimal("0.05"),
        "lnv": Decimal("0.081"),
        "thacker-pass": Decimal("0.081"),
    }


def test_a_share_of_nothing_leaves_nothing_whatever_is_not_known_beyond():
    assert look_through("DOE", "mine", [owns("DOE", "jv", 0), owns("jv", "mine", None)]).share == 0
