"""Cost that goes over to securities of another company: 100 shares for 1,000.00 paid."""

from datetime import date
from decimal import Decimal

from portfolio.calculations.balance import LedgerTerms, balance_of
from portfolio.calculations.entries import Entry, in_a_day
from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules.rules import refusal

DAY, NEXT, TODAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 6, 30)


def entry(
    kind: Kind, amount: str | None = None, shares: int | None = None, received: int | None = None, *, on: date = DAY
) -> Entry:
    return Entry(
        kind,
        on,
        None if amount is None else Decimal(amount),
        None if shares is None else Decimal(shares),
        None if received is None else Decimal(received),
    )


BOUGHT = [
    entry(Kind.COMMITMENT, "1000"),
    entry(Kind.OBLIGATION, "1000"),
    entry(Kind.DISBURSEMENT, "1000", 100),
]


def test_a_part_of_the_cost_goes_and_the_shares_stay():
    balance = balance_of([*BOUGHT, entry(Kind.TRANSFER_OUT, "250")])
    assert (balance.shares, balance.cost, balance.disbursed, balance.realised_gain) == (100, 750, 1000, 0)


def test_all_shares_go_with_all_their_cost():
    balance = balance_of([*BOUGHT, entry(Kind.TRANSFER_OUT, "1000", 100)])
    assert (balance.shares, balance.cost) == (0, 0)


def test_what_came_in_has_its_cost_without_a_payment():
    balance = balance_of([entry(Kind.TRANSFER_IN, "250", 50)])
    assert (balance.shares, balance.cost, balance.disbursed) == (50, 250, 0)
    found = figures(balance, instrument=Instrument.COMMON_EQUITY, complete=False)
    assert (found.outstanding, found.disbursed) == (250, None)
    half = balance.after(entry(Kind.SALE, "200", 25))
    assert (half.cost, half.realised_gain) == (125, 75)


def test_cost_goes_with_the_common_shares_that_a_conversion_brought():
    balance = balance_of([*BOUGHT, entry(Kind.CONVERSION, None, 100, 400), entry(Kind.TRANSFER_OUT, "250")])
    assert (balance.cost, balance.cost_received, balance.shares_received) == (750, 750, 400)


def test_a_split_is_of_the_shares_received_where_it_gives_up_just_these():
    half = [*BOUGHT, entry(Kind.CONVERSION, None, 50, 200)]
    balance = balance_of([*half, entry(Kind.SPLIT, None, 200, 20, on=NEXT)])
    assert (balance.shares, balance.shares_received) == (50, 20)
    assert balance_of([*half, entry(Kind.SPLIT, None, 50, 5, on=NEXT)]).shares == 5


def test_more_cost_or_shares_than_there_are_is_refused():
    terms = LedgerTerms(Instrument.COMMON_EQUITY)
    found = [
        refusal(BOUGHT, entry(Kind.TRANSFER_OUT, *figures), today=TODAY, instrument=terms.instrument)
        for figures in (("1000.01",), ("10", 101))
    ]
    assert found == [
        "This would carry over a cost of $1,000.01 against $1,000.00 outstanding. Enter at most $1,000.00.",
        "This would transfer 101 shares against 100 held. Give at most 100, or record the shares received first.",
    ]


def test_what_a_spin_off_carries_away_goes_as_the_day_begins():
    """Cost without shares, and splits, come first; shares that go over leave in the order as recorded."""
    at_the_opening = [entry(Kind.TRANSFER_OUT, "300"), entry(Kind.SPLIT, shares=100, received=200)]
    in_the_day = [
        entry(Kind.TRANSFER_OUT, "300", 50), entry(Kind.TRANSFER_OUT, "300", received=50),
        entry(Kind.TRANSFER_OUT, "300", 50, 50), entry(Kind.FEE, "300"), entry(Kind.TRANSFER_IN, "300", 5),
    ]  # fmt: skip
    assert {in_a_day(one) for one in at_the_opening} == {(DAY, False)}
    assert {in_a_day(one) for one in in_the_day} == {(DAY, True)}


def test_what_came_over_is_at_risk_with_its_cost_though_no_obligation_of_it_is_on_record():
    """It was paid for by the other company's award: of 400.00 that came along nothing is still to be paid."""
    balance = balance_of([entry(Kind.TRANSFER_IN, "400", 100)])
    found = figures(balance, instrument=Instrument.COMMON_EQUITY, complete=False)
    assert (found.outstanding, found.undisbursed, found.exposure) == (400, 0, 400)
