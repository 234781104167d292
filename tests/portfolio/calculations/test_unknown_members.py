"""An instrument, family, kind or status that nobody has defined raises with its name. Nothing counts as a grant."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import SimpleNamespace

import pytest

from portfolio.calculations.balance import DEFINED, Balance, LedgerTerms, balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import (
    FAMILY_TRAITS,
    IS_COMMITTED,
    KINDS_OF_FAMILY,
    Family,
    Instrument,
    Kind,
    Status,
    kinds_for,
)
from portfolio.calculations.ledger_rules.entry_validation import entry_problem
from portfolio.calculations.ledger_rules.limits import Limit, Violation, limits_of
from portfolio.calculations.ledger_rules.messages import sentence
from portfolio.calculations.money_form import FORM_OF_FAMILY, form_of
from portfolio.calculations.support import SUPPORT, support_of
from portfolio.positions.holdings import HOLDING, Part

DAY = date(2026, 1, 5)


class NewFamily(StrEnum):
    BARTER = "barter"
    holds_shares = is_lending = property(lambda self: False)


BARTER = SimpleNamespace(value="barter", family=NewFamily.BARTER)
SWAP = Entry("swap", DAY, Decimal(1))


@pytest.mark.parametrize("instrument", ["barter", "Grant", ""])
def test_a_text_that_is_no_instrument_raises(instrument):
    with pytest.raises(ValueError, match=f"'{instrument}' is not a valid Instrument"):
        Instrument(instrument)


def test_the_figures_of_an_unknown_family_raise():
    with pytest.raises(ValueError, match="figures of the family barter"):
        figures(Balance(), instrument=BARTER, complete=True)


def test_the_limits_of_an_unknown_family_raise():
    with pytest.raises(ValueError, match="limits of the family barter"):
        limits_of(Balance(), LedgerTerms(BARTER))


def test_the_kinds_of_an_unknown_family_raise():
    with pytest.raises(KeyError, match="barter"):
        kinds_for(BARTER)
    with pytest.raises(KeyError, match="barter"):
        entry_problem(Entry(Kind.FEE, DAY, Decimal(1)), instrument=BARTER, today=DAY)


def test_an_unknown_kind_is_no_part_of_a_balance():
    with pytest.raises(ValueError, match="What a swap does"):
        balance_of([SWAP])
    with pytest.raises(ValueError, match="What a swap does"):
        Balance().after(SWAP)


def test_an_unknown_kind_is_refused_on_every_ledger():
    found = entry_problem(Entry(NewFamily.BARTER, DAY, Decimal(1)), instrument=Instrument.GRANT, today=DAY)
    assert found.startswith("The ledger of a grant has no barter.")


def test_an_unknown_kind_has_no_sentence():
    limit = Limit(Decimal(2), Decimal(1))
    with pytest.raises(ValueError, match="swap is no kind"):
        sentence(Violation("obligated", DAY, limit, limit), SWAP)
    with pytest.raises(KeyError, match="barter"):
        sentence(Violation("barter", DAY, limit, limit), SWAP)


def test_an_unknown_status_is_no_support():
    with pytest.raises(KeyError, match="paused"):
        support_of({"paused"})
    with pytest.raises(KeyError, match="paused"):
        support_of({Status.CLOSED, "paused"})


def test_what_an_unknown_family_does_with_money_raises():
    for ask in (Family.holds_shares.fget, Family.is_lending.fget):
        with pytest.raises(KeyError, match="barter"):
            ask(NewFamily.BARTER)


def test_whether_an_unknown_status_is_committed_money_raises():
    with pytest.raises(KeyError, match="paused"):
        Status.is_committed_money.fget("paused")


def test_the_holding_of_an_unknown_status_raises():
    line = SimpleNamespace(slug="a", status="paused", balance=Balance(), terms=None)
    with pytest.raises(KeyError, match="paused"):
        _ = Part(line, DAY).holding
    with pytest.raises(ValueError, match="a has no status"):
        _ = Part(SimpleNamespace(slug="a", status=None, balance=Balance()), DAY).holding


def test_the_form_of_an_unknown_family_raises():
    with pytest.raises(KeyError, match="barter"):
        form_of(NewFamily.BARTER)


def test_every_member_that_is_known_is_defined():
    assert set(FORM_OF_FAMILY) == set(Family)
    assert set(FAMILY_TRAITS) == set(Family)
    assert set(HOLDING) == set(IS_COMMITTED) == set(Status)
    assert set(KINDS_OF_FAMILY) == set(Family)
    assert set(SUPPORT) == set(Status)
    assert set(Kind) - {Kind.REVERSAL} == DEFINED
    for instrument in Instrument:
        assert figures(Balance(), instrument=instrument, complete=True).exposure in {0, None}
        assert "obligated" in limits_of(Balance(), LedgerTerms(instrument))
