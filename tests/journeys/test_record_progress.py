"""A milestone reached, verified, its tranche released and paid: one form of one officer, one decision of another."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate

from portfolio.calculations.kinds import Kind
from portfolio.models import Assignment, ConditionVerification, Investment, Tranche, TrancheCondition, Transaction
from portfolio.positions.tranche_state import tranche_statuses
from portfolio.services import tranches
from projects.models import Milestone, MilestoneForecast, MilestoneVerification
from record.models import Attachment, Proposal, Recording, Source
from record.services import entities
from tests.cast import TODAY, day, entry, now, record_entries, writing
from tests.desk import page, sign_in, words
from tests.files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ADDRESS = "/admin/record-progress/"


@pytest.fixture
def loan(cast) -> Investment:
    """A loan of 90 million with 35 drawn: the first draw released, the second of 10 waits for a permit."""
    award = cast.investments["saltwash-doe-loan"]
    with writing(cast.people["officer"]) as recording:
        first = Tranche(slug="first-draw", investment=award, name="First draw", amount=Decimal(35_000_000))
        tranches.create(first, recording=recording, today=TODAY)
        tranches.release(first, on=day("2025-10-20"), recording=recording, today=TODAY)
        second = Tranche(slug="second-draw", investment=award, name="Second draw", amount=Decimal(10_000_000))
        tranches.create(second, recording=recording, today=TODAY)
        permit = Milestone(
            slug="saltwash-permit", project=cast.projects["saltwash-clay"], name="Permit granted", kind="permit"
        )
        entities.create(permit, recording=recording)
        condition = TrancheCondition(tranche=second, milestone=permit)
        tranches.add_condition(condition, recording=recording, today=TODAY)
    return award


@pytest.fixture
def permit(loan) -> Milestone:
    return Milestone.objects.get(slug="saltwash-permit")


@pytest.fixture
def answers(loan) -> dict:
    """What the form asks: 8 fields and a file."""
    return {
        "happened_on": "2026-06-15",
        "note": "Page 3: the permit is granted.",
        "new_publisher": "BLM",
        "new_title": "Record of decision",
        "new_file": upload("decision.pdf", pdf("decision")),
        "tranche": str(Tranche.objects.get(slug="second-draw").pk),
        "released_on": "2026-06-20",
        "paid_amount": "10,000,000",
        "paid_on": "2026-06-25",
        "why": "the permit is there",
    }


def states(award: Investment) -> dict[str, str]:
    return {one.tranche.name: one.state.value for one in tranche_statuses(now(localdate()), [award])}


def paid(award: Investment) -> Decimal:
    return sum(one.amount for one in Transaction.objects.filter(investment=award, kind=Kind.DISBURSEMENT.value))


def propose(officer, subject, answers, name="milestone"):
    return sign_in(officer).post(f"{ADDRESS}?{name}={subject.pk}", answers, follow=True)


def approve(officer, proposal):
    return words(
        sign_in(officer).post(page(proposal), {"_approve": "1", "shown_hash": proposal.shown_hash}, follow=True)
    )


def test_one_form_and_one_decision_bring_it_all(loan, permit, officer, officer2, answers):
    assert "Proposed:" in words(propose(officer, permit, answers))
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.amount) == ("progress", Decimal("10000000.00"))
    assert (states(loan)["Second draw"], paid(loan)) == ("waiting", Decimal(35_000_000))
    shown = sign_in(officer2).get(page(proposal))
    (file,) = Attachment.objects.all()
    assert reverse("file", args=[file.pk]) in shown.content.decode()
    seen = words(shown)
    assert "Second draw" in seen
    source = Source.objects.get(title="Record of decision")
    beside = (
        f"Condition: Permit granted evidence proposed here met on 2026-06-15 ({source.slug}); the approval verifies it"
    )
    assert beside in seen, seen
    assert "Disbursed $35,000,000 $45,000,000" in seen
    assert "Approved: it is on record now." in approve(officer2, proposal)
    assert (states(loan)["Second draw"], paid(loan)) == ("released", Decimal(45_000_000))
    call_command("check_record")


def test_where_no_tranche_waits_the_open_milestones_of_my_programs_are_listed(loan, permit, officer, officer2, answers):
    link = f"{ADDRESS}?milestone={permit.pk}"
    assert sign_in(officer).get(ADDRESS).content.decode().count(link) == 1, "once, where its tranche waits"
    with writing(officer) as recording:
        road = Milestone(slug="road", project=permit.project, name="Road built", kind="other")
        entities.create(road, recording=recording)
    listed = sign_in(officer).get(ADDRESS)
    assert "for which no tranche waits" in words(listed)
    assert f"{ADDRESS}?milestone={road.pk}" in listed.content.decode()
    bare = {name: answers[name] for name in ("happened_on", "note", "new_publisher", "new_title", "new_file", "why")}
    propose(officer, road, bare)
    assert "Approved: it is on record now." in approve(officer2, Proposal.objects.get())
    assert f"{ADDRESS}?milestone={road.pk}" not in sign_in(officer).get(ADDRESS).content.decode()


def test_milestones_of_the_programs_of_others_are_not_listed(loan, permit, officer):
    Assignment.objects.filter(officer=officer).delete()
    assert "Nor is a milestone of your programs open." in words(sign_in(officer).get(ADDRESS))


def test_the_approval_is_the_verification_and_each_writes_in_their_own_name(loan, permit, officer, officer2, answers):
    propose(officer, permit, answers)
    before = Recording.objects.latest("serial").serial
    proposal = Proposal.objects.get()
    approve(officer2, proposal)
    said, seen = MilestoneForecast.objects.get(milestone=permit), MilestoneVerification.objects.get()
    payment = Transaction.objects.latest("number")
    assert (said.recording.by, str(said.forecast_on), said.counts_from) == (officer, "2026-06-15", date(2026, 6, 15))
    assert (seen.statement, seen.verified_by, seen.evidenced_by) == (said, officer2, officer)
    assert (payment.recording.by, str(payment.effective_on)) == (officer, "2026-06-25")
    assert [said.recording_id, seen.recording_id, payment.recording_id] == [before + 1, before + 2, before + 3]
    assert proposal.decision.written_id == payment.recording_id
    assert "proposed by officer, approved by officer2" in payment.recording.approval


def test_who_proposed_it_does_not_approve_it(loan, permit, officer, answers):
    propose(officer, permit, answers)
    assert "You proposed this yourself" in approve(officer, Proposal.objects.get())
    assert not MilestoneVerification.objects.exists()


def test_a_condition_in_words_is_met_in_the_same_way(loan, officer, officer2, answers):
    with writing(officer) as recording:
        third = Tranche(slug="third-draw", investment=loan, name="Third draw", amount=Decimal(5_000_000))
        tranches.create(third, recording=recording, today=TODAY)
        words_of_it = TrancheCondition(tranche=third, text="Offtake signed")
        tranches.add_condition(words_of_it, recording=recording, today=TODAY)
    answers |= {"tranche": str(third.pk), "paid_amount": "", "paid_on": ""}
    seen = words(propose(officer, words_of_it, answers, "condition"))
    assert "Proposed:" in seen, seen
    approve(officer2, Proposal.objects.get())
    assert states(loan)["Third draw"] == "released"
    assert ConditionVerification.objects.get().verified_by == officer2
    assert paid(loan) == Decimal(35_000_000)


def test_a_milestone_without_a_tranche_is_reached_and_verified(loan, permit, officer, officer2, answers):
    answers |= {"tranche": "", "released_on": "", "paid_amount": "", "paid_on": ""}
    propose(officer, permit, answers)
    assert "Approved: it is on record now." in approve(officer2, Proposal.objects.get())
    assert MilestoneVerification.objects.get().verified_by == officer2
    assert states(loan)["Second draw"] == "verified"


def test_what_another_condition_still_holds_is_refused_by_name_and_nothing_is_kept(loan, permit, officer, answers):
    with writing(officer) as recording:
        more = TrancheCondition(tranche=Tranche.objects.get(slug="second-draw"), text="Audit passed")
        tranches.add_condition(more, recording=recording, today=TODAY)
    shown = propose(officer, permit, answers)
    assert "Still open: Audit passed (waiting)" in words(shown)
    assert shown.context["form"].errors.keys() == {"tranche"}
    assert not Proposal.objects.exists()
    assert not Attachment.objects.exists()


def test_a_payment_above_what_is_released_is_refused_on_its_field(loan, permit, officer, answers):
    shown = propose(officer, permit, answers | {"paid_amount": "10,000,001"})
    assert "This would disburse $45,000,001.00 against $45,000,000.00 of released tranches" in words(shown)
    assert shown.context["form"].errors.keys() == {"paid_amount"}


def test_what_was_recorded_beside_it_is_taken_in(loan, permit, officer, officer2, answers):
    propose(officer, permit, answers)
    record_entries([entry(loan, Kind.INTEREST, "2026-03-01", "1000")], by=officer)
    assert "Approved: it is on record now." in approve(officer2, Proposal.objects.get())
    assert paid(loan) == Decimal(45_000_000)


def test_when_a_part_is_refused_nothing_of_it_stays(loan, permit, officer, officer2, answers):
    propose(officer, permit, answers)
    with writing(officer) as recording:
        tranches.lapse(Tranche.objects.get(slug="second-draw"), reason="late", recording=recording, today=localdate())
    assert "is lapsed since" in approve(officer2, Proposal.objects.get())
    assert Proposal.objects.get().is_open
    assert not MilestoneForecast.objects.filter(milestone=permit).exists()
    assert not MilestoneVerification.objects.exists()
    assert paid(loan) == Decimal(35_000_000)


def test_the_page_lists_what_waits_in_the_programs_of_the_officer(loan, permit, officer, officer2, manager, cast):
    seen = words(sign_in(officer).get(ADDRESS))
    assert "saltwash-doe-loan Second draw $10,000,000.00 Permit granted It happened Permit granted" in seen, seen
    officer2.assignments.all().delete()
    assert "No tranche of your programs waits" in words(sign_in(officer2).get(ADDRESS))
    assert sign_in(manager).get(ADDRESS).status_code in (302, 403)


def test_what_happened_already_is_sent_to_its_page(loan, permit, officer, officer2, answers):
    propose(officer, permit, answers)
    approve(officer2, Proposal.objects.get())
    seen = words(sign_in(officer).get(f"{ADDRESS}?milestone={permit.pk}", follow=True))
    assert "Permit granted is on record as met on 2026-06-15" in seen


def test_an_office_of_one_records_the_evidence_and_nobody_verifies_it(loan, permit, officer, answers, office_of_one):
    shown = propose(officer, permit, answers)
    assert "Still open: Permit granted (evidenced)" in words(shown)
    assert "Recorded: Permit granted" in words(
        propose(officer, permit, answers | {"tranche": "", "paid_amount": "", "paid_on": "", "new_file": upload()})
    )
    assert states(loan)["Second draw"] == "evidenced"
