"""The weekly letter: to whom it goes, what it says, and when it does not go."""

from datetime import date

import pytest

from portfolio.models import Digest, DueDate
from portfolio.notifications import digest as letters
from portfolio.services import investments
from projects.models import HealthChange, Milestone
from record.services import entities, facts
from tests.cast import day, now, writing

MONDAY, NEXT_MONDAY = date(2026, 6, 22), date(2026, 6, 29)

LOAN = "the direct loan to Saltwash Lithium"


@pytest.fixture
def readers(cast):
    """Two officers and a manager with addresses; the second officer writes for DOW alone."""
    for name in ("officer", "officer2", "manager"):
        cast.people[name].email = f"{name}@example.gov"
        cast.people[name].save()
    cast.people["officer2"].assignments.filter(agency=cast.agencies["DOE"]).delete()
    return cast.people


@pytest.fixture
def alert(cast):
    """A milestone of the lithium project, which only DOE's loan reaches, is overdue."""
    with writing() as recording:
        plant = entities.create(
            Milestone(slug="plant", project=cast.projects["saltwash-clay"], name="plant <runs>", kind="other"),
            recording=recording,
        )
    return change(plant, "overdue", "2026-06-01")


def change(milestone, health, on):
    with writing() as recording:
        return facts.record(
            HealthChange(milestone=milestone, health=health, reason="its day has passed", effective_on=day(on)),
            recording=recording,
        )


def test_it_goes_to_whom_it_concerns_in_text_and_html(readers, alert, mailoutbox):
    stated = letters.send_digests(now(), week=MONDAY)
    assert stated == "2 letters sent; nothing had changed for 1 readers."
    assert [message.to for message in mailoutbox] == [["manager@example.gov"], ["officer@example.gov"]]
    message = mailoutbox[1]
    assert message.subject == "Lodebook: 1 open alert, week of 2026-06-22"
    assert "- plant <runs> (Saltwash clay): overdue since 2026-06-01" in message.body
    assert "Next: Ask the operator whether it happened" in message.body
    (html, kind), = message.alternatives  # fmt: skip
    assert kind == "text/html"
    assert "plant &lt;runs&gt;" in html


def test_it_goes_once_a_week_however_often_it_is_asked(readers, alert, mailoutbox):
    letters.send_digests(now(), week=MONDAY)
    letters.send_digests(now(), week=MONDAY)
    assert len(mailoutbox) == 2
    assert Digest.objects.count() == 3


def test_it_does_not_go_when_nothing_changed(readers, alert, mailoutbox):
    letters.send_digests(now(), week=MONDAY)
    assert letters.send_digests(now(), week=NEXT_MONDAY) == "0 letters sent; nothing had changed for 3 readers."
    assert len(mailoutbox) == 2


def test_it_goes_again_when_an_alert_is_closed(readers, alert, mailoutbox):
    letters.send_digests(now(), week=MONDAY)
    change(alert.milestone, "done", "2026-06-25")
    letters.send_digests(now(), week=NEXT_MONDAY)
    assert len(mailoutbox) == 4
    assert "None." in mailoutbox[-1].body


def test_it_is_keyed_by_the_monday_of_the_week(db):
    from datetime import UTC, datetime

    assert letters.period_for(datetime(2026, 6, 28, 12, tzinfo=UTC)) == ("2026-06-22", {"week": "2026-06-22"})
    assert letters.period_for(datetime(2026, 6, 29, 12, tzinfo=UTC))[0] == "2026-06-29"


def test_it_tells_what_is_to_be_decided_and_what_falls_due_within_90_days(readers, cast, mailoutbox):
    with writing() as recording:
        for kind, due in (("interest", "2026-06-26"), ("report", "2026-07-30"), ("report", "2026-12-31")):
            fact = DueDate(investment=cast.investments["saltwash-doe-loan"], kind=kind, due_on=day(due),
                           effective_on=day("2025-08-01"), citation=cast.citation)  # fmt: skip
            investments.record(fact, recording=recording)
    letters.send_digests(now(), week=NEXT_MONDAY)
    message, to_officer = mailoutbox  # the second officer writes for DOW alone
    assert [one.to for one in mailoutbox] == [["manager@example.gov"], ["officer@example.gov"]]
    assert message.subject == "Lodebook: 1 decision due, 0 open alerts, week of 2026-06-29"
    assert f"- 2026-06-26, DOE-ATVM: Interest of {LOAN} due 2026-06-26 did not come [saltwash-doe-loan]" in message.body
    assert f"- 2026-06-26: Interest of {LOAN} [saltwash-doe-loan] DID NOT COME" in message.body
    assert f"- 2026-07-30: Report by the recipient of {LOAN} [saltwash-doe-loan]" in message.body
    assert "2026-12-31" not in message.body
    assert "did not come</td>" in to_officer.alternatives[0][0]
