"""Rights that are left when their award is said to have lapsed or ended lapse with it, in the same write."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import InvestmentStatus, Transaction
from portfolio.positions.calendar import calendar_at
from portfolio.positions.filters import Filters
from portfolio.positions.holdings import holdings_at
from record.models import Proposal
from record.services import approvals, facts
from record.services.row_formatting import format_value
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing
from tests.desk import approve_what_waits

SLUG = "palisade-warrant"


def propose(cast: Cast, status: Status, slug: str = SLUG, reason: str = "") -> Proposal:
    row = InvestmentStatus(investment=cast.investments[slug], status=status, effective_on=day("2026-06-29"))
    row.note = facts.explained("", reason)
    with writing(cast.people["officer"], "the agreement ended") as recording:
        payload = {"row": format_value(row), "sources": "cast1"}
        return approvals.propose("ending", payload, recording=recording, today=TODAY)


def rights(cast: Cast) -> tuple:
    (part,) = [one for one in holdings_at(now()) if one.line.slug == SLUG]
    return part.shares, part.as_converted_and_exercised


@pytest.mark.parametrize("status", [Status.LAPSED, Status.TERMINATED])
def test_the_rights_that_are_left_lapse_with_their_award(cast: Cast, status: Status):
    """100,000 of 1,500,000 were used before."""
    warrant = cast.investments[SLUG]
    money = [entry(warrant, kind, "2026-06-01", "3000000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    used = entry(warrant, Kind.EXERCISE, "2026-06-01", "3000000", shares="100000", shares_received="100000")
    record_entries([*money, used])
    proposal = propose(cast, status)
    assert (proposal.amount, proposal.shares) == (None, Decimal(1_400_000))
    assert ["Lapse of what is left", "", "1,400,000 rights"] in proposal.shown["fields"]
    approve_what_waits(cast.people["officer2"])
    assert rights(cast) == (0, 100_000)
    assert calendar_at(now(), Filters(kind="right_expiry")) == []
    (lapse,) = Transaction.objects.filter(kind=Kind.LAPSE)
    assert (lapse.shares, str(lapse.effective_on), lapse.note) == (
        1_400_000,
        "2026-06-29",
        "Left when the award ended.",
    )


def test_of_an_exit_nothing_lapses_since_it_is_a_sale(cast: Cast):
    with pytest.raises(ValidationError, match="It is Exited while 1,500,000 rights are held on 2026-06-29"):
        propose(cast, Status.EXITED)
    assert propose(cast, Status.EXITED, reason="the sale is not on record yet").shares is None
    approve_what_waits(cast.people["officer2"])
    assert rights(cast) == (1_500_000, 1_500_000)


def test_preferred_shares_do_not_lapse(cast: Cast):
    assert propose(cast, Status.TERMINATED, "palisade-preferred").shares is None
    approve_what_waits(cast.people["officer2"])
    assert not Transaction.objects.filter(kind=Kind.LAPSE).exists()
