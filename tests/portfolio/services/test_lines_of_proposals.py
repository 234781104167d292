"""What a proposal moves and when a new award had which status: the small rules under its lines."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import InvestmentStatus, Terms, Transaction
from portfolio.services import ledger
from portfolio.services.deal_changes import AwardChange
from portfolio.services.deals import _earlier
from portfolio.services.handlers.base import difference
from portfolio.services.handlers.chains import described
from portfolio.services.handlers.deal_changes import _lines
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
    assert [*(one for one, _ in _earlier(new)), status] == expected


@pytest.mark.django_db
def test_what_is_unusual_about_a_conversion_counts_the_shares_received(cast: Cast):
    """60,000 at 1,000 a share and 30 are 2,000,000; 1,900,000 are asked about, with both numbers."""
    draft = entry(cast.investments["palisade-preferred"], Kind.CONVERSION, "2026-05-01", shares="60000",
                  shares_received="1900000")  # fmt: skip
    row = ledger._row(draft, number=1, recording=Recording.objects.latest("serial"))
    assert "60,000 shares into 1,900,000" in str(ledger.unusual(row, at=now()))


def test_an_entry_in_order_is_described_in_one_line_with_its_note():
    row = Transaction(kind="conversion", shares=Decimal(60_000), shares_received=Decimal("2000000.5"),
                      effective_on=PartialDate.parse("2026-05-01"), note="as agreed")  # fmt: skip
    assert described(row) == "60,000 shares, 2,000,000.5 shares received on 2026-05-01: as agreed"


@pytest.mark.django_db
def test_a_change_of_an_award_is_shown_from_the_status_before_to_the_one_after(cast: Cast):
    grant = cast.investments["palisade-doe-grant"]
    terms = Terms(investment=grant, announced_amount=Decimal(5), effective_on=None)
    status = InvestmentStatus(investment=grant, status="disbursing", effective_on=PartialDate.parse("2026-05-01"))
    lines = list(_lines(AwardChange(place=1, investment=grant, terms=terms, status=status, cited=("cast1",)), now()))
    assert lines[0] == ["Terms from", "", "undated"]
    assert ["Status", "Closed", "Disbursing"] in lines
    assert lines[-2:] == [["Status since", "", "2026-05-01"], ["Sources", "", "cast1"]]
