"""The daily letter of proposals: to whom it goes, what it says, and when it does not go."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from portfolio.models import Digest, Transaction
from portfolio.notifications import waiting
from record.models import Job
from record.services import approvals, jobs
from record.services.row_formatting import format_value
from tests.cast import TODAY, day, writing
from tests.due import run_due

TUESDAY, WEDNESDAY = date(2026, 6, 30), date(2026, 7, 1)
NOTHING = "0 letters sent."


@pytest.fixture
def readers(cast, settings):
    """Two officers of the same programs and a manager, all with addresses."""
    settings.SITE_ADDRESS = "https://book.example.gov"
    for name in ("officer", "officer2", "manager"):
        cast.people[name].email = f"{name}@example.gov"
        cast.people[name].save()
    return cast.people


@pytest.fixture
def propose(cast, readers):
    """Propose a payment of the grant, as the officer with that name."""

    def make(by="officer", amount="1250000", why="the <invoice> of January"):
        grant = cast.investments["palisade-doe-grant"]
        row = Transaction(investment=grant, kind="disbursement", amount=Decimal(amount), effective_on=day("2026-01-15"))
        with writing(readers[by], why) as recording:
            payload = {"row": format_value(row), "sources": "cast1"}
            return approvals.propose("entry", payload, recording=recording, today=TODAY)

    return make


def send(on=TUESDAY):
    return waiting.send_letters(timezone.now(), day=on)


def addressees(mailoutbox):
    return [message.to for message in mailoutbox]


def test_it_says_what_waits_what_is_at_stake_who_when_and_why(propose, mailoutbox):
    one = propose()
    assert send() == "1 letter sent."
    (message,) = mailoutbox
    assert message.to == ["officer2@example.gov"]
    assert message.subject == "Lodebook: 1 proposal waits for you, 2026-06-30"
    for line in (
        "Waiting for you (1)",
        "- Pay $1.25M on the DOE grant to Palisade Magnetics",
        "  At stake: $1,250,000",
        f"  Proposed by officer, {timezone.localtime(one.recording.moment):%Y-%m-%d %H:%M:%S}",
        "  Why: the <invoice> of January",
        f"  https://book.example.gov/admin/record/proposal/{one.pk}/change/",
        "All that waits for you: https://book.example.gov/admin/waiting/",
    ):
        assert line in message.body
    (html, kind), = message.alternatives  # fmt: skip
    assert kind == "text/html"
    assert "the &lt;invoice&gt; of January" in html
    assert f'<a href="https://book.example.gov/admin/record/proposal/{one.pk}/change/">' in html


def test_nothing_is_sent_or_kept_when_nothing_waits(readers, mailoutbox):
    assert send() == NOTHING
    assert (mailoutbox, Digest.objects.count()) == ([], 0)


def test_each_officer_reads_what_others_proposed_in_the_own_programs(cast, propose, readers, mailoutbox):
    propose("officer")
    propose("officer2", amount="1250001")
    propose("officer2", amount="1250002")
    assert send() == "2 letters sent."
    assert [message.subject for message in mailoutbox] == [
        "Lodebook: 2 proposals wait for you, 2026-06-30",
        "Lodebook: 1 proposal waits for you, 2026-06-30",
    ]
    readers["officer2"].assignments.filter(agency=cast.agencies["DOE"]).delete()
    send(WEDNESDAY)
    assert addressees(mailoutbox[2:]) == [["officer@example.gov"]]


def test_it_goes_once_a_day_and_again_the_next_day_while_it_waits(propose, mailoutbox):
    propose()
    assert [send(), send(), send(WEDNESDAY)] == ["1 letter sent.", NOTHING, "1 letter sent."]
    assert len(mailoutbox) == 2


def test_the_job_delivered_twice_sends_once(propose, mailoutbox):
    propose()
    now = timezone.now()
    for _ in range(2):
        jobs.enqueue("waiting", now=now)
        run_due(clock=lambda: now)
    assert Job.objects.get(kind="waiting").outcome == "1 letter sent."
    assert len(mailoutbox) == 1


def test_a_worker_that_dies_over_a_letter_sends_it_no_second_time(propose, mailoutbox, monkeypatch):
    propose()
    send_really = EmailMultiAlternatives.send

    def dies(message, *args, **named):
        send_really(message)
        monkeypatch.undo()
        raise KeyboardInterrupt

    def killed(*args, **named):
        """A killed process takes nothing back."""

    monkeypatch.setattr(EmailMultiAlternatives, "send", dies)
    monkeypatch.setattr(Digest, "delete", killed)
    with pytest.raises(KeyboardInterrupt):
        send()
    assert send() == NOTHING
    assert len(mailoutbox) == 1
    assert send(WEDNESDAY) == "1 letter sent."


def test_a_mail_server_that_is_away_is_tried_again_and_keeps_nobody_else_waiting(propose, mailoutbox, monkeypatch):
    propose("officer")
    propose("officer2", amount="1250001")
    send_really = EmailMultiAlternatives.send

    def away(message, *args, **named):
        if message.to == ["officer@example.gov"]:
            raise SMTPServerDisconnected("try later")
        return send_really(message)

    monkeypatch.setattr(EmailMultiAlternatives, "send", away)
    with pytest.raises(SMTPServerDisconnected):
        send()
    assert addressees(mailoutbox) == [["officer2@example.gov"]]
    monkeypatch.undo()
    assert send() == "1 letter sent."
    assert addressees(mailoutbox) == [["officer2@example.gov"], ["officer@example.gov"]]


def test_who_has_no_address_or_left_gets_none(propose, readers, mailoutbox):
    propose()
    readers["officer2"].email = ""
    readers["officer2"].save()
    assert send() == NOTHING
    readers["officer2"].email, readers["officer2"].is_active = "officer2@example.gov", False
    readers["officer2"].save()
    assert send() == NOTHING


def test_the_proposer_is_told_once_what_came_back_and_why(propose, readers, mailoutbox):
    one = propose()
    approvals.send_back(one, by=readers["officer2"], reason="the invoice says 900,000", today=TODAY)
    assert send() == "1 letter sent."
    (message,) = mailoutbox
    assert message.to == ["officer@example.gov"]
    assert message.subject == "Lodebook: 1 proposal of yours came back, 2026-06-30"
    assert "- Pay $1.25M on the DOE grant to Palisade Magnetics\n  Returned with a reason, officer2" in message.body
    assert "the invoice says 900,000" in message.body
    assert "Waiting for you" not in message.body
    assert send(WEDNESDAY) == NOTHING


def test_what_was_approved_withdrawn_or_settled_long_ago_is_not_told(propose, readers, mailoutbox):
    approvals.withdraw(propose(), by=readers["officer"], reason="entered twice", today=TODAY)
    one = propose()
    approvals.approve(one, by=readers["officer2"], shown_hash=one.shown_hash, today=TODAY)
    assert send() == NOTHING
    approvals.send_back(propose(), by=readers["officer2"], reason="no", today=TODAY)
    assert waiting.send_letters(timezone.now() + timedelta(days=8), day=TUESDAY) == NOTHING


def test_both_kinds_of_letter_may_go_on_one_day(propose, readers, mailoutbox):
    propose()
    Digest.objects.create(
        reader=readers["officer2"], day=TUESDAY, read_serial=1, content_hash="", was_sent=True, at=timezone.now()
    )
    assert send() == "1 letter sent."


def test_it_is_keyed_by_the_day_in_new_york():
    assert waiting.period_for(datetime(2026, 6, 30, 10, tzinfo=UTC)) == ("2026-06-30", {"day": "2026-06-30"})
    assert waiting.period_for(datetime(2026, 7, 1, 3, tzinfo=UTC))[0] == "2026-06-30"
