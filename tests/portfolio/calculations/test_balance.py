from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.balance import TOTALS, Balance, LedgerTerms, balance_of
from portfolio.calculations.entries import Entry, standing
from portfolio.calculations.kinds import Instrument, Kind
from tests.portfolio.calculations.ledger_entries import entry

DAY = date(2026, 1, 1)


def test_each_step_of_the_chain_has_its_own_total():
    balance = balance_of(
        [
            entry(Kind.COMMITMENT, "100"),
            entry(Kind.DECOMMITMENT, "10"),
            entry(Kind.OBLIGATION, "80"),
            entry(Kind.DEOBLIGATION, "5"),
            entry(Kind.DISBURSEMENT, "60.50"),
        ]
    )
    assert (balance.committed, balance.obligated, balance.disbursed) == (90, 75, Decimal("60.50"))
    assert balance.kinds == {
        Kind.COMMITMENT,
        Kind.DECOMMITMENT,
        Kind.OBLIGATION,
        Kind.DEOBLIGATION,
        Kind.DISBURSEMENT,
    }


def test_interest_dividends_fees_and_upside_are_income():
    balance = balance_of(entry(kind, "1.25") for kind in (Kind.INTEREST, Kind.DIVIDEND, Kind.FEE, Kind.UPSIDE_RECEIVED))
    assert balance.income == 5


def test_price_support_accrued_moves_no_money_and_paid_does():
    balance = balance_of([entry(Kind.PRICE_SUPPORT_ACCRUED, "51"), entry(Kind.PRICE_SUPPORT_PAID, "20")])
    assert (balance.accrued, balance.disbursed) == (51, 20)


def test_only_a_claim_paid_is_disbursed_under_a_guarantee():
    balance = balance_of(
        [
            entry(Kind.GUARANTEED_DRAW, "100"),
            entry(Kind.GUARANTEED_REPAYMENT, "30"),
            entry(Kind.CLAIM_PAID, "40"),
        ]
    )
    assert (balance.guaranteed, balance.guaranteed_drawn, balance.disbursed, balance.claims) == (70, 100, 40, 40)


def test_a_sale_retires_average_cost():
    balance = balance_of(
        [
            entry(Kind.DISBURSEMENT, "100", shares="10"),
            entry(Kind.DISBURSEMENT, "200", shares="10", on=1),
            entry(Kind.SALE, "90", shares="5", on=2),
        ]
    )
    # 20 shares cost 300, so 15 each; 5 sold retire 75.
    assert (balance.shares, balance.cost_retired, balance.cost, balance.returned) == (15, 75, 225, 90)


def test_the_last_shares_sold_retire_what_is_left_of_the_cost_to_the_cent():
    balance = balance_of(
        [entry(Kind.DISBURSEMENT, "100", shares="3")] + [entry(Kind.SALE, "50", shares="1", on=day) for day in (1, 2)]
    )
    assert balance.cost_retired == Decimal("66.67")  # 33.33, then 33.34 (66.67 / 2 = 33.335, half to even)
    assert balance.after(entry(Kind.SALE, "50", shares="1", on=3)).cost == 0


def test_the_day_orders_the_entries_whatever_the_order_of_recording():
    early, late = entry(Kind.DISBURSEMENT, "100", shares="10"), entry(Kind.DISBURSEMENT, "200", shares="10", on=9)
    sale = entry(Kind.SALE, "90", shares="5", on=5)
    # On the day of the sale only the first ten were held: 10 each.
    assert balance_of([early, late, sale]).cost_retired == 50


def test_a_conversion_carries_its_cost_to_the_shares_received():
    balance = balance_of(
        [
            entry(Kind.DISBURSEMENT, "400", shares="4"),
            entry(Kind.CONVERSION, shares="1", received="33", on=1),
            entry(Kind.SALE, "150", received="33", on=2),
        ]
    )
    assert (balance.shares, balance.shares_received, balance.cost_retired, balance.cost) == (3, 0, 100, 300)


