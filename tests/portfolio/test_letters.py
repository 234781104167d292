"""The weekly letter: to whom it goes, what it says, and when it does not go."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from portfolio.models import Digest, DueDate, Tranche, TrancheCondition
from portfolio.notifications import digest as letters
from portfolio.reports.alerts import Alert
from portfolio.services import investments, tranches
from projects.models import HealthChange, Milestone
from record.services import entities, facts
from tests.cast import TODAY, day, now, writing

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
    ((name, content, kind),) = message.attachments
    assert (name, kind) == (f"briefing_{now().as_of}_r{now().serial}.pdf", "application/pdf")
    assert content.startswith(b"%PDF-")


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


def test_it_writes_money_in_three_digits_with_the_exact_figure_beside_it(readers, cast, mailoutbox):
    """12,345,678 of a loan wait for a permit; the milestone of it is overdue, of 1,400,000,000 by its own words."""
    with writing(cast.people["officer"]) as recording:
        draw = Tranche(slug="second-draw", investment=cast.investments["saltwash-doe-loan"], name="Second draw",
                       amount=Decimal(12_345_678))  # fmt: skip
        tranches.create(draw, recording=recording, today=TODAY)
        permit = entities.create(
            Milestone(slug="permit", project=cast.projects["saltwash-clay"], name="Permit granted", kind="permit"),
            recording=recording,
        )
        tranches.add_condition(TrancheCondition(tranche=draw, milestone=permit), recording=recording, today=TODAY)
        late = HealthChange(milestone=permit, health="overdue", reason="1,400,000,000 USD wait for it, 90.5 USD do not",
                            effective_on=day("2026-06-01"))  # fmt: skip
        facts.record(late, recording=recording)
    letters.send_digests(now(), week=MONDAY)
    message = mailoutbox[-1]
    ((html, _),) = message.alternatives
    assert "Money that waits: $12.3M\n" in message.body
    assert "[saltwash-doe-loan], $12.3M: waiting\n" in message.body
    assert "  $1.4B wait for it, $90.5 do not\n" in message.body
    assert "USD" not in message.body
    assert '<data value="12345678" title="12,345,678 USD">$12.3M</data>' in html.replace(".00", "")
    assert "<td>$1.4B wait for it, $90.5 do not</td>" in html


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
    assert (
        f"- 2026-06-26, Advanced Technology Vehicles Manufacturing loans: Interest of "
        f"{LOAN} due 2026-06-26 did not come [saltwash-doe-loan]" in message.body
    )
    assert f"- 2026-06-26: Interest of {LOAN} [saltwash-doe-loan] DID NOT COME" in message.body
    assert f"- 2026-07-30: Report by the recipient of {LOAN} [saltwash-doe-loan]" in message.body
    assert "2026-12-31" not in message.body
    assert "did not come</td>" in to_officer.alternatives[0][0]


@pytest.mark.parametrize(
    ("health", "due_on", "since"),
    [("overdue", date(2025, 12, 31), date(2026, 1, 1)), ("late", date(2025, 12, 31), date(2026, 11, 30)),
     ("overdue", None, date(2026, 11, 30))],
)  # fmt: skip
def test_what_is_overdue_is_so_from_the_day_after_its_last_one_whenever_the_watch_saw_it(health, due_on, since):
    seen = SimpleNamespace(health=health, counts_from=date(2026, 11, 30))
    alert = Alert(seen, SimpleNamespace(reading=SimpleNamespace(due_on=due_on)), None, None)
    assert (alert.since, alert.raised_on) == (since, date(2026, 11, 30))


def test_letters_tell_since_when_it_is_overdue_beside_the_day_on_which_the_watch_saw_it(cast):
    line = SimpleNamespace(
        milestone=SimpleNamespace(name="Start"),
        project=SimpleNamespace(name="eVAC"),
        reading=SimpleNamespace(due_on=date(2025, 12, 31)),
    )
    change = SimpleNamespace(
        health="overdue", counts_from=date(2026, 11, 30), reason="2025 has passed", get_health_display=lambda: "overdue"
    )
    letter = SimpleNamespace(alerts=[Alert(change, line, None, None)], at=now())
    said = render_to_string("portfolio/letters/digest.txt", {"letter": letter})
    assert "overdue since 2026-01-01, seen by the watch on 2026-11-30" in said
    table = render_to_string("portfolio/letters/digest.html", {"letter": letter, "week": MONDAY})
    assert "2026-01-01<br>seen by the watch on 2026-11-30" in table
