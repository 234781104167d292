"""For whom a proposal is, who has it open, who stands in for who is away, and who takes over from who left."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from portfolio.models import Absence, Assignment, Transaction
from portfolio.notifications import waiting
from record.models import Account, Assignee, Decision, OpenProposal, Outcome, Proposal, Recording, Source
from record.services import approvals, attachments
from record.services.attachments import read
from tests.cast import TODAY, Cast, writing
from tests.desk import add_page, approve_what_waits, page, sign_in, words
from tests.files import upload
from tests.journeys.test_amended_in_its_form import amend

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def third(cast: Cast) -> Account:
    """A third officer, of the same programs."""
    one = Account.objects.create_user("officer3")
    one.groups.set(cast.people["officer"].groups.all())
    for code in ("DOW", "DOE"):
        Assignment.objects.create(officer=one, agency=cast.agencies[code])
    cast.people["officer3"] = one
    return one


@pytest.fixture
def payment(cast: Cast, third: Account) -> Proposal:
    answers = {
        "kind": "disbursement",
        "amount": "1,000,000",
        "effective_on": "2026-01-15",
        "why": "as the gazette says",
    }
    answers["sources"] = str(Source.objects.get(slug="cast1").pk)
    sign_in(cast.people["officer"]).post(
        add_page(Transaction, investment=cast.investments["palisade-doe-grant"]), answers
    )
    return Proposal.objects.get()


def step(cast: Cast, who: str, name: str, **sent: object) -> str:
    return words(sign_in(cast.people[who]).post(reverse(f"portfolio:{name}"), sent, follow=True))


def seen(cast: Cast, who: str) -> str:
    return words(sign_in(cast.people[who]).get(reverse("portfolio:desk")))


def opened(cast: Cast, who: str, proposal: object) -> int:
    """What the page of a proposal is answered when it says that it is open."""
    return sign_in(cast.people[who]).post(reverse("portfolio:opened"), {"proposal": proposal}).status_code


def test_a_proposal_that_names_an_officer_is_on_that_desk_alone(cast: Cast, payment: Proposal) -> None:
    assert "Decide 1" in seen(cast, "officer2")
    assert "For whoever may decide" in seen(cast, "officer2")
    assert "Who may decide officer2, officer3" in seen(cast, "officer")
    said = step(cast, "officer", "named", proposal=payment.pk, chosen=cast.people["officer3"].pk)
    assert "is for officer3." in said
    assert "Decide 1" in seen(cast, "officer3")
    assert "My desk 1" in seen(cast, "officer3")
    assert "Decide" not in seen(cast, "officer2")
    assert "My desk 1" not in seen(cast, "officer2")
    step(cast, "officer3", "named", proposal=payment.pk, chosen="")
    assert "Decide 1" in seen(cast, "officer2")
    assert [one.officer_id for one in Assignee.objects.order_by("pk")] == [cast.people["officer3"].pk, None]


def test_who_may_not_decide_is_not_named_and_names_nobody(cast: Cast, payment: Proposal) -> None:
    manager = cast.people["manager"].pk
    said = step(cast, "officer", "named", proposal=payment.pk, chosen=manager)
    assert "manager may not decide about" in said
    assert "officer2, officer3 may." in said
    assert "is not among yours." in step(cast, "manager", "named", proposal=payment.pk, chosen=manager)
    assert "may not decide" in step(cast, "officer2", "named", proposal=payment.pk, chosen=cast.people["officer"].pk)
    with writing() as recording, pytest.raises(IntegrityError), transaction.atomic():
        Assignee(proposal=payment, officer=payment.proposed_by, counts_from=TODAY, recording=recording).save()
    assert not Assignee.objects.exists()


def test_who_has_it_open_is_shown_for_some_minutes(cast: Cast, payment: Proposal) -> None:
    assert (
        sign_in(cast.people["officer2"]).post(reverse("portfolio:opened"), {"proposal": payment.pk}).status_code == 204
    )
    assert "Open by officer2" in seen(cast, "officer3")
    assert "Open by" not in seen(cast, "officer2")
    assert "open by officer2" in words(sign_in(cast.people["officer3"]).get(page(payment)))
    OpenProposal.objects.update(seen_at=timezone.now() - timedelta(minutes=4))
    assert "Open by" not in seen(cast, "officer3")
    assert (
        sign_in(cast.people["manager"]).post(reverse("portfolio:opened"), {"proposal": payment.pk}).status_code == 403
    )
    assert sign_in(cast.people["officer3"]).post(reverse("portfolio:opened"), {"proposal": "x"}).status_code == 404


def test_what_waits_for_who_is_away_goes_to_who_stands_in(cast: Cast, payment: Proposal, mailoutbox: list) -> None:
    step(cast, "officer", "named", proposal=payment.pk, chosen=cast.people["officer2"].pk)
    until = localdate() + timedelta(days=7)
    said = step(
        cast, "officer2", "away", until=f"{until:%b} {until.day} {until.year}", stand_in=cast.people["officer3"].pk
    )
    assert f"Away until {until}: officer3 stands in." in said
    assert "Decide 1" in seen(cast, "officer3")
    assert f"For officer2, away until {until}: officer3 stands in" in seen(cast, "officer3")
    for name in ("officer2", "officer3"):
        cast.people[name].email = f"{name}@example.gov"
        cast.people[name].save()
    waiting.send_letters(timezone.now(), day=localdate())
    assert [one.to for one in mailoutbox] == [["officer3@example.gov"]]
    assert "You are back." in step(cast, "officer2", "away")
    assert "Decide" not in seen(cast, "officer3")
    assert [one.until for one in Absence.objects.order_by("pk")] == [until, None]


def test_who_stands_in_is_a_colleague_and_the_day_lies_ahead(cast: Cast, third: Account) -> None:
    tomorrow, two, three = localdate() + timedelta(days=1), cast.people["officer2"].pk, third.pk
    assert "is over" in step(cast, "officer", "away", until=localdate() - timedelta(days=1), stand_in=two)
    assert '"soon" is no date.' in step(cast, "officer", "away", until="soon", stand_in=two)
    Assignment.objects.filter(officer=third).delete()
    assert "who stands in: officer2." in step(cast, "officer", "away", until=tomorrow, stand_in=three)
    assert "An officer says who stands in." in step(cast, "manager", "away", until=tomorrow, stand_in=two)
    assert not Absence.objects.exists()


@pytest.mark.parametrize(("until", "said"), [("soon", "is no date."), ("2020-01-01", "is over."), ("1/40/2026", "")])
def test_a_day_that_is_refused_stands_at_its_field_with_what_was_typed(
    cast: Cast, third: Account, until: str, said: str
) -> None:
    desk = sign_in(cast.people["officer"])
    answer = desk.post(reverse("portfolio:away"), {"until": until, "stand_in": third.pk}, follow=True)
    page = answer.content.decode()
    assert said in page.partition('id="away-until_error">')[2].partition("</span>")[0]
    assert 'aria-describedby="away-until_error"' in page
    assert f'value="{until}"' in page
    assert f'<option value="{third.pk}" selected>' in page
    assert "away-until_error" not in desk.get(reverse("portfolio:desk")).content.decode(), "told once"


def test_who_may_not_stand_in_is_told_at_the_list(cast: Cast, third: Account) -> None:
    sent = {"until": localdate() + timedelta(days=1), "stand_in": cast.people["manager"].pk}
    page = sign_in(cast.people["officer"]).post(reverse("portfolio:away"), sent, follow=True).content.decode()
    assert "Choose a colleague" in page.partition('id="away-stand-in_error">')[2].partition("</span>")[0]


def leave(person: Account) -> None:
    person.is_active = False
    person.save()


def test_work_of_who_left_is_taken_over_under_both_names(cast: Cast, payment: Proposal) -> None:
    assert "is here and follows" in step(cast, "officer2", "taken_over", proposal=payment.pk)
    leave(cast.people["officer"])
    assert "Work of who left 1" in seen(cast, "officer2")
    assert "is not among yours." in step(cast, "manager", "taken_over", proposal=payment.pk)
    assert "You took over" in step(cast, "officer2", "taken_over", proposal=payment.pk)
    mine = seen(cast, "officer2")
    assert "Waiting for others 1" in mine
    assert "By officer, taken over by officer2" in mine
    assert "Who may decide officer3 " in mine
    assert "Decide" not in mine
    assert "somebody took it over before" in step(cast, "officer3", "taken_over", proposal=payment.pk)
    approve = {"_approve": "1", "shown_hash": payment.shown_hash}
    said = words(sign_in(cast.people["officer2"]).post(page(payment), approve, follow=True))
    assert "Ask another officer to approve it." in said
    approve_what_waits(cast.people["officer3"])
    written = Recording.objects.get(approved_in__proposal=payment)
    assert written.approval == (
        f"proposed by officer, taken over by officer2, approved by officer3: proposal {payment.pk}"
    )


def test_who_took_a_proposal_over_amends_and_withdraws_it_and_nobody_else_does(cast: Cast, payment: Proposal) -> None:
    leave(cast.people["officer"])
    step(cast, "officer2", "taken_over", proposal=payment.pk)
    assert f"amends={payment.pk}" in sign_in(cast.people["officer2"]).get(reverse("portfolio:desk")).content.decode()
    assert "You took over this." in words(sign_in(cast.people["officer2"]).get(page(payment)))
    assert f"amends={payment.pk}" not in sign_in(cast.people["officer3"]).get(page(payment)).content.decode()
    amended = amend(sign_in(cast.people["officer2"]), amount="900,000")
    assert amended.amount == Decimal(900_000)
    assert "Amended by officer2 on" in words(sign_in(cast.people["officer3"]).get(page(payment)))
    with writing(cast.people["officer2"]) as recording:
        attachments.attach(payment, read(upload("letter.pdf")), recording=recording, today=localdate())
    assert "letter.pdf this proposal" in words(sign_in(cast.people["officer3"]).get(page(payment)))
    with pytest.raises(PermissionDenied, match="alone attaches"), writing(cast.people["officer3"]) as recording:
        attachments.attach(payment, read(upload("other.pdf")), recording=recording, today=localdate())
    with pytest.raises(ValidationError, match="alone withdraws it"):
        approvals.withdraw(payment, by=cast.people["officer3"], reason="not ours", today=localdate())
    approvals.withdraw(payment, by=cast.people["officer2"], reason="not paid", today=localdate())
    decision = Decision.objects.get(proposal=payment)
    assert (decision.outcome, decision.proposed_by, decision.decided_by) == (
        Outcome.WITHDRAWN, cast.people["officer"], cast.people["officer2"]
    )  # fmt: skip