def test_a_cash_exercise_pays_the_strike_and_a_cashless_one_nothing():
    warrants = [entry(Kind.WARRANT_ISSUE, shares="100")]
    cash = balance_of([*warrants, entry(Kind.EXERCISE, "30", shares="60", received="60")])
    assert (cash.disbursed, cash.cost_received, cash.shares, cash.shares_received) == (30, 30, 40, 60)
    cashless = balance_of([*warrants, entry(Kind.EXERCISE, shares="60", received="45")])
    assert (cashless.disbursed, cashless.shares, cashless.shares_received) == (0, 40, 45)


def test_a_split_changes_the_number_and_not_the_cost():
    bought, split = entry(Kind.DISBURSEMENT, "100", shares="10"), entry(Kind.SPLIT, shares="10", received="30", on=2)
    assert (balance_of([bought, split]).shares, balance_of([bought, split]).cost) == (30, 100)
    # What is bought on the day itself is of the new basis, whichever was recorded first.
    more = entry(Kind.DISBURSEMENT, "50", shares="5", on=2)
    assert [balance_of(found).shares for found in ([bought, split, more], [bought, more, split])] == [35, 35]


def test_a_split_after_the_exercise_is_of_the_shares_received():
    balance = balance_of(
        [
            entry(Kind.WARRANT_ISSUE, shares="10"),
            entry(Kind.EXERCISE, shares="10", received="10"),
            entry(Kind.SPLIT, shares="10", received="20"),
        ]
    )
    assert (balance.shares, balance.shares_received) == (0, 20)


def test_a_dividend_in_kind_adds_shares_and_a_lapse_ends_rights():
    assert balance_of([entry(Kind.DIVIDEND_IN_KIND, shares="28000")]).shares == 28000
    assert balance_of([entry(Kind.WARRANT_ISSUE, shares="100"), entry(Kind.LAPSE, shares="40")]).shares == 60


def test_a_reversal_undoes_the_entry_and_its_kind():
    balance = balance_of(
        [
            entry(Kind.COMMITMENT, "60", reference="T1"),
            entry(Kind.OBLIGATION, "10", reference="T2"),
            entry(Kind.REVERSAL, "10", reference="T3", reverses="T2"),
        ]
    )
    assert balance == Balance(committed=Decimal(60), kinds=frozenset({Kind.COMMITMENT}))


def test_a_part_of_the_cost_is_rounded_half_to_even():
    """A cost of 0.05 for 2 shares is 0.025 a share: 0.02 goes with the first. Of 0.15 it is 0.075: 0.08 goes."""
    for cost, part in (("0.05", "0.02"), ("0.15", "0.08")):
        bought = entry(Kind.DISBURSEMENT, cost, shares=2)
        sold = entry(Kind.SALE, "1", on=2, shares=1)
        assert balance_of([bought, sold]).cost_retired == Decimal(part)


def test_a_write_off_lowers_the_cost_of_both_pools_in_proportion():
    """90 paid for 9 rights, 3 of them exercised: 60 and 30. A write-off of 30 leaves 40 and 20."""
    book = [
        entry(Kind.DISBURSEMENT, 90, shares=9),
        entry(Kind.EXERCISE, on=2, shares=3, received=3),
        entry(Kind.WRITE_OFF, 30, on=3),
    ]
    assert balance_of(book).cost_received == 20
    sold = balance_of([*book, entry(Kind.SALE, 50, on=4, received=3)])
    assert (sold.cost_retired, sold.cost) == (20, 40)


def test_a_reversal_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="T9"):
        balance_of([entry(Kind.REVERSAL, reverses="T9")])
    with pytest.raises(ValueError, match="no effect of its own"):
        Balance().after(entry(Kind.REVERSAL, reverses="T9"))


plain = st.builds(
    lambda kind, cents, day: Entry(kind, DAY + timedelta(days=day), Decimal(cents) / 100),
    st.sampled_from([kind for kind in Kind if kind.amount == "required" and kind not in (Kind.SALE, Kind.WRITE_OFF)]),
    st.integers(1, 10**15),
    st.integers(0, 400),
)


@given(st.lists(plain, max_size=12))
def test_a_ledger_and_all_its_reversals_are_as_if_nothing_had_been(entries):
    named = [replace(one, reference=f"T{number}") for number, one in enumerate(entries)]
    undone = [Entry(Kind.REVERSAL, one.on, reference=f"R{one.reference}", reverses=one.reference) for one in named]
    assert balance_of(named + undone) == Balance()


