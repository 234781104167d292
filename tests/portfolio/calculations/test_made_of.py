"""Whatever a ledger holds, the parts of a figure add up to it, to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.balance import Balance, LedgerTerms, balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.figures import figures, guarantee_limit, principal_available
from portfolio.calculations.kinds import Instrument, Kind, Need, kinds_for
from portfolio.calculations.made_of import BY_KIND, Drawable, kinds_of, made_of
from portfolio.positions.figure_parts import FIGURES

AMOUNTS = st.decimals(Decimal("0.01"), Decimal("9999999999.99"), places=2)
COUNTS = st.decimals(Decimal("0.000001"), Decimal("9999999"), places=6)
SHARE = Decimal("0.8")


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Instrument, list[Entry]]:
    """An instrument and entries of its kinds, each with the figures that its kind carries."""
    instrument = draw(st.sampled_from(list(Instrument)))
    kinds = sorted(kinds_for(instrument) - {Kind.REVERSAL})
    entries = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(kinds))
        entries.append(
            Entry(
                kind,
                date(2025, 1, 1) + timedelta(number),
                draw(AMOUNTS) if kind.amount is not Need.NONE else None,
                draw(COUNTS) if kind.shares is not Need.NONE else None,
                draw(COUNTS) if kind.shares_received is not Need.NONE else None,
                str(number),
            )
        )
    return instrument, entries


@given(ledgers(), st.none() | AMOUNTS, st.booleans())
def test_the_parts_of_each_known_figure_add_up_to_it(ledger, principal, complete):
    instrument, entries = ledger
    balance = balance_of(entries, LedgerTerms(instrument, available_until=date(2025, 1, 4)))
    found = figures(balance, instrument=instrument, principal=principal, covered_share=SHARE, complete=complete)
    available = None
    if instrument.family.is_lending and found.committed is not None:
        available = (
            principal_available(found.committed, principal=principal)
            if instrument is Instrument.DIRECT_LOAN
            else guarantee_limit(found.committed, principal, SHARE)
        )
    elif instrument is Instrument.DIRECT_LOAN:
        available = principal
    for figure in FIGURES:
        if (value := getattr(found, figure)) is not None:
            parts = made_of(figure, instrument.family, balance, found, Drawable(available, SHARE))
            assert (figure, sum(part.amount for part in parts)) == (figure, value)


def test_a_loan_is_what_was_drawn_and_capitalised_less_what_was_repaid():
    entries = [
        Entry(Kind.DISBURSEMENT, date(2025, 1, 1), Decimal(867)),
        Entry(Kind.CAPITALISED_INTEREST, date(2025, 2, 1), Decimal(12)),
        Entry(Kind.REPAYMENT, date(2025, 3, 1), Decimal(100)),
    ]
    balance = balance_of(entries)
    loan = Instrument.DIRECT_LOAN
    found = figures(balance, instrument=loan, principal=Decimal(1970), complete=False)
    parts = made_of("outstanding", loan.family, balance, found, Drawable(Decimal(1970)))
    assert [(part.label, part.amount) for part in parts if part.amount] == [
        ("Disbursed", 867), ("Capitalised interest", 12), ("Repaid", -100),
    ]  # fmt: skip
    parts = made_of("exposure", loan.family, balance, found, Drawable(Decimal(1970)))
    assert sum(part.amount for part in parts) == 779 + 1103 == found.exposure


def test_drawn_above_what_may_be_drawn_leaves_nothing_and_says_so():
    balance = Balance(disbursed=Decimal(120), kinds=frozenset({Kind.DISBURSEMENT}))
    loan = Instrument.DIRECT_LOAN
    found = figures(balance, instrument=loan, principal=Decimal(100), complete=True)
    parts = made_of("undisbursed", loan.family, balance, found, Drawable(Decimal(100)))
    assert [(part.label, part.amount) for part in parts] == [
        ("May be drawn in all", 100), ("Disbursed", -120), ("Nothing is left below nought", 20),
    ]  # fmt: skip


@pytest.mark.parametrize("total", sorted(BY_KIND))
def test_each_total_by_kind_is_the_sum_of_one_entry_of_each_of_its_kinds(total):
    for kind, sign in kinds_of(total):
        balance = balance_of([Entry(kind, date(2025, 1, 1), Decimal(7))])
        assert getattr(balance, total) == 7 * sign
