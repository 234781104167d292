"""Spin-offs and exchanges carry cost to the other issuer: as stated, by the closes of the first day, or not at all.

Palisade as in the tests of corporate actions.
"""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.positions.values import values_at
from projects.models import Company
from record.services import entities, facts
from tests.cast import Cast, entry, now, record_entries, writing
from tests.desk import approve_what_waits

from .actions import SPLIT_ON, action, holdings, price, propose

pytestmark = pytest.mark.long


def test_a_spin_off_carries_cost_by_the_stated_split_of_value(issuer: Cast):
    """One share for four: 50,000 of 200,000, and 20% of 5,000,000."""
    spun = issuer.companies["spun"]
    propose(issuer, action(issuer, "spin_off", new=1, old=4, other=spun, carried_cost_share=Decimal("0.2")))
    approve_what_waits(issuer.people["officer2"])
    found = holdings()
    assert (found["palisade-common"].shares, found["palisade-common"].cost) == (200_000, 4_000_000)
    new = found["palisade-common-palisade-spun"]
    assert (new.shares, new.cost, new.line.issuer, new.line.deal) == (
        50_000,
        1_000_000,
        spun,
        issuer.deals["palisade-equity"],
    )
    assert found["palisade-warrant"].shares == 1_500_000


def test_what_is_received_knows_no_more_payments_than_what_it_came_of(issuer: Cast):
    """The public record names no dividends of the holding, so it names none of what was spun off."""
    with writing() as recording:
        entities.relabel(
            issuer.investments["palisade-common"], {"ledger_is_complete": False}, recording=recording, note="read again"
        )
    spun = issuer.companies["spun"]
    propose(issuer, action(issuer, "spin_off", new=1, old=4, other=spun, carried_cost_share=Decimal("0.2")))
    approve_what_waits(issuer.people["officer2"])
    new = holdings()["palisade-common-palisade-spun"]
    assert (new.line.investment.ledger_is_complete, new.shares, new.cost) == (False, 50_000, 1_000_000)


def test_without_a_stated_split_the_closes_of_the_first_day_carry_it(issuer: Cast):
    """A quarter share at 8.00 is 2.00 beside 6.00: a quarter of the cost, 1,250,000."""
    price(issuer, "palisade", SPLIT_ON, "6")
    price(issuer, "spun", SPLIT_ON, "8")
    propose(issuer, action(issuer, "spin_off", new=1, old=4, other=issuer.companies["spun"]))
    approve_what_waits(issuer.people["officer2"])
    found = holdings()
    assert (found["palisade-common"].cost, found["palisade-common-palisade-spun"].cost) == (3_750_000, 1_250_000)


def test_without_either_the_cost_stays_and_says_so(issuer: Cast):
    why = facts.explained("", "The filing states no split of value.")
    proposal = propose(issuer, action(issuer, "spin_off", new=1, old=4, other=issuer.companies["spun"], note=why))
    stays = "the cost stays: no split of value is stated, and the closes of the first day are not known"
    assert ["palisade-common", "", stays] in proposal.shown["fields"]
    approve_what_waits(issuer.people["officer2"])
    found = holdings()
    assert (found["palisade-common"].cost, found["palisade-common-palisade-spun"].cost) == (5_000_000, 0)
    assert "The cost stays" in found["palisade-common-palisade-spun"].line.terms.summary


def test_the_approver_of_an_exchange_sees_the_terms_that_come_for_those_of_before(issuer: Cast):
    """Two shares for one: a right to buy at 30 becomes one to buy at 15."""
    proposal = propose(issuer, action(issuer, "exchange", new=2, old=1, other=issuer.companies["spun"]))
    lines = {label: (before, after) for label, before, after in proposal.shown["fields"]}
    assert lines["palisade-warrant-palisade-spun: strike price"] == ("$30", "$15")
    assert lines["palisade-preferred-palisade-spun: conversion price"] == ("$30", "$15")


def test_an_exchange_carries_shares_rights_and_all_of_the_cost(issuer: Cast):
    """Two for one: 400,000 common, 3,000,000 rights at 15, 60,000 preferred that convert at 15."""
    propose(issuer, action(issuer, "exchange", new=2, old=1, other=issuer.companies["spun"]))
    approve_what_waits(issuer.people["officer2"])
    found = holdings()
    assert {slug: part.shares for slug, part in found.items()} == {
        "palisade-common": 0,
        "palisade-common-palisade-spun": 400_000,
        "palisade-preferred": 0,
        "palisade-preferred-palisade-spun": 60_000,
        "palisade-warrant": 0,
        "palisade-warrant-palisade-spun": 3_000_000,
    }
    assert found["palisade-common-palisade-spun"].cost == 5_000_000
    assert found["palisade-preferred-palisade-spun"].cost == 60_000_000
    assert found["palisade-preferred-palisade-spun"].as_converted == 4_000_000
    assert found["palisade-warrant-palisade-spun"].strike == 15
    assert {found[slug].cost for slug in ("palisade-common", "palisade-preferred")} == {0}


