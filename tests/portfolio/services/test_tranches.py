"""Money that waits: conditions, evidence by one, verification by another, waivers, and the ledger's refusal."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from portfolio.calculations.kinds import Kind
from portfolio.models import ConditionEvidence, Tranche, TrancheCondition, TrancheDecision, Transaction, WaiverDecision
from portfolio.positions.tranche_state import tranche_statuses
from portfolio.services import ledger_book, tranches
from projects.models import Milestone, MilestoneForecast
from projects.services import milestones
from record.services import entities, sources
from tests.cast import day, entry, now, record_entries, writing

TODAY = date(2026, 6, 30)


@pytest.fixture
def evidence(cast):
    with writing() as recording:
        sources.add_source(
            recording=recording, slug="report", publisher="Engineer", title="Report", address="https://example.com/r"
        )
        return sources.cite(["report"])


@pytest.fixture
def loan(cast):
    """A loan of 100 million, 35 drawn, whose next 30 million wait for a milestone and a covenant."""
    return cast.investments["saltwash-doe-loan"]


def tranche(loan, name, amount, officer):
    with writing(officer) as recording:
        return tranches.create(
            Tranche(slug=name, investment=loan, name=name, amount=Decimal(amount)), recording=recording, today=TODAY
        )


@pytest.fixture
def plant(cast):
    with writing() as recording:
        return entities.create(
            Milestone(slug="plant", project=cast.projects["saltwash-clay"], name="plant runs", kind="commissioning"),
            recording=recording,
        )


@pytest.fixture
def waiting(loan, plant, officer):
    first = tranche(loan, "first", "35000000", officer)
    with writing(officer) as recording:
        tranches.release(first, recording=recording, today=TODAY)
    second = tranche(loan, "second", "30000000", officer)
    for condition in (TrancheCondition(milestone=plant), TrancheCondition(text="insurance is in place")):
        condition.tranche = second
        with writing(officer) as recording:
            tranches.add_condition(condition, recording=recording, today=TODAY)
    return second


def state(tranche):
    return next(str(one.state) for one in tranche_statuses(now()) if one.tranche.pk == tranche.pk)


def give_evidence(waiting, evidence, by):
    condition = TrancheCondition.objects.exclude(text="").get(tranche=waiting)
    with writing(by) as recording:
        return tranches.give_evidence(
            ConditionEvidence(condition=condition, citation=evidence, effective_on=day("2026-06-01")),
            recording=recording,
            today=TODAY,
        )


def draw(loan, by, amount="1", on="2026-06-30"):
    return record_entries([entry(loan, Kind.DISBURSEMENT, on, amount)], by=by)


def test_the_way_from_waiting_to_money(waiting, loan, plant, evidence, officer, officer2):
    assert state(waiting) == "waiting"
    given = give_evidence(waiting, evidence, officer)
    with writing(officer) as recording:
        done = milestones.state(
            MilestoneForecast(
                milestone=plant, kind="actual", forecast_on=day("2026-05"), effective_on=day("2026-06-02"),
                citation=evidence,
            ),
            recording=recording,
            today=TODAY,
        )  # fmt: skip
    assert state(waiting) == "evidenced"
    with pytest.raises(ValidationError, match=r"second of \$30,000,000.00 is evidenced.* insurance is in place"):
        release(waiting, officer)
    with pytest.raises(ValidationError, match="officer recorded the evidence in recording"), writing(officer) as one:
        tranches.verify(given, recording=one, today=TODAY)
    with writing(officer2) as recording:
        tranches.verify(given, recording=recording, today=TODAY)
    with writing(officer2) as recording:
        milestones.verify(done, recording=recording, today=TODAY)
    assert state(waiting) == "verified"
    release(waiting, officer)
    assert state(waiting) == "released"
    draw(loan, officer, "30000000")
    with pytest.raises(ValidationError, match=r"second of \$30,000,000.00 is released since 2026-06-30"):
        release(waiting, officer)


def release(tranche, by):
    with writing(by) as recording:
        return tranches.release(tranche, recording=recording, today=TODAY)


def test_a_draw_above_what_is_released_is_refused_with_the_numbers(waiting, loan, officer):
    before = Transaction.objects.count()
    with pytest.raises(
        ValidationError,
        match=r"This would disburse \$35,000,001.00 against \$35,000,000.00 of released tranches on 2026-06-30 "
        r"\(1 of 2 released\). Release the next tranche first",
    ):
        draw(loan, officer)
    assert Transaction.objects.count() == before


def test_a_back_dated_draw_leaves_room_for_those_after_it(loan, officer):
    first = tranche(loan, "first", "40000000", officer)
    release(first, officer)
    with pytest.raises(ValidationError, match=r"against \$0.00 of released tranches on 2025-12-01"):
        draw(loan, officer, "1000000", "2025-12-01")


def test_an_import_of_many_entries_is_asked_as_well(waiting, loan, officer):
    drafts = [entry(loan, Kind.DISBURSEMENT, "2026-06-30", "1") for _ in range(ledger_book.FEW + 2)]
    with pytest.raises(ValidationError, match="of released tranches"):
        record_entries(drafts, by=officer)


def test_an_award_without_tranches_is_not_asked(cast, officer):
    draw(cast.investments["palisade-doe-grant"], officer, "5000000")


def test_a_waiver_is_proposed_by_one_and_granted_by_another(waiting, loan, officer, officer2):
    with pytest.raises(ValidationError, match="gives its reason"), writing(officer) as recording:
        tranches.propose_waiver(waiting, reason=" ", recording=recording, today=TODAY)
    with writing(officer) as recording:
        waiver = tranches.propose_waiver(waiting, reason="the insurer merges", recording=recording, today=TODAY)
    with pytest.raises(ValidationError, match="is proposed already"), writing(officer2) as recording:
        tranches.propose_waiver(waiting, reason="the same", recording=recording, today=TODAY)
    with pytest.raises(ValidationError, match="A decision gives its reason."), writing(officer2) as recording:
        tranches.decide_waiver(waiver, grant=True, reason=" ", recording=recording, today=TODAY)
    with pytest.raises(ValidationError, match="officer proposed this waiver"), writing(officer) as recording:
        tranches.decide_waiver(waiver, grant=True, reason="fine", recording=recording, today=TODAY)
    assert state(waiting) == "waiting"
    with writing(officer2) as recording:
        tranches.decide_waiver(waiver, grant=True, reason="bridged by a guarantee", recording=recording, today=TODAY)
    assert state(waiting) == "waived"
    release(waiting, officer)
    draw(loan, officer, "30000000")


def test_a_waiver_that_is_declined_opens_nothing(waiting, officer, officer2):
    with writing(officer) as recording:
        waiver = tranches.propose_waiver(waiting, reason="in a hurry", recording=recording, today=TODAY)
    with writing(officer2) as recording:
        tranches.decide_waiver(waiver, grant=False, reason="no hurry is known", recording=recording, today=TODAY)
    assert state(waiting) == "waiting"


def test_the_database_refuses_a_decision_by_who_proposed(waiting, officer, officer2):
    with writing(officer) as recording:
        waiver = tranches.propose_waiver(waiting, reason="in a hurry", recording=recording, today=TODAY)
    for proposed, decided in ((officer, officer), (officer2, officer)):
        with writing(officer) as recording, pytest.raises(IntegrityError), transaction.atomic():
            WaiverDecision.objects.create(
                waiver=waiver, proposed_by=proposed, decided_by=decided, is_granted=True, note="fine",
                counts_from=TODAY, recording=recording,
            )  # fmt: skip


def test_a_release_is_taken_back_only_while_no_money_rests_on_it(waiting, loan, officer):
    first, spare = TrancheDecision.objects.get(), tranche(loan, "spare", "5000000", officer)
    with pytest.raises(
        ValidationError, match=r"disburse \$35,000,000.00 against \$0.00 .* Reverse what was paid first"
    ):
        take_back(first, officer)
    take_back(release(spare, officer), officer)
    assert state(spare) == "no conditions"


def take_back(decision, by):
    with writing(by) as recording:
        tranches.take_back(decision, reason="a mistake", recording=recording, today=TODAY)


def test_a_tranche_that_lapsed_stays_so(waiting, officer):
    with writing(officer) as recording:
        tranches.lapse(waiting, reason="the loan was reduced", recording=recording, today=TODAY)
    assert state(waiting) == "lapsed"
    with pytest.raises(ValidationError, match="is lapsed since 2026-06-30"):
        release(waiting, officer)


def test_nobody_writes_outside_the_programs(cast, officer, manager):
    with pytest.raises(PermissionDenied, match="manager is not assigned to DOE-ATVM"):
        tranche(cast.investments["saltwash-doe-loan"], "first", "1", manager)
