"""An officer sends a file, which waits as one proposal; a second officer looks at its rows and decides about all."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portfolio.imports import kept, steps
from portfolio.models import Assignment, CorporateAction, Import, ImportState, SecurityPrice, Transaction
from portfolio.notifications import waiting as letters
from portfolio.services import corporate_actions
from record.models import Decision, Proposal
from tests.cast import TODAY, day, entry, record_entries, writing
from tests.desk import page, sign_in, words
from tests.due import run_due

TEXT = (
    "investment,kind,amount_usd,effective_on\n"
    'palisade-doe-grant,disbursement,"1,000,000",2026-01-15\n'
    'palisade-doe-grant,disbursement,"500,000",2026-01-16\n'
    "palisade-doe-grant,fee,7.50,2026-01-16\n"
)


@pytest.fixture
def first(cast):
    return sign_in(cast.people["officer"])


@pytest.fixture
def second(cast):
    return sign_in(cast.people["officer2"])


def send(client, text=TEXT, kind="transactions"):
    """A file that was sent and looked at."""
    data = {"kind": kind, "file": SimpleUploadedFile("payments.csv", text.encode()), "why": "Payments of January"}
    client.post(reverse("admin:portfolio_import_add"), data)
    return Import.objects.order_by("-pk").first()


def confirm(client, one):
    return client.post(page(one), {"_confirm": "1", "plan_hash": one.plan_hash}, follow=True)


def propose(client, text=TEXT):
    one = send(client, text)
    confirm(client, one)
    one.refresh_from_db()
    return one


def waiting(one):
    """What was proposed last about a file."""
    return one.proposals.first()


def approve(client, proposal):
    return client.post(page(proposal), {"_approve": "1", "shown_hash": proposal.shown_hash}, follow=True)


def test_from_the_file_over_the_second_officer_to_the_csv(cast, first, second):
    one = send(first)
    assert "Propose exactly this" in first.get(page(one)).content.decode()
    assert 'A second officer decides about "Write the file' in words(confirm(first, one))
    one.refresh_from_db()
    assert (one.state, Transaction.objects.count()) == (ImportState.PROPOSED, 10)
    assert "Waiting for me" not in words(first.get("/admin/"))
    assert "Waiting for me" in words(second.get("/admin/"))
    assert "2 × disbursement, $1,500,000; 1 × fee, $7.50" in words(second.get(reverse("admin:waiting_for_me")))
    seen = second.get(page(waiting(one)))
    assert page(one) in seen.content.decode()
    for line in (
        "At stake 2 × disbursement, $1,500,000; 1 × fee, $7.50",
        "File payments.csv",
        f"SHA-256 of the file {one.sha256}",
        "Rows new 3",
        "Disbursed $3,000,000 $4,500,000",
    ):
        assert line in words(seen)
    assert "amount_usd: $1,000,000" in words(second.get(page(one)))
    assert "Approved: it is on record now." in words(approve(second, waiting(one)))
    one.refresh_from_db()
    control = f"proposed by officer, approved by officer2: proposal {waiting(one).pk}"
    assert (one.state, one.recording.approval, one.recording.channel) == (ImportState.WRITTEN, control, "import")
    assert Decision.objects.get().written == one.recording
    answer = sign_in(cast.people["auditor"]).get("/reports/transactions.csv?investment=palisade-doe-grant")
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))
    assert [(row["amount_usd"], row["recorded_by"], row["control"]) for row in rows[-3:]] == [
        ("1000000.00", "officer", control), ("500000.00", "officer", control), ("7.50", "officer", control),
    ]  # fmt: skip
    again = propose(first)
    assert (again.state, again.proposals.count(), Transaction.objects.count()) == (ImportState.UNCHANGED, 0, 13)


def test_the_sender_does_not_approve_and_the_second_approver_reads_one_sentence(cast, first, second, officer):
    officer.is_superuser = True
    officer.save()
    one = propose(first)
    assert "You proposed this yourself" in words(approve(first, waiting(one)))
    approve(second, waiting(one))
    assert "Officer2 decided this at" in words(approve(second, waiting(one)))
    assert Transaction.objects.count() == 13


def test_it_lapses_when_what_its_rows_would_do_has_moved(cast, first, second):
    one = propose(first)
    record_entries([entry(cast.investments["palisade-doe-grant"], "disbursement", "2026-01-15", "1000000")])
    assert "It has lapsed: its base moved. Row 2 was shown as new and is same now (It is T" in words(
        approve(second, waiting(one))
    )
    one.refresh_from_db()
    assert (one.state, Transaction.objects.count()) == (ImportState.LAPSED, 11)
    first.post(page(one), {"_look": "1"})
    one.refresh_from_db()
    assert (one.state, one.counts["new"], one.counts["same"]) == (ImportState.SHOWN, 2, 1)
    confirm(first, one)
    one.refresh_from_db()
    approve(second, waiting(one))
    assert Transaction.objects.count() == 13


def test_it_stands_when_the_totals_of_its_awards_alone_have_moved(cast, first, second):
    one = propose(first)
    record_entries([entry(cast.investments["palisade-doe-grant"], "disbursement", "2026-01-14", "2")])
    assert "Approved: it is on record now." in words(approve(second, waiting(one)))
    assert Transaction.objects.count() == 14


def test_it_is_returned_or_withdrawn_and_proposed_once_more(cast, first, second):
    one = propose(first)
    second.post(page(waiting(one)), {"_return": "1", "reason": "the second payment is not ours"})
    one.refresh_from_db()
    assert (one.state, one.outcome) == (ImportState.RETURNED, "the second payment is not ours")
    assert f'href="{page(one)}">Correct and propose again<' in first.get(page(waiting(one))).content.decode()
    first.post(page(one), {"_look": "1"})
    one.refresh_from_db()
    confirm(first, one)
    one.refresh_from_db()
    first.post(page(waiting(one)), {"_withdraw": "1", "reason": "sent twice"})
    one.refresh_from_db()
    assert (one.state, one.outcome) == (ImportState.WITHDRAWN, "sent twice")
    assert Proposal.objects.count() == 2
    assert Transaction.objects.count() == 10


def test_only_officers_of_its_programs_decide(cast, first, second):
    one = propose(first)
    Assignment.objects.filter(officer=cast.people["officer2"]).delete()
    assert "Waiting for me" not in words(second.get("/admin/"))
    assert "it is not among yours" in words(approve(second, waiting(one)))
    assert Transaction.objects.count() == 10


def test_a_large_file_is_proposed_and_written_by_the_worker(cast, first, second, officer2, monkeypatch):
    monkeypatch.setattr(kept, "SMALL", 10)
    one = send(first)
    assert run_due(clock=timezone.now) == 1
    one.refresh_from_db()
    confirm(first, one)
    assert run_due(clock=timezone.now) == 1
    one.refresh_from_db()
    assert one.state == ImportState.PROPOSED
    assert "The worker writes it now" in words(approve(second, waiting(one)))
    assert "The worker will begin soon" in words(second.get(page(one)))
    third = officer2.__class__.objects.create_user("officer3", is_staff=True)
    third.groups.set(officer2.groups.all())
    for assigned in Assignment.objects.filter(officer=officer2):
        Assignment.objects.create(officer=third, agency=assigned.agency, program=assigned.program)
    assert "Officer2 has approved this, and the worker writes it" in words(approve(sign_in(third), waiting(one)))
    assert Transaction.objects.count() == 10
    assert run_due(clock=timezone.now) == 1
    one.refresh_from_db()
    assert (one.state, Transaction.objects.count()) == (ImportState.WRITTEN, 13)
    assert steps.job_of(one).outcome == f"Approved. 3 new. Recorded as {one.recording_id}."


def test_a_large_file_that_was_refused_is_read_again_when_its_columns_are_matched(cast, first, monkeypatch):
    monkeypatch.setattr(kept, "SMALL", 10)
    one = send(first, TEXT.replace("amount_usd", "Paid"))
    run_due(clock=timezone.now)
    one.refresh_from_db()
    assert one.state == ImportState.REFUSED
    chosen = dict(enumerate(("investment", "kind", "amount_usd", "effective_on")))
    first.post(page(one), {f"column_{place}": name for place, name in chosen.items()} | {"source": "", "_match": "1"})
    assert run_due(clock=timezone.now) == 1
    one.refresh_from_db()
    assert (one.state, one.counts["new"]) == (ImportState.SHOWN, 3)


def test_its_undoing_waits_for_a_second_officer_too(cast, first, second):
    one = propose(first)
    approve(second, waiting(one))
    assert "Nothing is undone before that" in words(
        first.post(page(one), {"_undo": "1", "reason": "wrong month"}, follow=True)
    )
    undoing = waiting(one)
    assert Transaction.objects.count() == 13
    seen = words(second.get(page(undoing)))
    assert "At stake 3 × reversal, $1,500,007.50" in seen
    assert "Disbursed $4,500,000 $3,000,000" in seen
    assert "You proposed this yourself" in words(approve(first, undoing))
    assert "Approved: it is on record now." in words(approve(second, undoing))
    one.refresh_from_db()
    assert (one.state, Transaction.objects.count()) == (ImportState.UNDONE, 16)
    assert one.undone_in.approval == f"proposed by officer, approved by officer2: proposal {undoing.pk}"


def test_market_figures_are_recorded_by_one_as_in_their_form(cast, first):
    one = send(first, "company,effective_on,close,currency\npalisade,2026-01-05,12.50,USD\n", "security-prices")
    confirm(first, one)
    one.refresh_from_db()
    assert (one.state, one.recording.approval) == (ImportState.WRITTEN, "single control: import")
    assert SecurityPrice.objects.filter(recording=one.recording).count() == 1


def test_the_daily_letter_says_what_is_at_stake_in_a_file(cast, first, mailoutbox):
    officer2 = cast.people["officer2"]
    officer2.email = "officer2@example.gov"
    officer2.save()
    propose(first)
    letters.send_letters(timezone.now(), day=TODAY)
    assert "At stake: 2 × disbursement, $1,500,000.00; 1 × fee, $7.50" in mailoutbox[0].body


def test_a_file_of_shares_is_not_written_once_their_company_split_them_since(cast, first, second):
    """50,000 of 1,500,000 rights lapse by the file; one for ten leaves 150,000, of which nobody meant 50,000."""
    text = "investment,kind,shares,effective_on\npalisade-warrant,lapse,50000,2026-06-01\n"
    one = propose(first, text)
    split = CorporateAction(company=cast.companies["palisade"], kind="reverse_split", effective_on=day("2026-05-04"),
                            new_shares=Decimal(1), old_shares=Decimal(10), citation=cast.citation)  # fmt: skip
    with writing() as recording:
        corporate_actions.record(split, recording=recording, today=TODAY)
    seen = words(approve(second, waiting(one)))
    assert "these shares are of before it" in seen
    assert not Transaction.objects.filter(kind="lapse").exists()
