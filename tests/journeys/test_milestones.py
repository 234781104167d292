"""From the officer's forms to the reports: a forecast moves, it happens, a second officer verifies, money goes."""

from decimal import Decimal

import pytest
from django.utils.timezone import localdate
from django_celery_beat.models import PeriodicTask

from config.celery import SCHEDULE
from portfolio.models import ConditionEvidence, ConditionVerification, Tranche, TrancheCondition, TrancheDecision
from portfolio.positions.tranche_state import tranche_statuses
from projects.models import (
    Acknowledgement,
    HealthChange,
    Milestone,
    MilestoneForecast,
    MilestoneVerification,
    Predecessor,
)
from record.models import Job, Source
from record.services import entities, facts, schedules, sources
from tests.cast import day, now, writing
from tests.desk import add_page, approve_what_waits, page, sign_in, words
from tests.due import run_due
from tests.portfolio.reports.answers import ask, rows_of

pytestmark = pytest.mark.long


@pytest.fixture
def desk(cast):
    return sign_in(cast.people["officer"])


@pytest.fixture
def second(cast):
    return sign_in(cast.people["officer2"])


@pytest.fixture
def evidence(cast):
    with writing() as recording:
        return sources.add_source(
            recording=recording, slug="photo", publisher="Operator", title="Photo", address="https://example.com/p"
        )


@pytest.fixture
def plant(cast):
    with writing() as recording:
        made = entities.create(
            Milestone(slug="plant", project=cast.projects["saltwash-clay"], name="plant runs", kind="commissioning"),
            recording=recording,
        )
        facts.record(
            MilestoneForecast(
                milestone=made, kind="baseline", forecast_on=day("2026-03-31"), effective_on=day("2025-09-01")
            ),
            recording=recording,
        )
    return made


def known():
    """Today, as the forms read it."""
    return now(localdate())


def stated(kind, happens, stated_on, source):
    return {
        "kind": kind, "forecast_on": happens, "effective_on": stated_on, "note": "", "sources": str(source.pk),
        "why": "the operator's letter",
    }  # fmt: skip


def milestone_row():
    return next(row for row in rows_of(ask("milestones", known())) if row["milestone"] == "plant")


def test_a_forecast_moves_it_happens_and_a_second_officer_verifies(desk, second, cast, plant, evidence):
    project = words(desk.get(page(cast.projects["saltwash-clay"])))
    assert "Move the forecast" in project
    assert "It happened" in project
    there = add_page(MilestoneForecast, milestone=plant)
    assert desk.post(there, stated("forecast", "2026-09-30", "2026-05-01", evidence)).status_code == 302
    assert (milestone_row()["in_force_on"], milestone_row()["slip_days"]) == ("2026-09-30", "183")

    refused = words(desk.post(there, stated("baseline", "2026-08-31", "2026-05-02", evidence)))
    assert "The first promise is frozen: 2026-03-31, said 2025-09-01" in refused
    refused = words(desk.post(there, stated("baseline", "2026-02-28", "2025-08-01", evidence)))
    assert "changes every slip counted from it. Give the reason" in refused

    bare = Source.objects.get(slug="cast1")
    assert "needs evidence" in words(desk.post(there, stated("actual", "2026-06-20", "2026-06-21", bare)))
    assert desk.post(there, stated("actual", "2026-06-20", "2026-06-21", evidence)).status_code == 302
    approve_what_waits(cast.people["officer2"])
    done = MilestoneForecast.objects.get(kind="actual")
    assert (milestone_row()["health"], milestone_row()["is_verified"]) == ("done", "false")

    verify = add_page(MilestoneVerification, statement=done)
    step = {"note": "seen on the photo", "why": "verification"}
    assert "officer recorded the evidence in recording" in words(desk.post(verify, step))
    assert second.post(verify, step).status_code == 302
    assert milestone_row()["is_verified"] == "true"


def test_what_precedes_is_linked_on_the_milestones_page_and_a_circle_refused(desk, cast, plant):
    with writing() as recording:
        permit = entities.create(
            Milestone(slug="permit", project=plant.project, name="permit", kind="permit"), recording=recording
        )
    step = {"predecessor": str(permit.pk), "note": "", "why": "the plan says so"}
    assert desk.post(add_page(Predecessor, milestone=plant), step).status_code == 302
    assert "permit" in words(desk.get(page(plant)))
    back = {"predecessor": str(plant.pk), "note": "", "why": "a mistake"}
    assert "That would be a circle" in words(desk.post(add_page(Predecessor, milestone=permit), back))


