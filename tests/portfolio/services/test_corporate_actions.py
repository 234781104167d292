"""What a company does to its shares: one proposal, every basis anew, no value changed.

Palisade: 60,000 preferred of 1,000 convert at 30 into 2,000,000; 1,500,000 rights at 30; and 200,000 common shares,
bought for 5,000,000.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Kind
from portfolio.models import (
    CorporateAction,
    Transaction,
)
from portfolio.positions.basis import bases_at
from portfolio.positions.figures import terms_of
from portfolio.positions.stakes import stakes_at
from portfolio.services import corporate_actions, undoing
from projects.models import Company
from record.models import Decision, Outcome, Proposal
from record.services import approvals, facts, sources
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing
from tests.desk import approve_what_waits

from .actions import SPLIT_ON, action, holdings, propose, value_of_the_common

pytestmark = pytest.mark.long


def test_a_reverse_split_of_one_to_ten_changes_no_value_and_every_basis(issuer: Cast):
    before, after = date(2026, 3, 1), date(2026, 3, 2)
    shares = {stake.key: stake.as_converted_and_exercised_share for stake in stakes_at(now(before))}
    value = value_of_the_common(before)
    proposal = propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    assert not Transaction.objects.filter(kind=Kind.SPLIT).exists()
    approve_what_waits(issuer.people["officer2"])
    assert Decision.objects.get(proposal=proposal).outcome == "approved"

    found = holdings()
    assert found["palisade-common"].shares == 20_000
    assert (found["palisade-warrant"].shares, found["palisade-warrant"].strike) == (150_000, 300)
    preferred = found["palisade-preferred"]
    assert (preferred.shares, preferred.line.terms.conversion_price, preferred.as_converted) == (60_000, 300, 200_000)
    assert found["palisade-common"].cost == 5_000_000
    assert value == value_of_the_common(after) == 900_000
    assert {one.key: one.as_converted_and_exercised_share for one in stakes_at(now(after))} == shares
    (stake,) = stakes_at(now(after))
    assert (stake.outstanding, stake.count.derivation) == (
        2_000_000,
        "20,000,000 counted on 2026-02-20; split 1 for 10 on 2026-03-02",
    )


def test_terms_on_the_new_basis_cite_what_stated_them_and_the_action(issuer: Cast):
    """The filing of the split states a ratio: the share, the dividend and the cap stand in the earlier source."""
    with writing() as recording:
        sources.add_source(recording=recording, slug="split8k", publisher="Palisade", title="Split")
    fact = action(issuer, "reverse_split", new=1, old=10)
    fact.citation = sources.cite(["split8k"])
    propose(issuer, fact)
    approve_what_waits(issuer.people["officer2"])
    cited = {slug: part.line.terms.citation.text for slug, part in holdings().items()}
    assert cited["palisade-warrant"] == cited["palisade-preferred"] == "cast1;split8k"


def test_the_day_before_a_split_is_read_on_the_old_basis(issuer: Cast):
    propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    approve_what_waits(issuer.people["officer2"])
    found = holdings(date(2026, 3, 1))
    assert (found["palisade-common"].shares, found["palisade-warrant"].strike) == (200_000, 30)


def test_the_approver_sees_every_holding_term_count_and_price(issuer: Cast):
    proposal = propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    lines = {label: (before, after) for label, before, after in proposal.shown["fields"]}
    assert lines["palisade-common: split"] == ("200,000", "20,000")
    assert lines["palisade-warrant: split"] == ("1,500,000", "150,000")
    assert lines["palisade-warrant: strike price"] == ("$30", "$300")
    assert lines["palisade-preferred: conversion price"] == ("$30", "$300")
    assert lines["Share count of 2026-02-20"] == ("20,000,000", "2,000,000")
    assert lines["Close of 2026-02-27, USD"] == ("4.5", "45")
    totals = {label: (before, after) for label, before, after in proposal.shown["totals"]}
    assert totals["palisade-common: shares or rights held"] == ("200,000", "20,000")
    assert totals["palisade-common: cost"] == ("$5,000,000.00", "$5,000,000.00")


def test_it_is_one_recording_and_is_taken_back_as_one(issuer: Cast):
    propose(issuer, action(issuer, "split", new=3, old=1))
    approve_what_waits(issuer.people["officer2"])
    (fact,) = CorporateAction.objects.all()
    assert {row.recording_id for row in Transaction.objects.filter(kind=Kind.SPLIT)} == {fact.recording_id}
    assert holdings()["palisade-common"].shares == 600_000
    with writing() as recording, pytest.raises(ValidationError, match="follows from it"):
        facts.retract(fact, reason="never happened", recording=recording)
    with writing() as recording:
        corporate_actions.take_back(fact, reason="never happened", recording=recording, today=TODAY)
    found = holdings()
    assert (found["palisade-common"].shares, found["palisade-warrant"].strike) == (200_000, 30)
    assert bases_at(now()).splits == {}


def test_a_split_is_not_taken_back_under_what_was_recorded_on_its_basis(issuer: Cast):
    """One for ten leaves 20,000; 5,000 are sold. Without the split these would be 5,000 of 200,000: 2.5%, not 25%."""
    propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    approve_what_waits(issuer.people["officer2"])
    (fact,) = CorporateAction.objects.all()
    sold = entry(issuer.investments["palisade-common"], Kind.SALE, "2026-04-01", "300000", shares="5000")
    (sale,) = record_entries([sold])
    with writing() as recording, pytest.raises(ValidationError, match=f"rests on it: transaction {sale.reference}"):
        corporate_actions.take_back(fact, reason="never happened", recording=recording, today=TODAY)
    with writing() as recording:
        undoing.take_back(fact.recording, reason="never happened", recording=recording, today=TODAY, along=True)
    part = holdings()["palisade-common"]
    assert (part.shares, part.cost, bases_at(now()).splits) == (200_000, 5_000_000, {})


def test_of_two_splits_the_first_takes_the_second_along(issuer: Cast):
    """One for ten and then two for one: 40,000; without both 200,000, rights at 30."""
    propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    approve_what_waits(issuer.people["officer2"])
    propose(issuer, action(issuer, "split", "2026-05-04", new=2, old=1))
    approve_what_waits(issuer.people["officer2"])
    first = CorporateAction.objects.earliest("pk")
    assert holdings()["palisade-common"].shares == 40_000
    with writing() as recording, pytest.raises(ValidationError, match=r"rests on it: .*2026-05-04"):
        corporate_actions.take_back(first, reason="never happened", recording=recording, today=TODAY)
    with writing() as recording:
        undoing.take_back(first.recording, reason="never happened", recording=recording, today=TODAY, along=True)
    found = holdings()
    assert (found["palisade-common"].shares, found["palisade-warrant"].strike) == (200_000, 30)
    assert bases_at(now()).splits == {}


def test_the_approver_sees_the_ticker_before_and_after(issuer: Cast):
    lines = propose(issuer, action(issuer, "ticker_change", ticker="PLX")).shown["fields"]
    assert ["Ticker", "PLM", "PLX"] in lines
    approve_what_waits(issuer.people["officer2"])
    lines = propose(issuer, action(issuer, "delisting", on="2026-05-01")).shown["fields"]
    assert ["Ticker", "PLX", "none"] in lines


def test_a_ticker_changes_from_its_day_on_and_a_delisting_ends_it(issuer: Cast):
    for one in (action(issuer, "ticker_change", ticker="PLX"), action(issuer, "delisting", on="2026-05-01")):
        propose(issuer, one)
        approve_what_waits(issuer.people["officer2"])
    tickers = {
        on: Company.objects.at(now(date.fromisoformat(on)))[issuer.companies["palisade"].pk].ticker
        for on in ("2026-03-01", "2026-03-02", "2026-05-01")
    }
    assert tickers == {"2026-03-01": "PLM", "2026-03-02": "PLX", "2026-05-01": ""}


@pytest.mark.parametrize(
    ("kind", "more", "field", "sentence"),
    [
        ("split", {"new": 1, "old": 10}, "new_shares", "more shares than before"),
        ("reverse_split", {"new": 10, "old": 1}, "new_shares", "fewer shares than before"),
        ("split", {}, "new_shares", "have a ratio"),
        ("spin_off", {"new": 1, "old": 4}, "other", "name the other company"),
        ("ticker_change", {}, "ticker", "gives the new one"),
        ("split", {"new": 2, "old": 1, "on": "2026-07-01"}, "effective_on", "has not come yet"),
        ("split", {"new": 2, "old": 1, "on": "2026-03"}, "effective_on", "is of one day"),
    ],
)
def test_what_cannot_be_is_refused_by_field(issuer: Cast, kind: str, more: dict, field: str, sentence: str):
    with writing() as recording, pytest.raises(ValidationError) as refused:
        corporate_actions.record(action(issuer, kind, **more), recording=recording, today=TODAY)
    assert sentence in " ".join(refused.value.message_dict[field])


def test_the_same_action_is_not_recorded_twice(issuer: Cast):
    propose(issuer, action(issuer, "split", new=2, old=1))
    approve_what_waits(issuer.people["officer2"])
    with pytest.raises(ValidationError, match="on record already"):
        propose(issuer, action(issuer, "split", new=2, old=1))


def test_terms_of_an_agreed_award_follow_though_nothing_is_held(issuer: Cast):
    warrant = issuer.investments["palisade-warrant"]
    record_entries([entry(warrant, Kind.LAPSE, "2025-12-01", shares="1500000")])
    propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    approve_what_waits(issuer.people["officer2"])
    assert terms_of(warrant, at=now()).strike_price == 30  # it is gone: nothing of it changes


def test_shares_entered_later_from_before_a_split_are_asked_about(issuer: Cast):
    propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    approve_what_waits(issuer.people["officer2"])
    common = issuer.investments["palisade-common"]
    late = entry(common, Kind.SHARE_ISSUE, "2026-01-05", shares="100")
    with pytest.raises(ValidationError, match=r"100 shares or rights .* before the split 1 for 10 on 2026-03-02"):
        record_entries([late])
    record_entries([late, entry(common, Kind.SPLIT, SPLIT_ON, shares="100", shares_received="10",
                                note=f"{facts.EXPLAINED}entered later")])  # fmt: skip
    assert holdings()["palisade-common"].shares == 20_010
    record_entries([entry(common, Kind.SHARE_ISSUE, SPLIT_ON, shares="5")])
    assert holdings()["palisade-common"].shares == 20_015


def test_shares_that_were_proposed_before_a_split_lapse_once_it_is_on_record(issuer: Cast):
    """5,000 of 200,000 were to be sold in April; one for ten in March leaves 20,000: 5,000 of these nobody meant."""
    common = issuer.investments["palisade-common"]
    sold = Transaction(investment=common, kind=Kind.SALE.value, amount=Decimal(150_000), shares=Decimal(5_000),
                       effective_on=day("2026-04-01"))  # fmt: skip
    fee = Transaction(investment=common, kind=Kind.FEE.value, amount=Decimal(10), effective_on=day("2026-04-01"))
    with writing(issuer.people["officer"]) as recording:
        waiting, paid = (approvals.propose_row("entry", one, recording=recording, today=TODAY) for one in (sold, fee))
    propose(issuer, action(issuer, "reverse_split", new=1, old=10))
    split = Proposal.objects.latest("pk")
    approvals.approve(split, by=issuer.people["officer2"], shown_hash=split.shown_hash, today=TODAY)
    decision = Decision.objects.get(proposal=waiting)
    assert decision.outcome == Outcome.LAPSED
    assert "was recorded since: these shares are of before it. Propose them as they are after it." in decision.note
    assert not Decision.objects.filter(proposal=paid).exists()
