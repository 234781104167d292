"""A deal of several awards: one form, one proposal, one recording."""

from decimal import Decimal

import pytest
from django.test import Client

from portfolio.models import Deal, Investment, Terms, Transaction
from projects.models import Company, Project
from record.models import Claim, Proposal, Recording, Source
from tests.cast import Cast
from tests.desk import approve_what_waits, page, sign_in, words

pytestmark = pytest.mark.long

ADDRESS = "/admin/record-a-deal/"


@pytest.fixture
def officer(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


@pytest.fixture
def grant(cast: Cast) -> dict[str, str]:
    """A committed grant of 7 million to a new company for a new site, by a new source."""
    return {
        "awards": "1", "deal": "Copperline comes to Arizona", "announced_on": "Feb 1 2026",
        "a1-agency": str(cast.agencies["DOE"].pk), "a1-program": str(cast.programs["DOE-MESC"].pk),
        "a1-company": "Copperline", "a1-new_company_ticker": "CPL", "a1-projects": "Copperline smelter",
        "a1-new_project_state": "North Carolina", "a1-new_project_country": "us", "a1-instrument": "grant",
        "a1-announced_amount": "$7 million", "a1-status": "committed", "a1-payments_known": "no",
        "a1-new_publisher": "Ledger Times", "a1-new_title": "Copperline comes",
    }  # fmt: skip


@pytest.fixture
def both(officer: Client, grant: dict[str, str]) -> dict[str, str]:
    """And an offtake like it, of the same site, of which another source says more."""
    added = officer.post(ADDRESS, grant | {"_add": "1"}, follow=True)
    form = added.context["parts"][1][0]
    copied = {form[name].html_name: str(form[name].value() or "") for name in form.fields if form[name].value()}
    own = {"a2-instrument": "offtake", "a2-payments_known": "yes", "a2-product": "Copper", "a2-offtake_tpa": "1,250.5",
           "a2-rival_offtake_tpa": "1,400", "a2-rival_offtake_tpa_source": "cast1", "a2-status": "closed"}  # fmt: skip
    return grant | copied | {"awards": "2"} | own


def test_another_award_starts_from_the_first_with_its_sources_and_nothing_chosen_of_its_own(officer, grant):
    form = officer.post(ADDRESS, grant | {"_add": "1", "a1-sources": "cast1"}, follow=True).context["parts"][1][0]
    assert form["company"].value() == "Copperline"
    assert form["projects"].value() == "Copperline smelter"
    assert form["sources"].value() == "cast1; new source of award 1"
    assert {form[name].value() for name in ("instrument", "announced_amount", "payments_known")} == {None}


def test_an_award_is_left_out_and_the_next_moves_up(officer, both):
    parts = officer.post(ADDRESS, both | {"_drop": "1"}, follow=True).context["parts"]
    assert [form["product"].value() for form, *_ in parts] == ["Copper"]


def test_nothing_is_on_record_before_the_second_officer_and_then_all_of_it_in_one_recording(officer, officer2, both):
    counted = (Deal, Investment, Company, Project, Source, Terms, Claim)
    before = [model.objects.count() for model in counted]
    assert officer.post(ADDRESS, both | {"_save": "1"}).status_code == 302
    assert [model.objects.count() for model in counted] == before
    assert Proposal.objects.get().amount == 7_000_000
    approve_what_waits(officer2)
    assert [model.objects.count() for model in counted] == [
        had + new for had, new in zip(before, (1, 2, 1, 1, 1, 2, 1), strict=True)
    ]
    first, second = Investment.objects.filter(deal__name="Copperline comes to Arizona").order_by("pk")
    source, site = Source.objects.get(publisher="Ledger Times"), Project.objects.get(name="Copperline smelter")
    assert {one.recording_id for one in (first, second, site, source, first.terms.get(), second.terms.get())} == {
        first.recording_id
    }
    assert first.recipient == second.recipient == Company.objects.get(ticker="CPL")
    assert (site.state, site.country) == ("NC", "US")
    assert first.reaches.get().project == second.reaches.get().project == site
    assert [one.terms.get().citation.text for one in (first, second)] == [source.slug, source.slug]
    assert (first.ledger_is_complete, second.ledger_is_complete) == (False, True)
    assert second.terms.get().offtake_tpa == Decimal("1250.5")
    assert Transaction.objects.get(investment=first).amount == 7_000_000
    claim = Claim.objects.of(second).get()
    assert (claim.figure, claim.value, claim.citation.text) == ("offtake_tpa", "1400", "cast1")


def test_the_second_officer_sees_what_is_typed_of_a_new_company_and_of_a_new_site(officer, grant):
    assert officer.post(ADDRESS, grant | {"a1-new_company_country": "ca", "_save": "1"}).status_code == 302
    shown = {label: becomes for label, _, becomes in Proposal.objects.get().shown["fields"]}
    assert {label: text for label, text in shown.items() if label.startswith("New ")} == {
        "New source": "Ledger Times: Copperline comes",
        "New recipient: ticker": "CPL", "New recipient: country": "CA",
        "New project: state": "North Carolina", "New project: country": "US",
    }  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), [("Texs", "Texas"), ("N. Carolina", "North Carolina")])
