"""What came back to who left: who took it over proposes it again, and nothing is written twice."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from portfolio.models import Transaction
from record.models import Account, Proposal, Takeover
from record.services import handling
from tests.cast import TODAY, Cast, writing
from tests.desk import add_page, approve_what_waits, page, sign_in, words
from tests.files import pdf, upload
from tests.filled_forms import filled
from tests.journeys.waiting_kinds import MAKERS

from .test_for_whom import leave, payment, seen, step, third

__all__ = ["payment", "third"]
pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_what_came_back_to_who_left_comes_to_who_took_it_over(cast: Cast, payment: Proposal) -> None:
    sign_in(cast.people["officer2"]).post(page(payment), {"_return": "1", "reason": "the invoice says 900,000"})
    leave(cast.people["officer"])
    step(cast, "officer3", "taken_over", proposal=payment.pk)
    mine = seen(cast, "officer3")
    assert "Came back 1" in mine
    assert "the invoice says 900,000" in mine
    for address in (reverse("portfolio:desk"), page(payment)):
        assert f"again={payment.pk}" in sign_in(cast.people["officer3"]).get(address).content.decode()
    assert Takeover.objects.get().left_by == cast.people["officer"]


def come_back(cast: Cast, proposal: Proposal) -> None:
    sign_in(cast.people["officer2"]).post(page(proposal), {"_return": "1", "reason": "the invoice says 900,000"})


def propose_again(cast: Cast, who: str, proposal: Proposal) -> Proposal:
    """The newest proposal, made in the form that the returned one opens, with the amount corrected."""
    address = f"{add_page(Transaction, investment=cast.investments['palisade-doe-grant'])}&again={proposal.pk}"
    desk = sign_in(cast.people[who])
    desk.post(address, {**filled(desk.get(address)), "amount": "900,000"})
    made = Proposal.objects.latest("pk")
    assert made.pk > proposal.pk
    return made


def test_the_form_that_proposes_again_says_why_it_came_back(cast: Cast, payment: Proposal) -> None:
    returned = {"_return": "1", "field": "Amount", "reason": "the invoice says 900,000"}
    sign_in(cast.people["officer2"]).post(page(payment), returned)
    form = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    address, said = f"{form}&again={payment.pk}", "Amount: the invoice says 900,000"
    shown = sign_in(cast.people["officer"]).get(address)
    assert f"Returned by officer2 on {localdate()}: {said}" in words(shown)
    assert 'data-came-back="amount"' in shown.content.decode()
    assert said not in words(sign_in(cast.people["officer"]).get(form))
    assert said not in words(sign_in(cast.people["officer3"]).get(address)), "another officer does not follow it"


@pytest.mark.parametrize("decided", [True, False])
def test_what_who_left_proposed_again_is_not_taken_over_to_be_written_twice(
    cast: Cast, payment: Proposal, decided: bool
) -> None:
    come_back(cast, payment)
    again = propose_again(cast, "officer", payment)
    if decided:
        approve_what_waits(cast.people["officer2"])
    leave(cast.people["officer"])
    assert ("Work of who left" in seen(cast, "officer3")) is not decided
    left = handling.left_behind(cast.people["officer3"])
    assert left == ([] if decided else [again])
    assert "was settled" in step(cast, "officer3", "taken_over", proposal=payment.pk)
    assert Transaction.objects.filter(amount=900_000).count() == decided


def test_what_the_taker_proposed_again_is_no_longer_on_a_desk(cast: Cast, payment: Proposal) -> None:
    come_back(cast, payment)
    leave(cast.people["officer"])
    step(cast, "officer3", "taken_over", proposal=payment.pk)
    assert "Came back 1" in seen(cast, "officer3")
    propose_again(cast, "officer3", payment)
    assert "Came back" not in seen(cast, "officer3")
    leave(cast.people["officer3"])
    assert payment not in handling.left_behind(cast.people["officer2"])


def test_what_who_left_had_proposed_again_before_it_was_taken_over_does_not_come_back(
    cast: Cast, payment: Proposal
) -> None:
    come_back(cast, payment)
    propose_again(cast, "officer", payment)
    approve_what_waits(cast.people["officer2"])
    leave(cast.people["officer"])
    with writing(cast.people["officer3"]) as recording:
        Takeover(proposal=payment, left_by=cast.people["officer"], taken_by=cast.people["officer3"],
                 counts_from=TODAY, recording=recording).save()  # fmt: skip
    assert "Came back" not in seen(cast, "officer3")


def test_what_who_left_dropped_is_not_taken_over(cast: Cast, payment: Proposal) -> None:
    come_back(cast, payment)
    step(cast, "officer", "dropped", proposal=payment.pk)
    leave(cast.people["officer"])
    assert "Work of who left" not in seen(cast, "officer3")
    assert "was settled" in step(cast, "officer3", "taken_over", proposal=payment.pk)


def test_a_deal_that_came_back_opens_as_it_was_typed_for_who_took_it_over(cast: Cast, third: Account) -> None:
    MAKERS["deal"](sign_in(cast.people["officer"]), cast)
    deal = Proposal.objects.get()
    sign_in(cast.people["officer2"]).post(page(deal), {"_return": "1", "reason": "the letter says 8 million"})
    leave(cast.people["officer"])
    address = f"{reverse('admin:record_a_deal')}?again={deal.pk}"
    assert filled(sign_in(cast.people["officer3"]).get(address))["a1-announced_amount"] == [""]
    step(cast, "officer3", "taken_over", proposal=deal.pk)
    assert filled(sign_in(cast.people["officer3"]).get(address))["a1-announced_amount"] == ["$7 million"]


def test_a_deal_that_waits_is_amended_by_who_took_it_over_with_the_file_of_its_new_source(
    cast: Cast, third: Account
) -> None:
    MAKERS["deal"](sign_in(cast.people["officer"]), cast)
    deal = Proposal.objects.get()
    leave(cast.people["officer"])
    step(cast, "officer3", "taken_over", proposal=deal.pk)
    desk, address = sign_in(cast.people["officer3"]), f"{reverse('admin:record_a_deal')}?amends={deal.pk}"
    typed = filled(desk.get(address))
    new = {"a1-new_publisher": "Ledger Times", "a1-new_title": "The letter", "why": "the letter is there"}
    file = upload("letter.pdf", pdf("letter"))
    answer = desk.post(address, {**typed, **new, "a1-new_file": file, "_save": "1"}, follow=True)
    seen = words(answer)
    assert "Amended by officer3 on" in seen, seen
    assert "Ledger Times: The letter (new), with" in seen
    assert "Proposed by officer on" in seen
