"""Milestones and what precedes them, the money around them, alerts, waivers."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.models import Tranche, TrancheCondition
from portfolio.services import tranches
from projects.models import HealthChange, Milestone, MilestoneForecast, Predecessor
from projects.services import alerts, milestones
from record.models import Recording
from record.services import entities, facts, sources
from tests.cast import TODAY, day, now, writing
from tests.portfolio.reports.answers import ask, rows_of, total

pytestmark = pytest.mark.long


def by_milestone(report):
    return {row["milestone"]: row for row in rows_of(report)}


@pytest.fixture
def plant(cast):
    """A permit before a plant: promised for the end of 2025 and of 2026; the permit is now due by August 2026."""
    with writing() as recording:
        made = [
            entities.create(
                Milestone(
                    slug=slug, project=cast.projects["saltwash-clay"], name=slug, kind=kind,
                    owner=cast.people["officer"],
                ),
                recording=recording,
            )
            for slug, kind in (("permit", "permit"), ("plant", "commissioning"))
        ]  # fmt: skip
        for one, kind, happens, stated in (
            (made[0], "baseline", "2025-12-31", "2025-06-01"),
            (made[1], "baseline", "2026-12-31", "2025-06-01"),
            (made[0], "forecast", "2026-08-31", "2026-05-01"),
        ):
            statement = MilestoneForecast(
                milestone=one, kind=kind, forecast_on=day(happens), effective_on=day(stated), citation=cast.citation
            )
            facts.record(statement, recording=recording)
        milestones.precede(Predecessor(milestone=made[1], predecessor=made[0]), recording=recording)
    return made[1]


def test_a_slip_of_a_predecessor_shows_on_what_follows_it(plant):
    found = by_milestone(ask("milestones", now()))
    assert found["permit"]["slip_days"] == "243"
    assert found["permit"]["health"] == "late"
    assert (found["plant"]["slip_days"], found["plant"]["predecessors"]) == ("0", "permit")
    assert (found["plant"]["carried_slip_days"], found["plant"]["carried_from"]) == ("243", "permit")


def test_the_source_of_the_day_in_force_stands_first(cast, plant):
    """The permit's forecast is of cast2, its first promise of cast1; of the plant nothing but the promise is said."""
    with writing() as recording:
        sources.add_source(recording=recording, slug="cast2", publisher="Gazette", title="Second", published_on=None)
        statement = MilestoneForecast(
            milestone=Milestone.objects.get(slug="permit"), kind="forecast", forecast_on=day("2026-09-30"),
            effective_on=day("2026-05-15"), citation=sources.cite(["cast2"]),
        )  # fmt: skip
        facts.record(statement, recording=recording)
    found = by_milestone(ask("milestones", now()))
    assert (found["permit"]["in_force_on"], found["permit"]["sources"]) == ("2026-09-30", "cast2;cast1")
    assert found["plant"]["sources"] == "cast1"


def test_money_out_and_money_waiting_stand_beside_the_milestone(cast, plant, officer):
    loan = cast.investments["saltwash-doe-loan"]
    for slug, amount in (("first", "35000000"), ("second", "30000000")):
        with writing(officer) as recording:
            made = tranches.create(
                Tranche(slug=slug, investment=loan, name=slug, amount=Decimal(amount)), recording=recording, today=TODAY
            )
            if slug == "second":
                tranches.add_condition(
                    TrancheCondition(tranche=made, milestone=plant), recording=recording, today=TODAY
                )
            else:
                tranches.release(made, recording=recording, today=TODAY)
    found = by_milestone(ask("milestones", now()))
    plant = found["plant"]
    assert (plant["awards_disbursed_usd"], plant["tranches_waiting_usd"]) == ("35000000.00", "30000000.00")
    assert found["permit"]["tranches_waiting_usd"] == ""
    report = ask("tranches", now())
    assert [(row["tranche"], row["tranche_state"], row["conditions"]) for row in rows_of(report)] == [
        ("first", "released", ""),
        ("second", "waiting", "plant: waiting"),
    ]
    assert total(report, "Total") == {"waiting_usd": Decimal("30000000"), "released_usd": Decimal("35000000")}


def test_waivers_have_a_report_of_their_own(cast, officer, officer2):
    loan = cast.investments["saltwash-doe-loan"]
    with writing(officer) as recording:
        made = tranches.create(
            Tranche(slug="second", investment=loan, name="second", amount=Decimal("30000000")),
            recording=recording,
            today=TODAY,
        )
        condition = TrancheCondition(tranche=made, text="insurance is in place")
        tranches.add_condition(condition, recording=recording, today=TODAY)
    with writing(officer) as recording:
        waiver = tranches.propose_waiver(made, reason="the insurer merges", recording=recording, today=TODAY)
    assert [row["decision"] for row in rows_of(ask("waivers", now()))] == ["open"]
    with writing(officer2) as recording:
        tranches.decide_waiver(waiver, grant=True, reason="a bank stands in", recording=recording, today=TODAY)
    (row,) = rows_of(ask("waivers", now()))
    assert (row["proposed_by"], row["waiver_reason"]) == ("officer", "the insurer merges")
    assert (row["decision"], row["decided_by"], row["decision_reason"]) == ("granted", "officer2", "a bank stands in")
    assert (row["unmet_conditions"], row["tranche_state"]) == ("insurance is in place", "waived")


