from datetime import date
from decimal import Decimal

from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules.entry_validation import own_problems
from portfolio.calculations.ledger_rules.messages import counted_figure
from portfolio.calculations.ledger_rules.rules import refusal
from tests.portfolio.calculations.ledger_entries import TODAY, entry


def asked(entries, new, instrument=Instrument.GRANT, **terms):
    return refusal(entries, new, instrument=instrument, today=TODAY, **terms)


COMMITTED_60 = entry(Kind.COMMITMENT, 60, reference="T1")


def test_an_entry_is_reversed_once_and_only_one_that_is_on_the_book():
    book = [COMMITTED_60, entry(Kind.REVERSAL, reference="T9", reverses="T1")]
    assert asked(book, entry(Kind.REVERSAL, reverses="T1")) == (
        "T1 has already been reversed. Record a new entry instead."
    )
    assert asked(book, entry(Kind.REVERSAL, reverses="T4")) == (
        "There is no entry T4 on this ledger to be reversed. Choose one that is."
    )
    assert asked(book, entry(Kind.REVERSAL, reverses="T9")) == (
        "T9 is itself a reversal and is not reversed. Record the entry that it undid once more."
    )
    assert asked(book, entry(Kind.REVERSAL)) == "A reversal names the entry that it undoes. Choose that entry."


def test_a_reversal_carries_the_day_and_the_figures_of_what_it_undoes():
    assert asked([COMMITTED_60], entry(Kind.REVERSAL, on=2, reverses="T1")) == (
        "A reversal counts from the day of the entry it undoes: 2026-01-01, not 2026-01-02. Use 2026-01-01."
    )
    assert asked([COMMITTED_60], entry(Kind.REVERSAL, 50, reverses="T1")) == (
        "A reversal undoes all of T1: its amount in USD is $60.00, not $50.00. Leave it blank."
    )
    assert asked([COMMITTED_60], entry(Kind.REVERSAL, 60, reverses="T1")) is None


def test_only_a_reversal_names_another_entry():
    assert asked([COMMITTED_60], entry(Kind.COMMITMENT, 5, reverses="T1")) == (
        "Only a reversal undoes T1. Choose the kind reversal, or leave that reference out."
    )


def test_a_date_after_today_is_refused():
    assert asked([], Entry(Kind.COMMITMENT, date(2026, 11, 25), Decimal(1))) == (
        "2026-11-25 is after today, 2026-11-24. Record the entry when its day has come."
    )
    assert asked([], Entry(Kind.COMMITMENT, TODAY, Decimal(1))) is None


def test_amounts_are_positive_and_the_kind_carries_the_direction():
    assert asked([], entry(Kind.OBLIGATION, -5)) == (
        "The amount in USD is -$5.00, and the kind carries the direction. For the opposite, record a deobligation."
    )
    assert asked([], entry(Kind.COMMITMENT, 0)) == (
        "The amount in USD is $0.00, and the kind carries the direction. Give a positive one."
    )
    assert asked([], entry(Kind.COMMITMENT, "NaN")) == "NaN is no amount in USD. Give a number."


def test_figures_missing_or_out_of_place_are_named():
    assert asked([], entry(Kind.COMMITMENT)) == "A commitment needs an amount in USD. Give it."
    assert asked([], entry(Kind.WARRANT_ISSUE), Instrument.WARRANT) == (
        "A warrant issue needs a number of shares. Give it."
    )
    assert asked([], entry(Kind.WARRANT_ISSUE, 5, shares=5), Instrument.WARRANT) == (
        "A warrant issue of a warrant has no amount in USD. Leave out the $5.00."
    )
    assert asked([], entry(Kind.DISBURSEMENT, 5, shares=5)) == (
        "A disbursement of a grant has no number of shares. Leave out the 5."
    )
    assert asked([], entry(Kind.SALE, 5), Instrument.COMMON_EQUITY) == (
        "A sale needs the number of shares sold. Give it."
    )


def test_a_kind_that_the_instrument_cannot_have_is_refused_with_those_it_can():
    assert asked([], entry(Kind.DIVIDEND, 5), Instrument.TAX_CREDIT) == (
        "The ledger of a tax credit has no dividend. Choose one of: commitment, decommitment, obligation, "
        "deobligation, disbursement, recovery, reversal."
    )
    assert asked([], entry(Kind.COMMITMENT, 5), Instrument.OPTION) is None


def test_each_refusal_stands_on_the_column_that_it_is_about():
    undone = [COMMITTED_60, entry(Kind.REVERSAL, reference="T9", reverses="T1")]
    sale = entry(Kind.SALE, 60)
    named = {
        "reverses": [
            (undone, entry(Kind.REVERSAL, reverses="T1")), (undone, entry(Kind.REVERSAL, reverses="T4")),
            (undone, entry(Kind.REVERSAL, reverses="T9")), (undone, entry(Kind.REVERSAL)),
        ],
        "on": [([COMMITTED_60], entry(Kind.REVERSAL, on=2, reverses="T1")), ([], Entry(Kind.FEE, date(2027, 1, 1)))],
        "amount": [
            ([COMMITTED_60], entry(Kind.REVERSAL, 50, reverses="T1")), ([], entry(Kind.COMMITMENT)),
            ([], entry(Kind.COMMITMENT, -1)),
        ],
        "kind": [([], entry(Kind.CONVERSION, shares=Decimal(1))), ([], entry(Kind.COMMITMENT, 1, reverses="T1"))],
        "shares": [([], entry(Kind.COMMITMENT, 1, shares=Decimal(1)))],
    }  # fmt: skip
    for column, cases in named.items():
        assert {refused.field for book, new in cases if (refused := asked(book, new))} == {column}
    assert asked([], sale, Instrument.COMMON_EQUITY).field == "shares"


def test_what_is_wrong_with_an_entry_by_itself_is_told_at_once():
    """Day, amount and shares; the day of a reversal is that of what it undoes."""
    ahead = Entry(Kind.DISBURSEMENT, date(2027, 1, 1), Decimal(-1), Decimal(0), Decimal(2))
    assert [one.field for one in own_problems(ahead, today=date(2026, 12, 31))] == ["on", "amount", "shares"]
    assert [one.field for one in own_problems(ahead, today=date(2027, 1, 1))] == ["amount", "shares"]
    assert own_problems(ahead, today=date(2027, 1, 1))[0] == (
        "The amount in USD is -$1.00, and the kind carries the direction. For the opposite, record a recovery."
    )
    undoing = Entry(Kind.REVERSAL, date(2027, 1, 1), reverses="T1")
    assert own_problems(undoing, today=date(2026, 12, 31)) == []


def test_a_limit_counts_shares_or_dollars_and_the_figure_that_the_entry_has():
    both, money = entry(Kind.SALE, 5, shares=1, received=2), entry(Kind.SALE, 5)
    assert [counted_figure(both, limit) for limit in ("", "drawn", "shares", "split", "shares_received")] == [
        "amount", "amount", "shares", "shares", "shares_received",
    ]  # fmt: skip
    assert [counted_figure(money, limit) for limit in ("drawn", "shares")] == ["amount", "amount"]
    assert counted_figure(entry(Kind.SALE, shares=1), "shares_received") == "shares"
    assert counted_figure(entry(Kind.SALE, received=1)) == "shares_received"
    assert [counted_figure(entry(Kind.SALE), limit) for limit in ("drawn", "split")] == ["amount", "shares"]
    assert counted_figure(entry(Kind.REVERSAL, 5, reverses="T1"), "shares") == "reverses"
