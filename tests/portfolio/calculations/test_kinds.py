import pickle
from collections import Counter

import pytest

from portfolio.calculations.kinds import COMMITTED, Family, Instrument, Kind, Need, Status, kinds_for


def test_there_are_as_many_kinds_as_the_ledger_knows():
    assert len(Kind) == 29
    assert all(kind.label and kind.meaning.endswith(".") for kind in Kind)
    assert len({kind.label for kind in Kind}) == 29


def test_a_kind_is_its_text_and_survives_pickling():
    assert Kind("write_off") is Kind.WRITE_OFF
    assert f"{Kind.WRITE_OFF}" == "write_off"
    assert pickle.loads(pickle.dumps(Kind.WRITE_OFF)) is Kind.WRITE_OFF


@pytest.mark.parametrize(
    ("kind", "amount", "shares", "received"),
    [
        (Kind.COMMITMENT, Need.REQUIRED, Need.NONE, Need.NONE),
        (Kind.DISBURSEMENT, Need.REQUIRED, Need.OPTIONAL, Need.NONE),
        (Kind.SHARE_ISSUE, Need.NONE, Need.REQUIRED, Need.NONE),
        (Kind.EXERCISE, Need.OPTIONAL, Need.REQUIRED, Need.REQUIRED),
        (Kind.SPLIT, Need.NONE, Need.REQUIRED, Need.REQUIRED),
    ],
)
def test_a_kind_says_which_figures_it_needs(kind, amount, shares, received):
    assert (kind.amount, kind.shares, kind.shares_received) == (amount, shares, received)


def test_every_instrument_has_a_family():
    assert Counter(instrument.family for instrument in Instrument) == {
        Family.EQUITY: 3,
        Family.RIGHT: 2,
        Family.LOAN: 1,
        Family.GUARANTEE: 1,
        Family.AWARD: 4,
        Family.OFFTAKE: 1,
        Family.PRICE_FLOOR: 1,
        Family.TAX_CREDIT: 1,
    }


def test_only_a_guarantee_pays_claims():
    assert [kind for kind in Instrument if Kind.CLAIM_PAID in kinds_for(kind)] == [Instrument.LOAN_GUARANTEE]


def test_only_convertible_preferred_converts():
    assert [kind for kind in Instrument if Kind.CONVERSION in kinds_for(kind)] == [Instrument.CONVERTIBLE_PREFERRED]


def test_every_kind_belongs_to_some_instrument_and_a_reversal_to_all():
    assert frozenset().union(*map(kinds_for, Instrument)) == frozenset(Kind)
    assert all(Kind.REVERSAL in kinds_for(kind) for kind in Instrument if kinds_for(kind))


def test_money_is_committed_from_the_definitive_agreement_on():
    assert [status.value for status in Status if status.is_committed_money] == [
        "committed",
        "closed",
        "disbursing",
        "disbursed",
        "repaid",
        "exited",
    ]
    assert Status.TERMINATED not in COMMITTED
    before = [Status.ANNOUNCED, Status.LOI, Status.CONDITIONAL, Status.APPROVED]
    assert list(Status)[:5] == [*before, Status.COMMITTED]
    assert not any(status.is_committed_money for status in before)