def test_money_waits_and_is_released_step_by_step(desk, second, cast, evidence):
    loan = cast.investments["saltwash-doe-loan"]
    made = {
        "investment": str(loan.pk), "name": "second draw", "amount": "30000000", "slug": "", "note": "",
        "sources": str(evidence.pk), "why": "the loan agreement",
    }  # fmt: skip
    assert desk.post(add_page(Tranche, investment=loan), made).status_code == 302
    tranche = Tranche.objects.get()
    assert tranche.amount == Decimal("30000000")
    condition = {"milestone": "", "text": "insurance is in place", "note": "", "why": "section 4 of the agreement"}
    assert desk.post(add_page(TrancheCondition, tranche=tranche), condition).status_code == 302
    shown = words(desk.get(page(tranche)))
    assert "insurance is in place" in shown
    assert "Give evidence" in shown
    release = {"state": "released", "note": "", "why": "all is met"}
    there = add_page(TrancheDecision, tranche=tranche)
    assert "is waiting, so it is not released. Still open: insurance is in place" in words(desk.post(there, release))

    given = {"effective_on": "2026-06-20", "note": "", "sources": str(evidence.pk), "why": "the policy"}
    about = add_page(ConditionEvidence, condition=TrancheCondition.objects.get())
    assert desk.post(about, given).status_code == 302
    verify = add_page(ConditionVerification, evidence=ConditionEvidence.objects.get())
    assert "Ask another officer to verify it" in words(desk.post(verify, {"note": "", "why": "looked"}))
    assert second.post(verify, {"note": "", "why": "looked"}).status_code == 302
    assert desk.post(there, release).status_code == 302
    approve_what_waits(cast.people["officer2"])
    assert [str(one.state) for one in tranche_statuses(known())] == ["released"]
    assert "released" in words(desk.get(page(loan)))
    more = {"name": "second draw", "amount": "90000000", "note": "", "sources": str(evidence.pk), "why": "more"}
    seen = {"seen": str(tranche.recording_id), "effective_on": ""}
    assert "is released since" in words(desk.post(page(tranche), more | seen))


def test_an_alert_is_acknowledged_with_a_note(desk, plant):
    with writing() as recording:
        alert = facts.record(
            HealthChange(milestone=plant, health="overdue", reason="passed", effective_on=day("2026-06-01")),
            recording=recording,
        )
    assert "Acknowledge" in words(desk.get(page(plant)))
    there = add_page(Acknowledgement, change=alert)
    assert "Say it in a sentence." in words(desk.post(there, {"note": "", "why": "seen"}))
    assert desk.post(there, {"note": "a letter went out", "why": "seen"}).status_code == 302
    assert rows_of(ask("alerts", known()))[0]["what_is_done"] == "a letter went out"


class TestBackgroundWork:
    @pytest.fixture
    def administrator_desk(self, cast):
        return sign_in(cast.people["administrator"])

    def test_run_now_is_the_administrators(self, administrator_desk, desk, plant):
        there = "/admin/record/job/run/watch/"
        assert desk.post(there).status_code == 403
        answer = administrator_desk.post(there, follow=True)
        assert "Watch the milestones" in words(answer)
        assert "waiting" in words(answer)
        from django.utils import timezone

        run_due(clock=timezone.now)
        shown = words(administrator_desk.get("/admin/record/job/"))
        assert "succeeded" in shown
        assert "100%" in shown
        assert Job.objects.get().outcome in shown
        assert administrator_desk.get("/admin/record/job/run/nothing/").status_code == 403

    def test_a_schedule_is_changed_in_words(self, administrator_desk, desk):
        schedules.seed(SCHEDULE)
        task = PeriodicTask.objects.get(name="watch the milestones")
        assert desk.get(page(task)).status_code == 403
        assert 'value="every night at 06:00"' in administrator_desk.get(page(task)).content.decode()
        refused = administrator_desk.post(page(task), {"when": "at dawn", "enabled": "on"})
        assert '"at dawn" is not understood. Write for example: every minute' in words(refused)
        administrator_desk.post(page(task), {"when": "every night at 2:30", "enabled": "on"})
        assert schedules.words_of(PeriodicTask.objects.get(pk=task.pk)) == "every night at 02:30"
