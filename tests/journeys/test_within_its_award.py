"""Amounts that are parts of an award are asked about beyond it: by form and by file."""

import pytest
from django.db import models

from portfolio.imports.row_outcomes import Becomes
from portfolio.models import DueDate, Investment, InvestmentProject, StatedTotal
from record.models import Source
from tests.cast import Cast
from tests.desk import add_page, sign_in, words
from tests.portfolio.imports.conftest import becomes, put, show

pytestmark = pytest.mark.django_db

HEAD = "investment,due_kind,falls_due_on,amount_usd,sources{}\n"
DUE = "saltwash-doe-loan,{},{},{},cast1{}\n"


@pytest.fixture
def loan(cast: Cast) -> Investment:
    """Of 100 million, interest that is capitalised included."""
    return cast.investments["saltwash-doe-loan"]


def said(text: str) -> list[str]:
    return [what for outcome in show("due-dates", text).row_outcomes for *_, what in outcome.changes[:1]]


def by_form(cast: Cast, model: type[models.Model], award: Investment, **typed: str) -> str:
    """What the form says; empty where it took it."""
    own = {"sources": str(Source.objects.get(slug="cast1").pk), "why": "a test", "effective_on": "2026-01-05", **typed}
    return words(sign_in(cast.people["officer"]).post(add_page(model, investment=award), own))


def test_repayments_of_a_file_are_added_up_row_by_row(loan: Investment) -> None:
    """60 and 40 million are the loan; another 1 is above it, also in a later file."""
    rows = DUE.format("repayment", "2030-01-01", 60_000_000, "") + DUE.format("repayment", "2031-01-01", 40_000_000, "")
    one = DUE.format("repayment", "2032-01-01", 1_000_000, "")
    assert becomes(show("due-dates", HEAD.format("") + rows)) == [Becomes.NEW, Becomes.NEW]
    asked = "With it repayments of $101,000,000.00 fall due, above the $100,000,000.00 of the award."
    plan = show("due-dates", HEAD.format("") + rows + one)
    assert plan.refused[0].changes == [("reason", "", f"{asked} Give the reason, or correct it.")]
    put("due-dates", HEAD.format("") + rows)
    assert show("due-dates", HEAD.format("") + one).refused[0].changes[0][2].startswith(asked)
    reasoned = HEAD.format(",reason") + one.replace("cast1", "cast1,a premium")
    assert becomes(show("due-dates", reasoned)) == [Becomes.NEW]


def test_a_newer_amount_of_a_day_stands_in_its_place(loan: Investment) -> None:
    put("due-dates", HEAD.format("") + DUE.format("repayment", "2030-01-01", 90_000_000, ""))
    newer = DUE.format("repayment", "2030-01-01", 100_000_000, "")
    assert becomes(show("due-dates", HEAD.format("") + newer)) == [Becomes.CHANGED]


def test_one_payment_above_the_award_is_asked_whatever_it_is(loan: Investment) -> None:
    for kind, label in (("interest", "Interest"), ("fee", "Fee")):
        (outcome,) = show("due-dates", HEAD.format("") + DUE.format(kind, "2030-01-01", 100_000_001, "")).refused
        assert outcome.changes[0][2].startswith(f"{label}: $100,000,001.00 is above the $100,000,000.00 of the award.")
    # What a recipient has to raise before it is paid is no part of the award.
    (outcome,) = show(
        "due-dates", HEAD.format("") + DUE.format("condition", "2030-01-01", 100_000_001, "")
    ).row_outcomes
    assert outcome.becomes is Becomes.NEW
    # Principal and interest of all years together may be more than the loan.
    rows = [DUE.format("debt_service", f"203{year}-01-01", 60_000_000, "") for year in range(3)]
    assert set(becomes(show("due-dates", HEAD.format("") + "".join(rows)))) == {Becomes.NEW}


def test_the_forms_ask_the_same(loan: Investment, cast: Cast, office_of_one) -> None:
    due = {"kind": "repayment", "due_on": "2030-01-01", "amount": "100000001"}
    asked = "Repayment of principal: $100,000,001.00 is above the $100,000,000.00 of the award."
    assert asked in by_form(cast, DueDate, loan, **due)
    assert by_form(cast, DueDate, loan, **due, warning_reason="a premium") == ""
    assert DueDate.objects.get(investment=loan).note == "Unusual, and why: a premium"
    total = {"figure": "disbursed", "amount": "100000001"}
    asked = "Paid in all: $100,000,001.00 is above the $100,000,000.00 of the award."
    assert asked in by_form(cast, StatedTotal, loan, **total)


def test_parts_of_projects_stay_within_the_award_and_shares_within_the_whole(
    loan: Investment, cast: Cast, office_of_one
) -> None:
    first, second = list(cast.projects.values())[:2]
    reach = {"project": str(first.pk), "basis": "stated", "share": "70%", "amount": "60000000"}
    assert by_form(cast, InvestmentProject, loan, **reach) == ""
    told = by_form(cast, InvestmentProject, loan, **reach | {"project": str(second.pk)})
    assert "With it the parts of its projects are $120,000,000.00, above the $100,000,000.00 of the award." in told
    assert "With it the shares of its projects are 140%, above the whole." in told
