"""Approvals: one proposes, another decides, and nobody alone writes what is proposed."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from portfolio.calculations.kinds import Instrument, Status
from portfolio.models import (
    Assignment,
    Deal,
    Investment,
    InvestmentStatus,
    Terms,
    Tranche,
    TrancheCondition,
    TrancheDecision,
    Transaction,
)
from portfolio.services import deals, tranches
from portfolio.services.handlers.deals import payload_of
from projects.models import Milestone, MilestoneForecast
from record.models import Decision, Proposal, Retraction
from record.services import approvals, entities, sources
from record.services.row_formatting import format_value
from tests.cast import TODAY, day, entry, record_entries, writing


@pytest.fixture
def grant(cast):
    """Committed 10, bound 8, paid 3 million."""
    return cast.investments["palisade-doe-grant"]


def payment(grant, amount="1000000"):
    row = Transaction(investment=grant, kind="disbursement", amount=Decimal(amount), effective_on=day("2026-01-15"))
    return {"row": format_value(row), "sources": "cast1"}


def propose(kind, payload, by):
    with writing(by, "the invoice of January") as recording:
        return approvals.propose(kind, payload, recording=recording, today=TODAY)


def approve(proposal, by):
    return approvals.approve(proposal, by=by, shown_hash=proposal.shown_hash, today=TODAY)


def test_a_proposal_writes_nothing_and_shows_before_and_after(grant, officer):
    entries = Transaction.objects.count()
    proposal = propose("entry", payment(grant), officer)
    assert Transaction.objects.count() == entries
    assert (proposal.amount, proposal.shares, proposal.subject) == (Decimal("1000000.00"), None, "palisade-doe-grant")
    assert ["Disbursed", "$3,000,000.00", "$4,000,000.00"] in proposal.shown["totals"]
    assert ["Undisbursed", "$5,000,000.00", "$4,000,000.00"] in proposal.shown["totals"]
    assert ["Amount", "", "$1,000,000.00"] in proposal.shown["fields"]


def test_the_rules_refuse_at_once(grant, officer):
    with pytest.raises(ValidationError, match=r"would disburse .* [$]8,000,000.00"):
        propose("entry", payment(grant, "6000000"), officer)
    assert not Proposal.objects.exists()


def test_another_officer_approves_and_the_row_names_both(grant, officer, officer2):
    decision = approve(propose("entry", payment(grant), officer), officer2)
    row = Transaction.objects.order_by("-number").first()
    assert (row.investment, row.amount, row.citation.text) == (grant, Decimal("1000000.00"), "cast1")
    assert (row.recording, row.recording.by, row.recording.why) == (
        decision.written, officer, "the invoice of January",
    )  # fmt: skip
    assert row.recording.approval == f"proposed by officer, approved by officer2: proposal {decision.proposal_id}"
    assert (decision.outcome, decision.decided_by, decision.recording.by) == ("approved", officer2, officer2)


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_approves_the_own_proposal(grant, officer, is_superuser):
    officer.is_superuser = is_superuser
    officer.save()
    proposal = propose("entry", payment(grant), officer)
    with pytest.raises(ValidationError, match="You proposed this yourself"):
        approve(proposal, officer)
    with pytest.raises(ValidationError, match="You proposed this yourself"):
        approvals.send_back(proposal, by=officer, reason="no", today=TODAY)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("claimed", ["officer", "officer2"])
def test_the_database_refuses_an_approval_by_who_proposed(cast, grant, officer, claimed):
    proposal = propose("entry", payment(grant), officer)
    with writing(officer) as recording, pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            proposal=proposal, outcome="returned", note="fine", proposed_by=cast.people[claimed], decided_by=officer,
            counts_from=TODAY, recording=recording,
        )  # fmt: skip


def test_a_manager_and_an_officer_of_other_programs_decide_nothing(cast, grant, officer, officer2, manager):
    proposal = propose("entry", payment(grant), officer)
    Assignment.objects.filter(officer=officer2, agency=grant.agency).delete()
    for one in (manager, officer2):
        with pytest.raises(PermissionDenied, match=f"{one} may not decide"):
            approve(proposal, one)
    assert approvals.waiting_for(officer2) == []


def test_the_second_approver_reads_who_was_first(cast, grant, officer, officer2):
    proposal = propose("entry", payment(grant), officer)
    approve(proposal, officer2)
    entries = Transaction.objects.count()
    with pytest.raises(ValidationError, match="officer2 decided this at .*: approved. Nothing was done now."):
        approve(proposal, officer2)
    assert Transaction.objects.count() == entries


def test_a_proposal_lapses_when_the_same_was_recorded_since_and_says_what(grant, officer, officer2):
    proposal = propose("entry", payment(grant), officer)
    record_entries([entry(grant, "disbursement", "2026-01-15", "1000000")], by=officer2)
    entries = Transaction.objects.count()
    decision = approve(proposal, officer2)
    assert decision.outcome == "lapsed"
    assert "The same was recorded since: T000011." in decision.note
    assert Transaction.objects.count() == entries


def test_another_entry_of_the_award_leaves_a_proposal_standing(grant, officer, officer2):
    proposal = propose("entry", payment(grant), officer)
    record_entries([entry(grant, "disbursement", "2026-02-01", "500000")], by=officer2)
    assert "transaction T000011 was recorded by officer2 in recording" in approvals.news_of(proposal)
    assert approve(proposal, officer2).outcome == "approved"


def test_another_entry_of_the_award_leaves_a_proposal_of_another_kind_standing(grant, officer, officer2):
    status = grant.statuses.order_by("-pk")[0]
    payload = {"model": "portfolio.InvestmentStatus", "pk": status.pk, "reason": "too early"}
    proposal = propose("retraction", payload, officer)
    record_entries([entry(grant, "disbursement", "2026-02-01", "500000")], by=officer2)
    assert approve(proposal, officer2).outcome == "approved"
    assert Retraction.objects.get().reason == "too early"


def test_what_moves_elsewhere_makes_nothing_lapse(cast, grant, officer, officer2):
    proposal = propose("entry", payment(grant), officer)
    loan = cast.investments["saltwash-doe-loan"]
    record_entries([entry(loan, "disbursement", "2026-03-01", "500000")], by=officer2)
    assert approve(proposal, officer2).outcome == "approved"


def test_an_approval_is_bound_to_what_was_shown(grant, officer, officer2):
    proposal = propose("entry", payment(grant), officer)
    with pytest.raises(ValidationError, match="What you saw is not what"):
        approvals.approve(proposal, by=officer2, shown_hash="0" * 64, today=TODAY)


def test_a_return_and_a_withdrawal_give_their_reasons(grant, officer, officer2):
    first, second = (propose("entry", payment(grant, amount), officer) for amount in ("1000000", "900000"))
    with pytest.raises(ValidationError, match="Say why"):
        approvals.send_back(first, by=officer2, reason=" ", today=TODAY)
    assert approvals.send_back(first, by=officer2, reason="the invoice says 900,000", today=TODAY).note
    with pytest.raises(ValidationError, match="officer proposed this and alone withdraws it"):
        approvals.withdraw(second, by=officer2, reason="no", today=TODAY)
    assert approvals.withdraw(second, by=officer, reason="entered twice", today=TODAY).outcome == "withdrawn"
    with pytest.raises(ValidationError, match="officer2 decided this"):
        approve(first, officer2)


def test_the_very_same_waits_once(grant, officer, officer2):
    first = propose("entry", payment(grant), officer)
    with pytest.raises(ValidationError, match=f"officer proposed this at .* it waits already: proposal {first.pk}"):
        propose("entry", payment(grant), officer2)
    approvals.send_back(first, by=officer2, reason="the invoice is missing", today=TODAY)
    assert propose("entry", payment(grant), officer)


def test_what_waits_is_shown_to_others_alone(grant, officer, officer2, manager, auditor):
    proposal = propose("entry", payment(grant), officer)
    assert approvals.waiting_for(officer2) == [proposal]
    assert [approvals.waiting_for(one) for one in (officer, manager, auditor)] == [[], [], []]
    approve(proposal, officer2)
    assert approvals.waiting_for(officer2) == []


def test_a_reversal_shows_what_it_undoes(grant, officer, officer2):
    paid = Transaction.objects.get(investment=grant, kind="disbursement")
    proposal = propose("reversal", {"number": paid.number, "reason": "paid to another"}, officer)
    assert ["Disbursed", "$3,000,000.00", "$0.00"] in proposal.shown["totals"]
    approve(proposal, officer2)
    assert Transaction.objects.get(reverses=paid).note == "paid to another"


def test_terms_show_each_field_before_and_after(cast, officer, officer2):
    loan = cast.investments["saltwash-doe-loan"]
    new = Terms(
        investment=loan, announced_amount=Decimal(100_000_000), principal=Decimal(95_000_000), confidence="high",
        effective_on=day("2026-05-01"),
    )  # fmt: skip
    proposal = propose("terms", {"row": format_value(new), "sources": "cast1"}, officer)
    assert ["Principal", "$90,000,000.00", "$95,000,000.00"] in proposal.shown["fields"]
    assert proposal.amount == Decimal("0.00")
    approve(proposal, officer2)
    assert Terms.objects.filter(investment=loan).order_by("-pk").first().principal == Decimal(95_000_000)


def test_a_status_and_its_retraction_wait_too(cast, grant, officer, officer2):
    row = InvestmentStatus(investment=grant, status="disbursing", effective_on=day("2025-10-01"))
    approve(propose("status", {"row": format_value(row), "sources": "cast1"}, officer), officer2)
    written = grant.statuses.order_by("-pk").first()
    assert written.status == "disbursing"
    payload = {"model": "portfolio.InvestmentStatus", "pk": written.pk, "reason": "too early"}
    approve(propose("retraction", payload, officer2), officer)
    assert Retraction.objects.get().reason == "too early"


def test_a_completion_is_proposed_with_its_evidence(cast, officer, officer2):
    with writing() as recording:
        milestone = entities.create(
            Milestone(slug="opens", project=cast.projects["saltwash-clay"], name="opens", kind="commissioning"),
            recording=recording,
        )
        sources.add_source(
            recording=recording, slug="photo", publisher="Saltwash", title="Opening", address="https://example.org/o"
        )
        sources.cite(["photo"])
    row = MilestoneForecast(
        milestone=milestone, kind="actual", forecast_on=day("2026-05-02"), effective_on=day("2026-05-03")
    )
    with pytest.raises(ValidationError, match="needs evidence"):
        propose("completion", {"row": format_value(row), "sources": "cast1"}, officer)
    proposal = propose("completion", {"row": format_value(row), "sources": "photo"}, officer)
    assert not milestone.statements.exists()
    approve(proposal, officer2)
    assert milestone.statements.get().recording.by == officer


def test_a_new_deal_is_one_proposal_and_then_one_recording(cast, officer, officer2):
    new = deals.NewAward(
        deal=Deal(slug="second-round", name="Second round"),
        recipient=cast.companies["palisade"],
        investment=Investment(
            slug="palisade-common", agency=cast.agencies["DOW"], program=cast.programs["DOW-OSC"],
            instrument=Instrument.COMMON_EQUITY.value,
        ),
        terms=Terms(
            announced_amount=Decimal(5_000_000), shares=Decimal(100_000), price_per_share=Decimal(50),
            announced_on=day("2026-02-01"), closed_on=day("2026-03-01"), confidence="high",
        ),
        status=Status.CLOSED,
        status_on=day("2026-03-01"),
        projects=[cast.projects["palisade-magnets"]],
        citation=cast.citation,
    )  # fmt: skip
    proposal = propose("deal", payload_of(deals.NewDeal(awards=[new])), officer)
    assert not Investment.objects.filter(slug="palisade-common").exists()
    assert ["Committed under DOW-OSC", "$60,000,000.00", "$65,000,000.00"] in proposal.shown["totals"]
    assert (proposal.amount, proposal.shares) == (Decimal("5000000.00"), Decimal("100000.000000"))
    decision = approve(proposal, officer2)
    made = Investment.objects.get(slug="palisade-common")
    assert made.created_in == decision.written
    assert {row.recording_id for row in (made.deal, made.terms.get(), made.transactions.get())} == {made.created_in_id}


def test_the_release_of_a_tranche_waits_for_another(cast, officer, officer2):
    loan = cast.investments["saltwash-doe-loan"]
    with writing(officer) as recording:
        second_draw = Tranche(slug="second-draw", investment=loan, name="second draw", amount=Decimal(30_000_000))
        tranche = tranches.create(second_draw, recording=recording, today=TODAY)
        condition = TrancheCondition(tranche=tranche, text="the insurer signs")
        tranches.add_condition(condition, recording=recording, today=TODAY)
    released = TrancheDecision(tranche=tranche, state="released", note="signed", effective_on=day("2026-06-30"))
    with pytest.raises(ValidationError, match="Still open: the insurer signs"):
        propose("tranche", {"row": format_value(released)}, officer)
    with writing(officer) as recording:
        waiver = tranches.propose_waiver(tranche, reason="the insurer merges", recording=recording, today=TODAY)
    with writing(officer2) as recording:
        tranches.decide_waiver(waiver, grant=True, reason="bridged", recording=recording, today=TODAY)
    proposal = propose("tranche", {"row": format_value(released)}, officer)
    assert (proposal.amount, tranche.decisions.count()) == (Decimal("30000000.00"), 0)
    approve(proposal, officer2)
    assert tranche.decisions.get().recording.by == officer