@given(st.lists(plain, max_size=12), st.randoms())
def test_totals_do_not_depend_on_the_order_of_recording(entries, random):
    shuffled = random.sample(entries, len(entries))
    assert balance_of(entries) == balance_of(shuffled)


@given(st.lists(plain, max_size=12))
def test_one_by_one_and_all_at_once_agree(entries):
    balance = Balance()
    for one in standing(entries):
        balance = balance.after(one)
    assert balance == balance_of(entries)
    assert all(isinstance(getattr(balance, name), Decimal) for name in TOTALS)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 500), st.booleans()), max_size=20))
def test_cost_is_never_lost_nor_made_by_buying_and_selling(trades):
    balance = Balance()
    for cents, shares, buys in trades:
        if buys:
            balance = balance.after(Entry(Kind.DISBURSEMENT, DAY, Decimal(cents) / 100, Decimal(shares)))
        elif balance.shares >= shares:
            balance = balance.after(Entry(Kind.SALE, DAY, Decimal(cents) / 100, Decimal(shares)))
        assert 0 <= balance.cost <= balance.disbursed
        assert balance.shares or not balance.cost


def realised(*entries):
    """Cost in the holding, cost in the shares received for it, and gain."""
    balance = balance_of([entry(Kind.DISBURSEMENT, 100, shares=10), *entries])
    own = balance.disbursed - balance.cost_retired - balance.written_off - balance.cost_received
    return own, balance.cost_received, balance.realised_gain


def test_what_is_sold_after_a_write_off_has_its_part_of_what_was_left():
    # 100 for 10 shares, 40 written off: 60 are left, and 5 of the shares take 30 of it along.
    assert realised(entry(Kind.WRITE_OFF, 40, on=2), entry(Kind.SALE, 50, on=3, shares=5)) == (30, 0, 20)


def test_each_conversion_adds_to_the_cost_of_what_was_received():
    first = entry(Kind.CONVERSION, on=2, shares=4, received=8)
    assert realised(first) == (60, 40, 0)
    assert realised(first, entry(Kind.CONVERSION, on=3, shares=6, received=12)) == (0, 100, 0)


def test_shares_received_are_sold_at_their_own_average_cost():
    converted = entry(Kind.CONVERSION, on=2, shares=10, received=20)
    part = entry(Kind.SALE, 50, on=3, received=5)
    assert realised(converted, part) == (0, 75, 25)
    assert realised(converted, part, entry(Kind.SALE, 150, on=4, received=15)) == (0, 0, 100)


@pytest.mark.parametrize(
    ("instrument", "at_first"), [(Instrument.WARRANT, 10), (Instrument.CONVERTIBLE_PREFERRED, 100)]
)
def test_what_was_agreed_at_first_is_split_as_what_is_held(instrument, at_first):
    """100 are all used for 100 common, which are then split one for ten: rights would be 10, preferred shares stay."""
    moves = [
        entry(Kind.SHARE_ISSUE, shares="100"),
        entry(Kind.EXERCISE if instrument is Instrument.WARRANT else Kind.CONVERSION, shares="100", received="100"),
        entry(Kind.SPLIT, on=2, shares="100", received="10"),
    ]
    balance = balance_of(moves, LedgerTerms(instrument))
    assert (balance.shares_at_first, balance.shares_standing, balance.shares_received) == (at_first, 0, 10)


def test_what_is_sold_stands_and_what_lapses_or_is_redeemed_does_not():
    """Of 100 and 5 in kind 30 are sold, 20 lapse, and 10 are redeemed for 10,000: 75 stand, 45 are held."""
    moves = [
        entry(Kind.SHARE_ISSUE, shares="100"),
        entry(Kind.DIVIDEND_IN_KIND, shares="5"),
        entry(Kind.SALE, "30000", shares="30"),
        entry(Kind.LAPSE, shares="20"),
        entry(Kind.SALE, "10000"),
    ]
    priced = LedgerTerms(Instrument.PREFERRED_EQUITY, redemption_price=Decimal(1_000))
    balance = balance_of(moves, priced)
    assert (balance.shares_at_first, balance.shares_standing, balance.shares) == (100, 75, 45)
