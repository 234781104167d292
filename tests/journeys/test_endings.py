"""An award that ends gives back what is left, as the dollars at stake, in the same proposal."""

from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import Agency, Assignment, Investment, InvestmentStatus, Tranche, Transaction
from portfolio.positions.figures import figures_of
from portfolio.positions.tranche_state import tranche_statuses
from portfolio.services import tranches
from record.models import Account, Proposal, Source
from tests.cast import TODAY, entry, make_people, now, record_entries, writing
from tests.desk import add_page, page, sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def propose(officer: Account, award: Investment, status: Status = Status.TERMINATED, **more):
    source = Source.objects.order_by("pk").first()
    answers = {"status": status.value, "effective_on": "2026-06-20", "note": "", "sources": str(source.pk)}
    answers |= {"why": "the agency says so", "leaves_rest": "", **more}
    return sign_in(officer).post(add_page(InvestmentStatus, investment=award), answers, follow=True)


def approve(officer: Account) -> str:
    proposal = Proposal.objects.get()
    answers = {"_approve": "1", "shown_hash": proposal.shown_hash}
    return words(sign_in(officer).post(page(proposal), answers, follow=True))


def entries(award: Investment) -> list[tuple[str, Decimal]]:
    found = Transaction.objects.filter(investment=award, kind__in=[Kind.DECOMMITMENT.value, Kind.DEOBLIGATION.value])
    return [(one.kind, one.amount) for one in found.order_by("number")]


def test_a_terminated_loan_puts_what_was_not_drawn_at_stake(record):
    """Lithium Americas: 1,970 million of principal, 867 drawn, so 1,103 at stake; its face value is 2,230."""
    people, award = make_people(), Investment.objects.get(slug="lac-doe-loan")
    for name in ("officer", "officer2"):
        Assignment.objects.create(officer=people[name], agency=Agency.objects.get(code="DOE"))
    assert "Proposed:" in words(propose(people["officer"], award))
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.amount) == ("ending", Decimal("1103000000.00"))
    seen = words(sign_in(people["officer2"]).get(page(proposal)))
    assert "At stake $1,103,000,000" in seen, seen
    assert "Undisbursed $1,103,000,000 $0" in seen
    assert "Approved: it is on record now." in approve(people["officer2"])
    assert entries(award) == [("decommitment", Decimal("1363000000.00"))]
    found, _ = figures_of(award, at=now(localdate()))
    assert (found.committed, found.undisbursed, found.outstanding) == (867_000_000, 0, 867_000_000)


def test_a_terminated_grant_is_deobligated_and_decommitted(cast, officer, officer2):
    """10 million committed, 8 bound, 3 paid: 5 are deobligated, 7 decommitted, and 7 are at stake."""
    award = cast.investments["palisade-doe-grant"]
    propose(officer, award)
    assert Proposal.objects.get().amount == 7_000_000
    assert "Approved" in approve(officer2)
    assert entries(award) == [("deobligation", Decimal(5_000_000)), ("decommitment", Decimal(7_000_000))]
    found, _ = figures_of(award, at=now(localdate()))
    assert (found.committed, found.obligated, found.undisbursed, found.headroom) == (3_000_000, 3_000_000, 0, 0)


def test_tranches_that_wait_lapse_with_the_award(cast, officer, officer2):
    award = cast.investments["palisade-doe-grant"]
    with writing(officer) as recording:
        for name, amount in (("First part", 3_000_000), ("Second part", 7_000_000)):
            tranche = Tranche(slug=name[:5].lower(), investment=award, name=name, amount=Decimal(amount))
            tranches.create(tranche, recording=recording, today=TODAY)
            if amount == 3_000_000:
                tranches.release(tranche, recording=recording, today=TODAY, on=None)
    propose(officer, award, effective_on=str(localdate()))
    assert "Approved" in approve(officer2)
    states = {one.tranche.name: one.state.value for one in tranche_statuses(now(localdate()), [award])}
    assert states == {"First part": "released", "Second part": "lapsed"}


def test_an_ending_of_what_is_paid_in_full_has_nothing_at_stake(cast, officer, officer2):
    award = cast.investments["palisade-preferred"]
    propose(officer, award, Status.EXITED, warning_reason="its 60,000 shares are sold on paper alone")
    assert Proposal.objects.get().amount is None
    assert "Approved" in approve(officer2)
    assert entries(award) == []


def test_what_is_left_stays_with_a_reason(cast, officer, officer2):
    award = cast.investments["palisade-doe-grant"]
    propose(officer, award, leaves_rest="it pays for the closing")
    assert Proposal.objects.get().kind == "status"
    assert "Approved" in approve(officer2)
    assert entries(award) == []
    stated = InvestmentStatus.objects.latest("pk")
    assert stated.note == "What is left stays, because: it pays for the closing"


def test_after_a_payment_it_is_shown_again_with_less_at_stake(cast, officer, officer2):
    award = cast.investments["palisade-doe-grant"]
    propose(officer, award)
    record_entries([entry(award, Kind.DISBURSEMENT, "2026-06-01", "1000000")], by=officer)
    seen = approve(officer2)
    assert "Deobligation of what is left was shown as empty to $5,000,000.00 and is empty to $4,000,000.00" in seen, (
        seen
    )
    assert entries(award) == []
    shown = Proposal.objects.as_worded().get()
    assert shown.amount == 6_000_000
    answers = {"_approve": "1", "shown_hash": shown.shown_hash}
    assert "Approved" in words(sign_in(officer2).post(page(shown), answers, follow=True))
    assert entries(award) == [("deobligation", Decimal(4_000_000)), ("decommitment", Decimal(6_000_000))]


def test_another_status_takes_nothing_back(cast, officer):
    propose(officer, cast.investments["palisade-doe-grant"], Status.DISBURSING)
    assert (Proposal.objects.get().kind, Proposal.objects.get().amount) == ("status", None)


def test_an_office_of_one_records_the_ending_with_what_is_left(cast, officer, office_of_one):
    award = cast.investments["palisade-doe-grant"]
    assert "Recorded" in words(propose(officer, award))
    assert entries(award) == [("deobligation", Decimal(5_000_000)), ("decommitment", Decimal(7_000_000))]
