"""What officers write about milestones."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from projects.models import HealthChange, Milestone, MilestoneForecast, MilestoneVerification, Predecessor
from projects.services import alerts, milestones
from record.services import entities, facts, sources
from tests.cast import day, writing

TODAY = date(2026, 6, 30)


def statement(milestone, kind, happens, stated_on, citation=None):
    return MilestoneForecast(
        milestone=milestone, kind=kind, forecast_on=day(happens), effective_on=day(stated_on), citation=citation
    )


def state(*words, by=None, reason="", citation=None):
    with writing(by) as recording:
        return milestones.state(statement(*words, citation), reason=reason, recording=recording, today=TODAY)


@pytest.fixture
def chain(cast):
    """Permit, construction and first production of one site, each with a promise of 2026-01-01."""
    with writing() as recording:
        made = [
            entities.create(
                Milestone(slug=name, project=cast.projects["saltwash-clay"], name=name, kind="other"),
                recording=recording,
            )
            for name in ("permit", "construction", "production")
        ]
    for one in made:
        state(one, "baseline", "2026-01-01", "2025-06-01")
    return made


@pytest.fixture
def evidence(cast):
    with writing() as recording:
        sources.add_source(
            recording=recording, slug="photo", publisher="Operator", title="A photo", address="https://example.com/p"
        )
        return sources.cite(["photo"])


class TestBaseline:
    def test_it_is_frozen(self, chain):
        with pytest.raises(ValidationError, match="The first promise is frozen: 2026-01-01, said 2025-06-01"):
            state(chain[0], "baseline", "2027-01-01", "2025-07-01", reason="it is later now")

    def test_an_earlier_one_needs_a_reason(self, chain):
        with pytest.raises(ValidationError, match="changes every slip counted from it. Give the reason"):
            state(chain[0], "baseline", "2025-10-01", "2025-03-01")
        made = state(chain[0], "baseline", "2025-10-01", "2025-03-01", reason="found in an older filing")
        assert made.note == "Back-dated, because: found in an older filing"

    def test_nothing_is_said_on_a_day_to_come(self, chain):
        with pytest.raises(ValidationError, match="2026-07-01 has not come yet"):
            state(chain[0], "forecast", "2027-01-01", "2026-07-01")


class TestItHappened:
    def test_it_needs_evidence_with_an_address_or_a_file(self, chain, cast):
        with pytest.raises(ValidationError, match="needs evidence: a source with an address or a file"):
            state(chain[0], "actual", "2026-03-01", "2026-03-02", citation=cast.citation)

    def test_it_has_not_happened_on_a_day_to_come(self, chain, evidence):
        with pytest.raises(ValidationError, match="Move the forecast instead"):
            state(chain[0], "actual", "2026-12", "2026-06-29", citation=evidence)

    def test_it_has_not_happened_after_the_day_on_which_that_was_said(self, chain, evidence):
        with pytest.raises(ValidationError, match="On 2026-03-02, when this was said, 2026-04 had not come yet"):
            state(chain[0], "actual", "2026-04", "2026-03-02", citation=evidence)
        assert state(chain[0], "actual", "2026-03", "2026-03-02", citation=evidence).pk

    def test_another_person_verifies_it(self, chain, evidence, officer, officer2):
        done = state(chain[0], "actual", "2026-03-01", "2026-03-02", by=officer, citation=evidence)
        with pytest.raises(ValidationError, match="officer recorded the evidence"), writing(officer) as recording:
            milestones.verify(done, recording=recording, today=TODAY)
        with writing(officer2) as recording:
            made = milestones.verify(done, recording=recording, today=TODAY)
        assert (made.evidenced_by, made.verified_by) == (officer, officer2)
        with pytest.raises(ValidationError, match="officer2 verified this on 2026-06-30"), writing(officer2) as again:
            milestones.verify(done, recording=again, today=TODAY)

    def test_the_database_refuses_the_same_person_under_any_name(self, chain, evidence, officer, officer2):
        done = state(chain[0], "actual", "2026-03-01", "2026-03-02", by=officer, citation=evidence)
        for named in ((officer, officer), (officer2, officer), (None, officer)):
            row = MilestoneVerification(
                statement=done, evidenced_by=named[0], verified_by=named[1], counts_from=TODAY, effective_on=day("2026")
            )
            with writing(officer) as recording:
                row.recording = recording
                with pytest.raises(IntegrityError), transaction.atomic():
                    row.save(force_insert=True)


class TestPredecessors:
    def link(self, milestone, predecessor):
        with writing() as recording:
            return milestones.precede(Predecessor(milestone=milestone, predecessor=predecessor), recording=recording)

    def test_a_circle_is_refused_with_its_way(self, chain):
        permit, construction, production = chain
        self.link(construction, permit)
        self.link(production, construction)
        with pytest.raises(ValidationError, match='circle: "production" waits for "construction" waits for "permit"'):
            self.link(permit, production)
        with pytest.raises(ValidationError, match='circle: "permit"'):
            self.link(permit, permit)
        with pytest.raises(ValidationError, match="permit stands before construction already"):
            self.link(construction, permit)

    def test_a_link_taken_back_closes_no_circle(self, chain):
        permit, construction, _ = chain
        link = self.link(construction, permit)
        with writing() as recording:
            facts.retract(link, reason="they are independent", recording=recording)
        self.link(permit, construction)


class TestAlerts:
    def change(self, milestone, health, on):
        with writing() as recording:
            return facts.record(
                HealthChange(milestone=milestone, health=health, reason="due", effective_on=day(on)),
                recording=recording,
            )

    def test_one_is_acknowledged_with_what_is_done(self, chain, officer):
        alert = self.change(chain[0], "overdue", "2026-06-01")
        with writing(officer) as recording:
            made = alerts.acknowledge(alert, note=" The operator answers on Friday. ", recording=recording, today=TODAY)
        assert made.note == "The operator answers on Friday."
        with pytest.raises(ValidationError, match="Say what is done"), writing(officer) as recording:
            alerts.acknowledge(alert, note=" ", recording=recording, today=TODAY)

    def test_none_is_acknowledged_that_is_closed_or_is_no_alert(self, chain, officer):
        alert = self.change(chain[0], "overdue", "2026-06-01")
        done = self.change(chain[0], "done", "2026-06-05")
        for change, stated in ((alert, "This alert was closed on 2026-06-05: done"), (done, "is no alert")):
            with pytest.raises(ValidationError, match=stated), writing(officer) as recording:
                alerts.acknowledge(change, note="seen", recording=recording, today=TODAY)