def test_a_state_that_is_none_is_asked_about_at_its_field(officer, grant, typed, meant):
    answer = officer.post(ADDRESS, grant | {"a1-new_project_state": typed, "_save": "1"})
    (said,) = answer.context["parts"][0][0].errors["new_project_state"]
    assert f"Did you mean {meant}" in said
    assert not Proposal.objects.exists()


def test_a_closing_day_with_the_status_left_alone_is_asked_about_in_words(officer, grant):
    left_alone = grant | {"a1-closed_on": "2026-03-01", "a1-status": "announced", "_save": "1"}
    (said,) = officer.post(ADDRESS, left_alone).context["parts"][0][0].errors["status"]
    assert said == "It closed on 2026-03-01: is it Closed? Choose how far it is; Announced comes before a closing."
    assert not Proposal.objects.exists()
    assert officer.post(ADDRESS, left_alone | {"a1-status": "closed"}).status_code == 302


def test_a_closing_that_lies_ahead_leaves_the_status_alone(officer, grant):
    ahead = grant | {"a1-closed_on": "2100", "a1-status": "announced"}
    form = officer.post(ADDRESS, ahead).context["parts"][0][0]
    assert "status" not in form.errors


def test_one_bad_field_refuses_all_of_it_names_the_field_and_keeps_what_was_typed(officer, both):
    last = Recording.objects.last_serial()
    answer = officer.post(ADDRESS, both | {"a2-offtake_tpa": "-3", "_save": "1"})
    assert "Award 2, Tonnes a year" in words(answer)
    second = answer.context["parts"][1][0]
    assert second.errors["offtake_tpa"]
    assert second["offtake_tpa"].value() == "-3"
    assert answer.context["parts"][0][0]["announced_amount"].value() == "$7 million"
    assert Recording.objects.last_serial() == last


def test_what_the_ledger_refuses_stands_on_the_entry(officer, grant):
    typed = grant | {"a1-entry_1_kind": "disbursement", "a1-entry_1_on": "2026-03-01", "a1-entry_1_amount": "8 million"}
    form = officer.post(ADDRESS, typed | {"_save": "1"}).context["parts"][0][0]
    assert "entry_1_amount" in form.errors
    assert not Proposal.objects.exists()


def test_a_floor_without_its_measure_is_asked_for_it(officer, grant):
    floor = {name: text for name, text in grant.items() if name != "a1-announced_amount"}
    floor |= {"a1-instrument": "price_floor", "a1-floor_price": "110", "a1-status": "announced", "_save": "1"}
    form = officer.post(ADDRESS, floor).context["parts"][0][0]
    assert form.errors["floor_measure"] == ["A price is for a measure. Choose for what it is: kg, t, lb."]
    assert officer.post(ADDRESS, floor | {"a1-floor_measure": "kg"}).status_code == 302
    terms = Proposal.objects.get().payload["awards"][0]["terms"]
    assert (terms["floor_price"], terms["floor_unit"]) == ("110.00000000", "USD/kg")


def test_what_came_back_opens_as_it_was_typed(officer, both, cast):
    officer.post(ADDRESS, both | {"_save": "1"})
    proposal = Proposal.objects.get()
    other = sign_in(cast.people["officer2"])
    other.post(page(proposal), {"_return": "1", "reason": "Wrong tonnes", "shown_hash": proposal.shown_hash})
    parts = officer.get(f"{ADDRESS}?again={proposal.pk}").context["parts"]
    assert [form["offtake_tpa"].value() for form, *_ in parts] == [None, "1,250.5"]
    assert officer.get(page(proposal)).context["again"].address == f"{ADDRESS}?again={proposal.pk}"
