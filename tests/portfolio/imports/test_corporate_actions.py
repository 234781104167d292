"""A file of corporate actions: what each row does to every holding is seen before it is written, and written as one."""

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import CorporateAction, Terms, Transaction
from portfolio.positions.holdings import holdings_at
from tests.cast import Cast, now
from tests.portfolio.imports.conftest import exported, put, show

HEADER = "company,effective_on,action_kind,new_shares,old_shares,other_company,carried_cost_share,new_ticker,sources\n"
REVERSE = HEADER + "palisade,2026-03-02,reverse_split,1,10,,,,cast1\n"
EXCHANGE = HEADER + "palisade,2026-03-02,exchange,2,1,saltwash,,,cast1\n"


def test_the_rows_show_what_becomes_of_each_holding(cast: Cast):
    plan = show("corporate-actions", REVERSE)
    assert not plan.refused
    changes = {name: (before, after) for name, before, after in plan.row_outcomes[0].changes}
    assert changes["palisade-warrant: split"] == ("1,500,000", "150,000")
    assert changes["palisade-preferred: conversion price"] == ("$30", "$300")
    assert plan.effect.waits
    assert ["Shares or rights of palisade-warrant", "1,500,000", "150,000"] in plan.effect.totals
    assert {tuple(place) for place in plan.effect.places} == {
        (cast.agencies["DOW"].pk, cast.programs["DOW-OSC"].pk),
    }
    assert not CorporateAction.objects.exists()


def test_what_was_shown_is_written_as_one_recording(cast: Cast):
    _, recording = put("corporate-actions", REVERSE)
    assert CorporateAction.objects.get().recording == recording
    assert {row.investment.slug for row in Transaction.objects.filter(recording=recording, kind=Kind.SPLIT)} == {
        "palisade-warrant"
    }
    assert Terms.objects.filter(recording=recording).count() == 2


def test_an_exchange_by_file_puts_the_new_awards_on_record(cast: Cast):
    put("corporate-actions", EXCHANGE)
    found = {part.line.slug: part.shares for part in holdings_at(now())}
    assert found["palisade-warrant-saltwash"] == 3_000_000
    assert found["palisade-preferred-saltwash"] == 60_000
    assert (found["palisade-warrant"], found["palisade-preferred"]) == (0, 0)


def test_what_was_exported_comes_in_again_as_the_same(cast: Cast):
    put("corporate-actions", REVERSE)
    plan = show("corporate-actions", exported("corporate-actions"))
    assert [one.becomes for one in plan.row_outcomes] == [Becomes.SAME]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("palisade,2026-03-02,split,1,10,,,,cast1", "more shares than before"),
        ("palisade,2026-03-02,spin_off,1,4,,,,cast1", "name the other company"),
        ("palisade,2026-03,reverse_split,1,10,,,,cast1", "of one day"),
        ("palisade,2026-03-02,ticker_change,,,,,,cast1", "gives the new one"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(cast: Cast, row: str, what: str):
    (refused,) = show("corporate-actions", f"{HEADER}{row}\n").refused
    assert what in " ".join(said for _, _, said in refused.changes)


def test_another_ratio_for_the_same_day_is_refused(cast: Cast):
    put("corporate-actions", REVERSE)
    (refused,) = show("corporate-actions", REVERSE.replace(",1,10,", ",1,20,")).refused
    assert "on record already" in refused.changes[0][2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("palisade,2026-03-02,reverse_split,1,10,,,,cast1", "palisade,2026-05-04,split,2,1,,,,cast1"),
        ("palisade,2026-03-02,exchange,2,1,saltwash,,,cast1", "saltwash,2026-05-04,reverse_split,1,10,,,,cast1"),
    ],
)
def test_a_row_that_rests_on_one_before_it_waits_for_a_file_of_its_own(cast: Cast, first: str, second: str):
    """What it does could not be shown: the file was refused with a sentence about shares, or never to be approved."""
    (refused,) = show("corporate-actions", f"{HEADER}{first}\n{second}\n").refused
    ((name, _, said),) = refused.changes
    assert (refused.row, name) == (3, "company")
    assert "stands before it" in said
    assert "send it in a file of its own then" in said
    put("corporate-actions", f"{HEADER}{first}\n")
    assert not show("corporate-actions", f"{HEADER}{second}\n").refused


def test_a_split_stands_beside_a_change_of_the_listing_in_one_file(cast: Cast):
    ended = "palisade,2026-03-02,reverse_split,1,10,,,,cast1\npalisade,2026-05-04,delisting,,,,,,cast1\n"
    renamed = "palisade,2026-03-02,reverse_split,1,10,,,,cast1\npalisade,2026-05-04,ticker_change,,,,,PLX,cast1\n"
    for rows in (ended, renamed):
        assert not show("corporate-actions", HEADER + rows).refused
