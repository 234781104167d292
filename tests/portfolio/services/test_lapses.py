"""Rights that expired: proposed to lapse by the nightly job, written by two persons alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.calculations.kinds import Kind
from portfolio.models import Terms, Transaction
from portfolio.positions.holdings import holdings_at
from portfolio.services import investments, lapses
from record.models import Outcome, Proposal
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


def test_a_right_that_was_extended_is_proposed_to_lapse_on_its_new_last_day(expiring: Cast):
    run(expiring)
    approvals.send_back(Proposal.objects.get(), by=expiring.people["officer2"], reason="It was extended.", today=TODAY)
    terms = Terms.objects.filter(investment=expiring.investments["palisade-warrant"]).latest("pk")
    with writing() as recording:
        longer = Terms(investment=terms.investment, shares=terms.shares, strike_price=terms.strike_price,
                       expires_on=day("2026-06-15"), effective_on=day("2026-06-01"))  # fmt: skip
        investments.record(longer, recording=recording)
    assert run(expiring, date(2026, 6, 15)) == "No right has expired that is not proposed to lapse."
    assert run(expiring, date(2026, 6, 16)) == "1 lapse proposed."


def test_by_its_term_alone_it_lapses_on_the_day_the_term_ends_and_says_so(cast: Cast):
    """Closed on 2025-12-05, with a term of half a year of 365 days: 182 days later is 2026-06-05."""
    warrant = cast.investments["palisade-warrant"]
    with writing() as recording:
        terms = Terms(investment=warrant, shares=Decimal(1_500_000), strike_price=Decimal(30), citation=cast.citation,
                      closed_on=day("2025-12-05"), tenor_years=Decimal("0.5"),
                      effective_on=day("2026-01-05"))  # fmt: skip
        investments.record(terms, recording=recording)
    assert run(cast, date(2026, 6, 5)) == "No right has expired that is not proposed to lapse."
    assert run(cast, date(2026, 6, 6)) == "1 lapse proposed."
    approve_what_waits(cast.people["officer2"])
    (entry,) = lapsed()
    assert (entry.shares, str(entry.effective_on)) == (1_500_000, "2026-06-05")
    assert entry.note == "Expired on 2026-06-05 by its term after the closing."


def extended(book: Cast, until: str) -> None:
    terms = Terms.objects.filter(investment=book.investments["palisade-warrant"]).latest("pk")
    with writing() as recording:
        longer = Terms(investment=terms.investment, shares=terms.shares, strike_price=terms.strike_price,
                       expires_on=day(until), effective_on=day("2026-06-01"))  # fmt: skip
        investments.record(longer, recording=recording)


def test_a_lapse_that_waits_is_not_written_once_the_right_was_extended(expiring: Cast):
    """Proposed for its last day, 2026-05-31; extended to 2027-05-31 before a second officer looked."""
    run(expiring)
    extended(expiring, "2027-05-31")
    waiting = Proposal.objects.get()
    approvals.approve(waiting, by=expiring.people["officer2"], shown_hash=waiting.shown_hash, today=TODAY)
    assert not lapsed()
    decision = Proposal.objects.get().decision
    assert (decision.outcome, decision.note) == (
        Outcome.LAPSED,
        "The rights stand until 2027-05-31 since: they were to lapse on 2026-05-31. Nothing lapses.",
    )
    assert run(expiring) == "No right has expired that is not proposed to lapse."
    assert run(expiring, date(2027, 6, 1)) == "1 lapse proposed."


def test_a_lapse_that_waits_is_written_where_other_terms_changed_alone(expiring: Cast):
    run(expiring)
    extended(expiring, "2026-05-31")
    approve_what_waits(expiring.people["officer2"])
    assert len(lapsed()) == 1