def many(cast, start, stop):
    """Milestones in a row, each after the one before, overdue, and with a tranche that waits for it."""
    officer, loan = cast.people["officer"], cast.investments["saltwash-doe-loan"]
    before = None
    for number in range(start, stop):
        with writing(officer) as recording:
            one = entities.create(
                Milestone(slug=f"m{number}", project=cast.projects["saltwash-clay"], name=f"m{number}", kind="other"),
                recording=recording,
            )
            for kind, happens in (("baseline", "2025-12-31"), ("forecast", "2026-05-31")):
                statement = MilestoneForecast(
                    milestone=one, kind=kind, forecast_on=day(happens), effective_on=day("2025-06-01")
                )
                facts.record(statement, recording=recording)
            if before:
                milestones.precede(Predecessor(milestone=one, predecessor=before), recording=recording)
            change = HealthChange(milestone=one, health="overdue", reason="passed", effective_on=day("2026-06-01"))
            facts.record(change, recording=recording)
            made = tranches.create(
                Tranche(slug=f"t{number}", investment=loan, name=f"t{number}", amount=Decimal(1)),
                recording=recording,
                today=TODAY,
            )
            condition = TrancheCondition(tranche=made, milestone=one)
            tranches.add_condition(condition, recording=recording, today=TODAY)
        before = one


@pytest.mark.parametrize("name", ["milestones", "slippage", "alerts", "tranches", "waivers"])
def test_a_report_asks_as_often_about_forty_milestones_as_about_four(cast, name):
    counts = []
    for start, stop in ((0, 4), (4, 40)):
        many(cast, start, stop)
        with CaptureQueriesContext(connection) as asked:
            rows = rows_of(ask(name, now()))
        counts.append(len(asked))
        assert name in ("slippage", "waivers") or len(rows) == stop
    assert counts[0] == counts[1]


class TestAlerts:
    @pytest.fixture
    def raised(self, plant):
        """The permit turned late on 1 May and overdue on 5 June; the plant is watched and well."""
        permit = Milestone.objects.get(slug="permit")
        with writing() as recording:
            for on_day, before, health in (("2026-05-01", "", "late"), ("2026-06-05", "late", "overdue")):
                facts.record(
                    HealthChange(
                        milestone=permit, health=health, before=before, reason="due", effective_on=day(on_day)
                    ),
                    recording=recording,
                )
        return permit

    def test_one_is_raised_with_its_next_step_and_closed_by_the_next_health(self, raised):
        overdue, late = rows_of(ask("alerts", now()))
        assert (overdue["raised_health"], overdue["raised_on"], overdue["is_open"]) == ("overdue", "2026-06-05", "true")
        assert overdue["next_step"].startswith("Ask the operator whether it happened")
        assert (late["raised_health"], late["alert_closed_on"], late["turned_to"]) == ("late", "2026-06-05", "overdue")
        assert (overdue["agencies"], overdue["programs"], overdue["officer"]) == ("DOE", "DOE-ATVM", "officer")

    def test_it_stands_under_its_officer_and_program(self, raised):
        assert len(rows_of(ask("alerts", now(), officer="officer", program="DOE-ATVM", health="overdue"))) == 1
        assert rows_of(ask("alerts", now(), program="DOE-MESC")) == []
        assert rows_of(ask("alerts", now(), officer="officer2")) == []

    def test_it_shows_who_has_seen_it_and_what_is_done(self, raised, officer):
        before = now()
        alert = HealthChange.objects.get(health="overdue")
        with writing(officer) as recording:
            alerts.acknowledge(alert, note="a letter went out", recording=recording, today=date(2026, 6, 20))
        row = rows_of(ask("alerts", now(), health="overdue"))[0]
        assert (row["acknowledged_by"], row["acknowledged_on"]) == ("officer", "2026-06-20")
        assert row["what_is_done"] == "a letter went out"
        assert rows_of(ask("alerts", before, health="overdue"))[0]["what_is_done"] == ""

    def test_it_is_read_as_of_its_day(self, raised):
        at = Recording.objects.as_of(date(2026, 5, 10), now().known_at)
        (row,) = rows_of(ask("alerts", at))
        assert (row["raised_health"], row["is_open"]) == ("late", "true")
