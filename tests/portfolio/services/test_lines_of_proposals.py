"""What a proposal moves and when a new award had which status: the small rules under its lines."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import Terms
from portfolio.services import ledger
from portfolio.services.deals import _statuses
from portfolio.services.handlers.base import difference
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from tests.cast import Cast, entry, now


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [(None, None, None), (None, Decimal(5), Decimal(5)), (Decimal(5), None, Decimal(5)), (Decimal(7), Decimal(5), 2)],
)
def test_what_moves_is_the_difference_and_nothing_where_nothing_is_stated(before, after, moved):
    assert difference(before, after) == moved


@pytest.mark.parametrize(
    ("announced", "status_on", "status", "expected"),
    [
        ("2026-01", "2026-03-01", Status.COMMITTED, [Status.ANNOUNCED, Status.COMMITTED]),
        ("2026-01", "2026-03-01", Status.ANNOUNCED, [Status.ANNOUNCED]),
        ("2026", "2026-03-01", Status.COMMITTED, [Status.COMMITTED]),
        (None, "2026-03-01", Status.COMMITTED, [Status.COMMITTED]),
        ("2026-01", None, Status.COMMITTED, [Status.COMMITTED]),
    ],
)
def test_an_award_was_announced_before_only_where_the_announcement_surely_came_before(
    announced, status_on, status, expected
):
    told, given = (text and PartialDate.parse(text) for text in (announced, status_on))
    new = SimpleNamespace(terms=Terms(announced_on=told), status=status, status_on=given)
    assert [one for one, _ in _statuses(new)] == expected


@pytest.mark.django_db
def test_what_is_unusual_about_a_conversion_counts_the_shares_received(cast: Cast):
    """60,000 at 1,000 a share and 30 are 2,000,000; 1,900,000 are asked about, with both numbers."""
    draft = entry(cast.investments["palisade-preferred"], Kind.CONVERSION, "2026-05-01", shares="60000",
                  shares_received="1900000")  # fmt: skip
    row = ledger._row(draft, number=1, recording=Recording.objects.latest("serial"))
    assert "60,000 shares into 1,900,000" in str(ledger.unusual(row, at=now()))
