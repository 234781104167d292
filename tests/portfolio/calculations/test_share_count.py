"""A count and the issues after it: what is known to be out, and what nobody can tell."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.share_count import Issue, rolled_forward, still_to_be_issued, together
from record.calculations.unknown import NotKnown

COUNTED = date(2026, 5, 14)


def issue(shares: int | None, start: str | None, end: str | None = None, *, ours: int = 0, award: int | None = None):
    first = None if start is None else date.fromisoformat(start)
    last = first if end is None else date.fromisoformat(end)
    return Issue(None if shares is None else Decimal(shares), first, last, Decimal(ours), award)


def test_an_issue_after_the_count_is_added_and_one_before_it_is_in_it():
    count = rolled_forward(Decimal(1000), COUNTED, [issue(70, "2026-05-14"), issue(50, "2026-09-11")])
    assert (count.shares, count.is_derived, str(count.added[0])) == (1050, True, "50 shares issued on 2026-09-11")


def test_the_base_of_the_announcement_is_without_our_issue_and_with_every_other():
    """1,000 counted with 100 of ours in it, 50 of others and 20 of ours after it: 950 before ours."""
    ours = issue(100, "2026-01-05", ours=100, award=7)
    later = issue(20, "2026-09-01", ours=20, award=8)
    count = rolled_forward(Decimal(1000), COUNTED, [ours, issue(50, "2026-08-01"), later])
    assert (count.shares, count.before([7, 8]), count.before([8]), count.before([])) == (1070, 950, 1050, 1070)


@pytest.mark.parametrize("one", [issue(50, "2026-05-01", "2026-05-31"), issue(50, None), issue(None, "2026-06-01")])
def test_an_issue_that_may_be_in_the_count_leaves_the_number_unknown(one):
    count = rolled_forward(Decimal(1000), COUNTED, [one])
    with pytest.raises(NotKnown, match=r"count predates an issue of (50|an unknown number of) shares"):
        _ = count.shares


def test_an_issue_reported_and_entered_is_one():
    reported = [issue(50, "2026-09-01")]
    (one,) = together(reported, [issue(50, "2026-09-11", ours=50, award=7)])
    assert (one.shares, one.ours, one.award) == (50, 50, 7)
    assert len(together(reported, [issue(50, "2026-11-11", ours=50, award=7)])) == 2


def test_an_issue_to_many_holds_ours_of_the_same_day():
    (one,) = together([issue(500, "2026-09-01")], [issue(50, "2026-09-01", ours=50, award=7)])
    assert (one.shares, one.ours) == (500, 50)


def test_shares_that_were_issued_are_no_longer_to_be_issued():
    """126,849,307 were agreed, and about 127 million issued later; 3,823,328 are still to come."""
    agreed = [(Decimal(126_849_307), date(2026, 4, 20)), (Decimal(3_823_328), date(2026, 3, 5))]
    assert still_to_be_issued(agreed, [issue(127_000_000, "2026-09-09")]) == [3_823_328]
    assert len(still_to_be_issued(agreed, [issue(127_000_000, "2026-01-09")])) == 2
