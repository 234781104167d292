"""A spin-off takes effect as its day begins: what is sold or bought on it comes out the same, whichever came first.

Palisade: 200,000 common shares bought for 5,000,000. One share of the other company for four, and 20% of the cost.
"""

from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.positions.filters import Filters
from portfolio.positions.return_groups import Level
from portfolio.reports.returns import answer
from tests.cast import Cast, entry, now, record_entries
from tests.desk import approve_what_waits

from .actions import SPLIT_ON, action, holdings, propose

pytestmark = pytest.mark.long

SPUN = "palisade-common-palisade-spun"


def both(issuer: Cast, draft, *, is_first: bool) -> None:
    """The spin-off and an entry of its day, in one order or the other."""
    if not is_first:
        record_entries([draft])
    spun = issuer.companies["spun"]
    propose(issuer, action(issuer, "spin_off", new=1, old=4, other=spun, carried_cost_share=Decimal("0.2")))
    approve_what_waits(issuer.people["officer2"])
    if is_first:
        record_entries([draft])


@pytest.mark.parametrize("is_first", [True, False])
def test_who_sells_on_the_day_keeps_what_was_spun_off(issuer: Cast, is_first: bool):
    """50,000 for the 200,000 of the eve. Half of them sold for 2,000,000 take half of 4,000,000 along: no gain."""
    sold = entry(issuer.investments["palisade-common"], Kind.SALE, SPLIT_ON, "2000000", shares="100000")
    both(issuer, sold, is_first=is_first)
    found = holdings()
    assert (found["palisade-common"].shares, found["palisade-common"].cost) == (100_000, 2_000_000)
    assert (found[SPUN].shares, found[SPUN].cost) == (50_000, 1_000_000)
    (line,) = [one for one in answer(now(), Filters()).lines if (one.level, one.key) == (Level.COMPANY, "palisade")]
    assert (line.tally.realised, line.tally.received) == (0, 2_000_000)


@pytest.mark.parametrize("is_first", [True, False])
def test_who_sells_all_of_it_on_the_day_keeps_what_was_spun_off(issuer: Cast, is_first: bool):
    sold = entry(issuer.investments["palisade-common"], Kind.SALE, SPLIT_ON, "3500000", shares="200000")
    both(issuer, sold, is_first=is_first)
    found = holdings()
    assert (found["palisade-common"].shares, found["palisade-common"].cost) == (0, 0)
    assert (found[SPUN].shares, found[SPUN].cost) == (50_000, 1_000_000)
    (line,) = [one for one in answer(now(), Filters()).lines if (one.level, one.key) == (Level.COMPANY, "palisade")]
    assert line.tally.realised == -500_000


@pytest.mark.parametrize("is_first", [True, False])
def test_nothing_is_spun_off_for_what_is_bought_on_the_day(issuer: Cast, is_first: bool):
    bought = entry(issuer.investments["palisade-common"], Kind.SHARE_ISSUE, SPLIT_ON, shares="1000")
    both(issuer, bought, is_first=is_first)
    found = holdings()
    assert (found["palisade-common"].shares, found["palisade-common"].cost) == (201_000, 4_000_000)
    assert (found[SPUN].shares, found[SPUN].cost) == (50_000, 1_000_000)
