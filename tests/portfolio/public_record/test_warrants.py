"""The warrant desk on the record of October 2026."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.positions.warrants import WarrantAt, warrants_at
from record.calculations.unknown import NotKnown
from record.models import Recording
from tests.portfolio.reports.answers import ask, rows_of


@pytest.fixture
def at(editions, db):
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now(), None)


@pytest.fixture
def rights(at) -> dict[str, WarrantAt]:
    return {one.line.slug: one for one in warrants_at(at)}


def test_mps_warrant_is_in_the_money_at_47_26_over_30_03_and_costs_336_385_819_77(rights):
    mp = rights["mp-dow-warrant"]
    assert (mp.price, mp.strike, mp.moneyness) == (Decimal("47.26"), Decimal("30.03"), "in the money")
    assert mp.exercise.cost == Decimal("336385819.77")
    assert (mp.exercise.rights, mp.exercise.gain) == (11_201_659, Decimal("193004584.57"))
    assert (str(mp.expires_on), mp.is_expiry_worked_out, mp.days_to_expiry) == ("2035-07-11", True, 3198)


def test_the_age_of_its_close_is_told_in_trading_days(rights):
    close = rights["mp-dow-warrant"].close
    assert (str(close.on), close.age, close.is_stale) == ("2026-09-18", 14, True)


def test_usa_rare_earths_warrant_is_out_of_the_money_and_agreed_not_held(rights):
    usar = rights["usar-doc-warrant"]
    assert (usar.price, usar.strike, usar.moneyness) == (Decimal("14.63"), Decimal("17.17"), "out of the money")
    assert usar.part.holding == "agreed"
    # 17,600,584 × (14.63 − 17.17)
    assert usar.exercise.gain == Decimal("-44705483.36")
    with pytest.raises(NotKnown, match="expiry is not on record"):
        _ = usar.days_to_expiry


def test_what_mps_exercise_does_to_the_percentage_and_the_cap(rights):
    mp = rights["mp-dow-warrant"]
    count, converted = mp.outstanding, 13_320_013
    assert mp.share_before == 0
    assert mp.share_after == Decimal(11_201_659) / (count + 11_201_659)
    assert mp.as_converted_before == Decimal(converted) / count
    assert mp.as_converted_after == Decimal(converted + 11_201_659) / count
    assert (mp.cap, mp.room_after) == (Decimal("0.199"), Decimal("0.199") - mp.as_converted_after)


def test_a_call_on_the_shares_of_another_holder_issues_none(rights):
    call, own = rights["tmq-dow-south32-call"], rights["tmq-dow-unit-warrants"]
    assert (call.is_of_new_shares, own.is_of_new_shares) == (False, True)
    assert call.share_after == (call.common + 6_161_678) / call.outstanding
    assert own.share_after == (own.common + 6_161_678) / (own.outstanding + 6_161_678)


def test_what_is_not_on_record_is_unknown_with_its_reason(rights):
    syrah = rights["syrah-dfc-warrant"]
    for figure, why in (
        (lambda: syrah.price, "no close of Syrah Resources Limited|no rate"),
        (lambda: syrah.strike, "no strike is on record"),
        (lambda: syrah.exercise, "no strike is on record"),
        (lambda: rights["sv-dfc-option"].exercise, "number of rights is not known"),
        (lambda: rights["lac-doe-warrant-jv"].outstanding, "no share count"),
    ):
        with pytest.raises(NotKnown, match=why):
            figure()
    assert syrah.part.exercisable is None


def test_a_trigger_without_a_word_on_its_state_is_unknown(rights):
    call = rights["tmq-dow-south32-call"]
    assert call.trigger == "Exercisable after the Ambler Road is complete."
    assert call.trigger_state is None
    assert rights["mp-dow-warrant"].trigger_state == "none is stated"


def test_the_report_says_the_same(at):
    rows = {row["investment"]: row for row in rows_of(ask("warrants", at))}
    assert rows["mp-dow-warrant"]["exercise_cost_usd"] == "336385819.77"
    assert rows["usar-doc-warrant"]["moneyness"] == "out of the money"
    assert rows["usar-doc-warrant"]["days_to_expiry"] == ""
