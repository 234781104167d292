"""From the list of decisions that are due to the form, off the list, and into the log; read by every role."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from portfolio.models import DueDate, DueDecision
from portfolio.services import investments
from record.models import Source
from tests.cast import ROLES, TODAY, day, now, writing
from tests.desk import add_page, page, sign_in, words
from tests.portfolio.reports.answers import ask, rows_of

LIST = "/calendar/"
WHAT = "Interest of the direct loan to Saltwash Lithium due 2026-06-26 did not come"


@pytest.fixture
def missed(cast):
    """Interest of the loan that did not come."""
    with writing(cast.people["officer"]) as recording:
        fact = DueDate(investment=cast.investments["saltwash-doe-loan"], kind="interest", due_on=day("2026-06-26"),
                       amount=Decimal(400_000), effective_on=day("2025-08-01"), citation=cast.citation)  # fmt: skip
        investments.record(fact, recording=recording, today=TODAY)
    return cast


@pytest.fixture
def form(missed):
    asked = {"trigger": "payment_missed", "subject": "saltwash-doe-loan/interest", "due_on": "2026-06-26"}
    return f"{reverse('admin:portfolio_duedecision_add')}?{urlencode(asked)}"


def said(**more):
    source = Source.objects.get(slug="cast1")
    return {
        "decided": "Ask for it with the next draw", "why": "The borrower's bank was changed",
        "effective_on": str(localdate()), "sources": str(source.pk),
    } | more  # fmt: skip


def test_an_officer_records_a_due_date_on_the_page_of_the_award(cast):
    loan = cast.investments["saltwash-doe-loan"]
    answer = sign_in(cast.people["officer"]).post(
        add_page(DueDate, investment=loan),
        {"kind": "interest", "due_on": "2026-06-26", "amount": "400000", "effective_on": "2025-08-01", "note": "",
         "sources": str(Source.objects.get(slug="cast1").pk), "why": "the agreement"},
        follow=True,
    )  # fmt: skip
    assert "2026-06-26" in words(answer)
    (row,) = rows_of(ask("due-dates", now()))
    assert (row["falls_due_on"], row["amount_usd"]) == ("2026-06-26", "400000.00")


def test_the_list_names_owner_and_day_and_leads_an_officer_to_the_form(missed, form):
    seen = sign_in(missed.people["officer"]).get(LIST)
    assert f"1 decision due: 1 overdue, the oldest since 2026-06-26: {WHAT}" in words(seen)
    assert form.replace("&", "&amp;") in seen.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_the_list_and_who_does_not_write_has_no_link(missed, form, role):
    seen = sign_in(missed.people[role]).get(LIST).content.decode()
    assert WHAT in seen
    assert (form.replace("&", "&amp;") in seen) == role.startswith("officer")


def test_what_why_and_source_take_it_off_the_list_and_into_the_log(missed, form):
    desk = sign_in(missed.people["officer"])
    assert WHAT in words(desk.get(form))
    after = desk.post(form, said(), follow=True)
    assert after.redirect_chain[-1][0] == LIST
    assert "Nothing has to be decided" in words(after)
    (row,) = rows_of(ask("decisions", now(localdate())))
    assert (row["what_is_due"], row["what_is_decided"], row["why_decided"], row["sources"], row["owner"]) == (
        WHAT, "Ask for it with the next draw", "The borrower's bank was changed", "cast1", "DOE-ATVM",
    )  # fmt: skip
    assert "Ask for it with the next draw" in words(desk.get(page(missed.investments["saltwash-doe-loan"])))


@pytest.mark.parametrize(
    ("gap", "refusal"),
    [
        ({"decided": ""}, "decided"),
        ({"why": ""}, "why"),
        ({"sources": []}, "Every figure names its source"),
        ({"effective_on": "2190-01-01"}, "has not come yet"),
    ],
)
def test_a_decision_without_what_why_or_source_is_refused(missed, form, gap, refusal):
    seen = sign_in(missed.people["officer"]).post(form, said(**gap))
    assert seen.status_code == 200
    assert refusal in seen.content.decode()
    assert not DueDecision.objects.exists()


def test_what_is_not_due_leads_back_to_the_list(missed, form):
    desk = sign_in(missed.people["officer"])
    for address in (form.replace("26", "27"), reverse("admin:portfolio_duedecision_add"), f"{form}x"):
        assert "Nothing of that name and day is to be decided" in words(desk.get(address, follow=True))
        assert "Nothing of that name and day is to be decided" in words(desk.post(address, said(), follow=True))


def test_two_officers_who_decide_the_same_leave_one_decision(missed, form):
    one, other = sign_in(missed.people["officer"]), sign_in(missed.people["officer2"])
    one.get(form), other.get(form)
    one.post(form, said())
    seen = other.post(form, said(), follow=True)
    assert "Nothing of that name and day is to be decided" in words(seen)
    assert DueDecision.objects.count() == 1


def test_an_officer_of_another_program_and_an_auditor_are_refused(missed, form):
    missed.people["officer2"].assignments.filter(agency=missed.agencies["DOE"]).delete()
    for name in ("officer2", "auditor"):
        seen = sign_in(missed.people[name]).post(form, said())
        assert seen.status_code in (200, 403), name
    assert not DueDecision.objects.exists()


def test_a_decision_is_retracted_with_a_reason_and_the_line_is_back(missed, form):
    desk = sign_in(missed.people["officer"])
    desk.post(form, said())
    made = DueDecision.objects.get()
    desk.post(page(made, "retract"), {"reason": "another loan's"})
    assert WHAT in words(desk.get(LIST))


def test_the_page_at_a_day_before_shows_what_was_due_then(missed, form):
    desk = sign_in(missed.people["officer"])
    before = now(date(2026, 6, 29)).serial
    desk.post(form, said())
    assert WHAT in words(desk.get(LIST, {"as_of": "2026-06-29", "serial": before}))
