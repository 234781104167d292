"""An officer records a reverse split on its form; a second one sees all that follows, and agrees; it is retracted."""

import pytest
from django.urls import reverse

from portfolio.calculations.kinds import Kind
from portfolio.models import CorporateAction, Transaction
from portfolio.positions.holdings import holdings_at
from record.models import Proposal
from tests.cast import Cast, now
from tests.desk import add_page, page, sign_in, words


@pytest.fixture(autouse=True)
def two_officers(settings):
    settings.SINGLE_CONTROL = False


def rights() -> tuple:
    (found,) = [part for part in holdings_at(now()) if part.is_right]
    return found.shares, found.strike


def approve(client, proposal: Proposal) -> str:
    answers = {"_approve": "1", "shown_hash": proposal.shown_hash}
    return words(client.post(page(proposal), answers, follow=True))


def test_a_reverse_split_is_proposed_seen_approved_and_retracted(cast: Cast):
    first, second = sign_in(cast.people["officer"]), sign_in(cast.people["officer2"])
    palisade = cast.companies["palisade"]
    assert "New corporate action" in words(first.get(page(palisade)))
    answers = {
        "kind": "reverse_split", "new_shares": "1", "old_shares": "10", "effective_on": "2026-03-02",
        "sources": str(cast.citation.sources.get().pk), "why": "as filed",
    }  # fmt: skip
    response = first.post(add_page(CorporateAction, company=palisade), answers)
    assert response.status_code == 302, words(response)
    assert not CorporateAction.objects.exists()
    proposal = Proposal.objects.get()
    seen = words(second.get(page(proposal)))
    assert "palisade-warrant: split 1,500,000 150,000" in seen
    assert "palisade-preferred: conversion price $30 $300" in seen
    assert "You proposed this yourself" in approve(first, proposal)
    assert "Approved: it is on record now." in approve(second, proposal)
    assert rights() == (150_000, 300)
    text = words(second.get("/companies/palisade/"))
    assert "Corporate actions" in text
    assert "reverse split" in text

    made = CorporateAction.objects.get()
    retract = reverse("admin:portfolio_corporateaction_retract", args=[made.pk])
    assert first.post(retract, {"reason": "another company"}).status_code == 302
    assert rights() == (150_000, 300)
    assert "Approved: it is on record now" in approve(second, Proposal.objects.order_by("-pk").first())
    assert rights() == (1_500_000, 30)
    assert Transaction.objects.filter(kind=Kind.SPLIT, reversed_by__isnull=True).count() == 0


def test_a_ratio_the_wrong_way_round_is_told_at_its_field(cast: Cast):
    first = sign_in(cast.people["officer"])
    answers = {"kind": "split", "new_shares": "1", "old_shares": "10", "effective_on": "2026-03-02",
               "sources": str(cast.citation.sources.get().pk), "why": "as filed"}  # fmt: skip
    response = first.post(add_page(CorporateAction, company=cast.companies["palisade"]), answers)
    assert "A split gives more shares than before" in words(response)
    assert not Proposal.objects.exists()
