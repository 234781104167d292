"""What is done on a row of the desk: dropped, reminded, withdrawn, undone; each once, and by who follows it alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.calculations.kinds import Kind
from portfolio.models import Absence, InvestmentStatus, Transaction
from portfolio.notifications import waiting
from record.models import Comment, Decision, Dropped, Proposal, Recording, Retraction, Source
from record.services import entities
from record.services.form_keys import FIELD, new_key
from tests.cast import TODAY, Cast, day, writing
from tests.desk import add_page, approve_what_waits, page, sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def pay(cast: Cast, amount: str = "1,000,000") -> Proposal:
    answers = {"kind": "disbursement", "amount": amount, "effective_on": "2026-01-15", "why": "as the gazette says"}
    answers["sources"] = str(Source.objects.get(slug="cast1").pk)
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    assert sign_in(cast.people["officer"]).post(address, answers).status_code == 302
    return Proposal.objects.order_by("-pk")[0]


def step(cast: Cast, who: str, name: str, **sent: object) -> str:
    return words(sign_in(cast.people[who]).post(reverse(f"portfolio:{name}"), sent, follow=True))


def seen(cast: Cast, who: str = "officer") -> str:
    return words(sign_in(cast.people[who]).get(reverse("portfolio:desk")))


def back(cast: Cast, proposal: Proposal) -> None:
    sign_in(cast.people["officer2"]).post(page(proposal), {"_return": "1", "reason": "the invoice says 900,000"})


def test_what_came_back_is_dropped_and_leaves_the_desk_and_the_number_in_the_header(cast: Cast) -> None:
    proposal = pay(cast)
    back(cast, proposal)
    assert "My desk 1" in seen(cast)
    said = step(cast, "officer", "dropped", proposal=proposal.pk)
    assert "Dropped:" in said
    assert "Came back" not in said
    assert "My desk 1" not in said
    assert [(one.proposal, one.dropped_by.username) for one in Dropped.objects.all()] == [(proposal, "officer")]
    assert " before." in step(cast, "officer", "dropped", proposal=proposal.pk)


def test_only_who_follows_it_drops_it_and_only_what_came_back(cast: Cast) -> None:
    proposal = pay(cast)
    assert "did not come back" in step(cast, "officer", "dropped", proposal=proposal.pk)
    back(cast, proposal)
    assert "is not among yours." in step(cast, "officer2", "dropped", proposal=proposal.pk)
    assert not Dropped.objects.exists()


def test_a_reminder_names_who_may_decide_once_a_day_and_the_letter_tells_it(cast: Cast) -> None:
    cast.people["officer2"].email = "second@example.test"
    cast.people["officer2"].save()
    proposal = pay(cast)
    said = step(cast, "officer", "reminded", proposal=proposal.pk)
    assert "Reminded: officer2." in said
    assert "Comments 1 Reminded on" in said
    (comment,) = Comment.about(proposal)
    assert comment.note == "Please decide: @officer2."
    now = timezone.now()
    told = waiting.naming(cast.people["officer2"], now=now, serial=Recording.objects.last_serial(now))
    assert told == [comment]
    assert "A reminder went out today." in step(cast, "officer", "reminded", proposal=proposal.pk)
    assert "is not among yours." in step(cast, "officer2", "reminded", proposal=proposal.pk)


def test_who_stands_in_is_reminded_in_place_of_who_is_away(cast: Cast) -> None:
    proposal = pay(cast)
    step(cast, "officer", "named", proposal=proposal.pk, chosen=cast.people["officer2"].pk)
    with writing(cast.people["officer2"]) as recording:
        until = timezone.localdate() + timedelta(days=3)
        absence = Absence(officer=cast.people["officer2"], until=until, stand_in=cast.people["officer"])
        absence.counts_from, absence.recording = TODAY, recording
        absence.save()
    # the one who stands in proposed it and may not decide: so whoever may is reminded
    assert "Reminded: officer2." in step(cast, "officer", "reminded", proposal=proposal.pk)


def test_an_own_proposal_is_withdrawn_with_its_reason(cast: Cast) -> None:
    proposal = pay(cast)
    assert "Say why you withdraw it." in step(cast, "officer", "withdrawn", proposal=proposal.pk, note=" ")
    assert "alone withdraws it" in step(cast, "officer2", "withdrawn", proposal=proposal.pk, note="no")
    said = step(cast, "officer", "withdrawn", proposal=proposal.pk, note="the gazette was corrected")
    assert "Withdrawn:" in said
    assert "Waiting for others" not in said
    made = Decision.objects.get()
    assert (made.outcome, made.note) == ("withdrawn", "the gazette was corrected")


def test_amend_opens_the_form_of_a_proposal_that_waits(cast: Cast) -> None:
    proposal = pay(cast)
    desk = sign_in(cast.people["officer"]).get(reverse("portfolio:desk")).content.decode()
    assert f"amends={proposal.pk}" in desk
    for title in ("Remind", "Amend", "Withdraw"):
        assert title in seen(cast)
        assert title not in seen(cast, "officer2")


def test_an_entry_is_undone_from_the_desk_by_a_proposal_to_reverse_it(cast: Cast) -> None:
    pay(cast)
    approve_what_waits(cast.people["officer2"])
    entry = Transaction.objects.get(kind="disbursement", amount=1_000_000, recording__by=cast.people["officer"])
    assert "Undo" in seen(cast)
    assert "Say why it is taken back." in step(cast, "officer", "undone", recording=entry.recording_id, note="")
    said = step(cast, "officer", "undone", recording=entry.recording_id, note="paid twice")
    assert "Proposed: Reverse the disbursement of $1M on the DOE grant to Palisade Magnetics." in said
    approve_what_waits(cast.people["officer2"])
    reversal = Transaction.objects.get(reverses=entry)
    assert (reversal.kind, reversal.recording.why) == (Kind.REVERSAL, "paid twice")
    assert "Nothing of recording" in step(cast, "officer", "undone", recording=entry.recording_id, note="again")


def test_several_facts_of_one_recording_are_taken_back_as_one_proposal(cast: Cast) -> None:
    award = cast.investments["palisade-doe-grant"]
    with writing(cast.people["officer"]) as recording:
        for when, status in (("2026-02-01", "conditional"), ("2026-03-01", "committed")):
            InvestmentStatus(
                investment=award,
                status=status,
                effective_on=day(when),
                counts_from=day(when).end,
                citation=cast.citation,
                recording=recording,
            ).save()
    said = step(cast, "officer", "undone", recording=recording.serial, note="of another award")
    proposal = Proposal.objects.get()
    assert proposal.kind_label == "taking back of a recording"
    assert f"Proposed: {proposal}. Another officer decides about it." in said
    assert len(proposal.shown["fields"]) == 2
    assert not Retraction.objects.exists()
    approve_what_waits(cast.people["officer2"])
    assert Retraction.objects.filter(table=InvestmentStatus._meta.db_table, reason="of another award").count() == 2
    desk = sign_in(cast.people["officer"]).get(reverse("portfolio:desk")).content.decode()
    assert f'name="recording" value="{recording.serial}"' not in desk


def test_a_changed_label_is_put_back(cast: Cast) -> None:
    company = cast.companies["palisade"]
    before = company.name
    with writing(cast.people["officer"]) as recording:
        entities.relabel(company, {"name": "Palisade Magnets"}, recording=recording)
    desk = sign_in(cast.people["officer"]).get(reverse("portfolio:desk")).content.decode()
    assert f'name="recording" value="{recording.serial}"' in desk
    step(cast, "officer", "undone", recording=recording.serial, note="not its name")
    proposal = Proposal.objects.get()
    assert proposal.shown["fields"] == [[f"{company}: name", "Palisade Magnets", before]]
    approve_what_waits(cast.people["officer2"])
    company.refresh_from_db()
    assert company.name == before
    desk = sign_in(cast.people["officer"]).get(reverse("portfolio:desk")).content.decode()
    assert f'name="recording" value="{recording.serial}"' not in desk


def test_nobody_undoes_what_another_recorded(cast: Cast) -> None:
    pay(cast)
    approve_what_waits(cast.people["officer2"])
    entry = Transaction.objects.get(kind="disbursement", amount=1_000_000, recording__by=cast.people["officer"])
    for who in ("officer2", "manager"):
        said = step(cast, who, "undone", recording=entry.recording_id, note="no")
        assert "in the own name." in said or "Only an officer" in said
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("name", ["dropped", "reminded", "withdrawn", "undone"])
def test_each_step_is_a_form_that_is_answered_once(cast: Cast, name: str) -> None:
    proposal = pay(cast)
    if name == "dropped":
        back(cast, proposal)
    if name == "undone":
        approve_what_waits(cast.people["officer2"])
    last = Recording.objects.filter(by=cast.people["officer"]).latest("serial").serial
    sent = {"proposal": proposal.pk, "recording": last, "note": "why", FIELD: new_key()}
    client = sign_in(cast.people["officer"])
    assert client.get(reverse(f"portfolio:{name}")).status_code == 405
    client.post(reverse(f"portfolio:{name}"), sent)
    written = Recording.objects.count()
    client.post(reverse(f"portfolio:{name}"), sent)
    assert Recording.objects.count() == written