def test_what_an_exercise_brought_is_exchanged_beside_the_rights_that_are_left(issuer: Cast):
    """100,000 of 1,500,000 were used at 30: 200,000 common shares for 3,000,000, and 2,800,000 rights at 15."""
    warrant = issuer.investments["palisade-warrant"]
    money = [entry(warrant, kind, "2026-02-02", "3000000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    used = entry(warrant, Kind.EXERCISE, "2026-02-02", "3000000", shares="100000", shares_received="100000")
    record_entries([*money, used])
    propose(issuer, action(issuer, "exchange", new=2, old=1, other=issuer.companies["spun"]))
    approve_what_waits(issuer.people["officer2"])
    found = {slug: part for slug, part in holdings().items() if slug.startswith("palisade-warrant")}
    told = {slug: (part.line.instrument.value, part.shares, part.common, part.cost) for slug, part in found.items()}
    assert told == {
        "palisade-warrant": ("warrant", 0, 0, 0),
        "palisade-warrant-palisade-spun": ("warrant", 2_800_000, 0, 0),
        "palisade-warrant-palisade-spun-shares": ("common_equity", 200_000, 200_000, 3_000_000),
    }
    assert found["palisade-warrant-palisade-spun"].strike == 15
    assert {part.line.investment.ledger_is_complete for part in found.values()} == {True}


def test_converted_in_part_each_kind_is_exchanged_with_its_own_cost(issuer: Cast):
    """15,000 of 60,000 preferred for 60,000,000 became 500,000 shares: a quarter of the cost goes with these."""
    preferred = issuer.investments["palisade-preferred"]
    record_entries([entry(preferred, Kind.CONVERSION, "2026-02-02", shares="15000", shares_received="500000")])
    propose(issuer, action(issuer, "exchange", new=2, old=1, other=issuer.companies["spun"]))
    approve_what_waits(issuer.people["officer2"])
    found = {slug: part for slug, part in holdings().items() if slug.startswith("palisade-preferred")}
    told = {slug: (part.shares, part.common, part.cost) for slug, part in found.items()}
    assert told == {
        "palisade-preferred": (0, 0, 0),
        "palisade-preferred-palisade-spun": (45_000, 0, 45_000_000),
        "palisade-preferred-palisade-spun-shares": (1_000_000, 1_000_000, 15_000_000),
    }


def test_a_spin_off_of_a_spin_off_carries_a_part_of_the_part(issuer: Cast):
    """20% of 5,000,000 goes along, and half of that further on: 4,000,000 and 500,000 and 500,000."""
    spun = issuer.companies["spun"]
    with writing() as recording:
        third = entities.create(
            Company(slug="spun-again", name="Spun Again", country="US", citation=issuer.citation), recording=recording
        )
    propose(issuer, action(issuer, "spin_off", new=1, old=4, other=spun, carried_cost_share=Decimal("0.2")))
    approve_what_waits(issuer.people["officer2"])
    again = action(issuer, "spin_off", "2026-04-01", new=1, old=2, other=third, carried_cost_share=Decimal("0.5"))
    again.company = spun
    propose(issuer, again)
    approve_what_waits(issuer.people["officer2"])
    found = {
        part.line.issuer.slug: part for part in holdings().values() if part.line.slug.startswith("palisade-common")
    }
    told = {slug: (part.shares, part.cost) for slug, part in found.items()}
    assert told == {
        "palisade": (200_000, 4_000_000),
        "palisade-spun": (50_000, 500_000),
        "spun-again": (25_000, 500_000),
    }


def test_a_spin_off_and_a_split_on_one_day_are_taken_in_the_order_in_which_they_were_recorded(issuer: Cast):
    """One for four of 200,000 is 50,000; the split of two for one then doubles what is held of the parent alone."""
    spun = issuer.companies["spun"]
    propose(issuer, action(issuer, "spin_off", new=1, old=4, other=spun, carried_cost_share=Decimal("0.2")))
    approve_what_waits(issuer.people["officer2"])
    propose(issuer, action(issuer, "split", new=2, old=1))
    approve_what_waits(issuer.people["officer2"])
    found = holdings()
    assert (found["palisade-common"].shares, found["palisade-common"].cost) == (400_000, 4_000_000)
    assert (found["palisade-common-palisade-spun"].shares, found["palisade-common-palisade-spun"].cost) == (
        50_000,
        1_000_000,
    )


def test_a_close_from_before_a_spin_off_values_nothing_after_it(issuer: Cast):
    """200,000 shares at 4.50 are 900,000; that close holds what was spun off, the next at 4 makes 800,000."""

    def common(on: str):
        return next(one for one in values_at(now(date.fromisoformat(on))) if one.line.slug == "palisade-common")

    spun = issuer.companies["spun"]
    propose(issuer, action(issuer, "spin_off", new=1, old=4, other=spun, carried_cost_share=Decimal("0.2")))
    approve_what_waits(issuer.people["officer2"])
    price(issuer, "palisade", "2026-03-04", "4")
    assert common("2026-03-01").value == 900_000
    assert (common("2026-03-03").value, common("2026-03-03").why) == (
        None,
        "no close since the spin-off of 2026-03-02: that of 2026-02-27 holds what was spun off",
    )
    assert common("2026-03-04").value == 800_000
