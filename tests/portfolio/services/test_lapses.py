"""Rights that expired: proposed to lapse by the nightly job, written by two persons alone."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.calculations.kinds import Kind
from portfolio.models import Terms, Transaction
from portfolio.positions.holdings import holdings_at
from portfolio.services import investments, lapses
from record.models import Proposal
from record.services import approvals
from tests.cast import TODAY, Cast, day, now, writing
from tests.desk import approve_what_waits

EXPIRED = date(2026, 5, 31)


@pytest.fixture
def expiring(cast: Cast) -> Cast:
    """The warrant's last day is 2026-05-31."""
    warrant = cast.investments["palisade-warrant"]
    before = Terms.objects.get(investment=warrant)
    with writing() as recording:
        terms = Terms(investment=warrant, shares=before.shares, strike_price=before.strike_price, confidence="high")
        terms.expires_on, terms.effective_on, terms.citation = day("2026-05-31"), day("2026-01-05"), cast.citation
        investments.record(terms, recording=recording)
    return cast


def run(cast: Cast, on: date = TODAY, by: str | None = "officer") -> str:
    return lapses.propose_lapses(on, now=timezone.now(), by=cast.people[by] if by else None)


def lapsed() -> list[Transaction]:
    return list(Transaction.objects.filter(kind=Kind.LAPSE))


def test_it_is_proposed_once_and_written_by_a_second_officer(expiring: Cast):
    assert run(expiring, EXPIRED) == "No right has expired that is not proposed to lapse."
    assert run(expiring) == "1 lapse proposed."
    assert run(expiring) == "No right has expired that is not proposed to lapse."
    assert not lapsed()
    approve_what_waits(expiring.people["officer2"])
    (entry,) = lapsed()
    assert (entry.shares, str(entry.effective_on), entry.recording.by) == (
        1_500_000,
        "2026-05-31",
        expiring.people["officer"],
    )
    assert run(expiring) == "No right has expired that is not proposed to lapse."


def test_a_right_that_expired_brings_no_shares_also_before_its_lapse_is_recorded(expiring: Cast):
    found = {on: next(part for part in holdings_at(now(on)) if part.is_right) for on in (EXPIRED, date(2026, 6, 1))}
    assert {on: (part.shares, part.as_converted_and_exercised) for on, part in found.items()} == {
        EXPIRED: (1_500_000, 1_500_000),
        date(2026, 6, 1): (1_500_000, 0),
    }


def test_what_a_person_returned_is_not_proposed_again(expiring: Cast):
    run(expiring)
    approvals.send_back(Proposal.objects.get(), by=expiring.people["officer2"], reason="It was extended.", today=TODAY)
    assert run(expiring) == "No right has expired that is not proposed to lapse."


def test_in_nobodys_name_nothing_is_proposed(expiring: Cast):
    assert run(expiring, by=None) == (
        "1 right expired: palisade-warrant. Nobody is named to propose: set FEEDS_OFFICER."
    )
    assert not Proposal.objects.exists()


@pytest.mark.usefixtures("office_of_one")
def test_in_an_office_of_one_nothing_is_proposed(expiring: Cast):
    assert "one officer works alone" in run(expiring)
    assert not Proposal.objects.exists()


def test_an_officer_of_another_program_proposes_nothing(expiring: Cast):
    expiring.people["officer"].assignments.all().delete()
    assert run(expiring).startswith("0 lapses proposed. palisade-warrant is not proposed: officer is not assigned")
