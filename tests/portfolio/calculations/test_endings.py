"""What is asked of an ending: nothing follows it, and by some of them nothing is left."""

from decimal import Decimal

import pytest

from portfolio.calculations.balance import Balance
from portfolio.calculations.endings import Rest, order_questions, rest_of, settled_question
from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import Instrument, Kind, Status
from record.calculations.partial_dates import PartialDate

MARCH, MAY = PartialDate.parse("2026-03-01"), PartialDate.parse("2026-05")
LOAN = Balance(disbursed=Decimal(867), capitalised=Decimal(3), repaid=Decimal(70))  # 800 are owed
HELD = Balance(shares=Decimal(60_000), disbursed=Decimal(60))


def of_order(stated: Status, before: Status | None = None, later: Status | None = None) -> list[str]:
    about = {"before": before and (before, MARCH), "later": later and (later, MAY)}
    return list(order_questions(stated, **about))


def test_nothing_comes_after_an_ending_but_what_settles_a_termination():
    assert of_order(Status.DISBURSING, before=Status.TERMINATED) == [
        "It ended: Terminated since 2026-03-01. Disbursing comes before an ending."
    ]
    assert of_order(Status.TERMINATED, before=Status.REPAID) == [
        "It ended: Repaid since 2026-03-01. Terminated comes before an ending."
    ]
    for after in (Status.REPAID, Status.EXITED, Status.TERMINATED):
        assert of_order(after, before=Status.TERMINATED) == []
    assert of_order(Status.LAPSED, before=Status.LOI) == of_order(Status.CLOSED, before=Status.ANNOUNCED) == []
    assert of_order(Status.CLOSED) == []


def test_an_ending_before_a_status_on_record_is_asked():
    assert of_order(Status.LAPSED, later=Status.CLOSED) == [
        "Lapsed is an ending, but Closed since 2026-05 comes after it."
    ]
    assert of_order(Status.TERMINATED, later=Status.REPAID) == of_order(Status.ANNOUNCED, later=Status.CLOSED) == []
    assert list(order_questions(Status.CLOSED, before=(Status.EXITED, None), later=None)) == [
        "It ended: Exited, with no date. Closed comes before an ending."
    ]


@pytest.mark.parametrize(
    ("status", "balance", "instrument", "what"),
    [
        (Status.REPAID, LOAN, Instrument.DIRECT_LOAN, "$800.00 is outstanding"),
        (Status.LAPSED, LOAN, Instrument.DIRECT_LOAN, "$800.00 is outstanding"),
        (Status.EXITED, Balance(guaranteed=Decimal(5)), Instrument.LOAN_GUARANTEE, "$5.00 is outstanding"),
        (Status.EXITED, HELD, Instrument.PREFERRED_EQUITY, "60,000 shares are held"),
        (Status.EXITED, HELD, Instrument.WARRANT, "60,000 rights are held"),
        (
            Status.REPAID, Balance(shares=Decimal("1.5"), shares_received=Decimal(200)),
            Instrument.CONVERTIBLE_PREFERRED, "1.5 shares and 200 shares received for it are held",
        ),
        (Status.EXITED, Balance(shares=Decimal("0.5")), Instrument.COMMON_EQUITY, "0.5 shares are held"),
        (Status.REPAID, Balance(disbursed=Decimal("0.01")), Instrument.DIRECT_LOAN, "$0.01 is outstanding"),
        # Bought for 60 without a number of shares.
        (Status.EXITED, Balance(disbursed=Decimal(60)), Instrument.COMMON_EQUITY, "$60.00 is outstanding"),
        # Redeemed in dollars at no known price: how many are left is unknown, the cost of 60 - 20 is not.
        (
            Status.EXITED, Balance(disbursed=Decimal(60), cost_retired=Decimal(20), redeemed_unpriced=Decimal(20)),
            Instrument.PREFERRED_EQUITY, "$40.00 is outstanding",
        ),
    ],
)  # fmt: skip
def test_by_a_settlement_nothing_is_left(status: Status, balance: Balance, instrument: Instrument, what: str):
    asked = settled_question(status, balance, instrument=instrument, day="2026-06-20")
    assert asked == f"It is {status.label} while {what} on 2026-06-20."


@pytest.mark.parametrize(
    ("status", "balance", "instrument"),
    [
        (Status.TERMINATED, LOAN, Instrument.DIRECT_LOAN),  # what was drawn stays owed
        (Status.DISBURSED, LOAN, Instrument.DIRECT_LOAN),
        (Status.LAPSED, HELD, Instrument.WARRANT),  # the rights go with it
        (Status.EXITED, Balance(disbursed=Decimal(60)), Instrument.GRANT),  # a grant is not owed
        (Status.REPAID, Balance(disbursed=Decimal(60), repaid=Decimal(60)), Instrument.DIRECT_LOAN),
        (Status.REPAID, Balance(), Instrument.DIRECT_LOAN),
        (Status.EXITED, Balance(disbursed=Decimal(60), cost_retired=Decimal(60)), Instrument.COMMON_EQUITY),
    ],
)
def test_what_is_settled_is_not_asked_about(status: Status, balance: Balance, instrument: Instrument):
    assert settled_question(status, balance, instrument=instrument, day="2026-06-20") == ""


def rest(instrument: Instrument, *, complete: bool = True, covered: str | None = None, **totals: int) -> Rest:
    """Of a loan the principal is 90 of a face value of 100, the rest being interest to be capitalised."""
    kinds = totals.pop("kinds", frozenset({Kind.COMMITMENT}))
    balance = Balance(**{name: Decimal(total) for name, total in totals.items()}, kinds=kinds)
    share = None if covered is None else Decimal(covered)
    principal = Decimal(90) if instrument is Instrument.DIRECT_LOAN else None
    found = figures(balance, instrument=instrument, principal=principal, covered_share=share, complete=complete)
    return rest_of(found, balance, instrument=instrument, covered_share=share)


def money(found: Rest) -> tuple[Decimal, Decimal, Decimal]:
    return found.deobligation, found.decommitment, found.at_stake


def test_of_a_grant_what_was_bound_and_not_paid_goes_back_and_a_refund_frees_its_part():
    """10 committed, 8 bound, 3 paid, 1 of it refunded: 6 of the obligation, 8 of the commitment."""
    assert money(rest(Instrument.GRANT, committed=10, obligated=8, disbursed=3, returned=1)) == (6, 8, 8)
    assert money(rest(Instrument.GRANT, committed=10, obligated=10, disbursed=10)) == (0, 0, 0)


def test_of_shares_what_was_not_paid_goes_back_whatever_was_sold():
    assert money(rest(Instrument.COMMON_EQUITY, committed=10, obligated=8, disbursed=3, returned=2)) == (5, 7, 7)
    assert rest(Instrument.COMMON_EQUITY, committed=10, obligated=8, disbursed=3, shares=5).rights == 0
    assert rest(Instrument.WARRANT, shares=5).rights == 5


def test_of_a_loan_the_principal_that_was_not_drawn_is_at_stake_and_all_beyond_the_draws_is_decommitted():
    """A face value of 100, a principal of 90, 35 drawn: 55 can no longer be drawn, 65 are decommitted."""
    assert money(rest(Instrument.DIRECT_LOAN, committed=100, disbursed=35)) == (0, 65, 55)


def test_of_a_guarantee_the_covered_part_of_what_was_not_drawn():
    """80 committed cover 80% of 100; 30 drawn, 10 of it repaid: 24 stay committed."""
    drawn = {"committed": 80, "guaranteed": 20, "guaranteed_drawn": 30}
    assert money(rest(Instrument.LOAN_GUARANTEE, covered="0.8", **drawn)) == (0, 56, 56)
    unknown = rest(Instrument.LOAN_GUARANTEE, **drawn)
    assert (money(unknown), unknown.unknown) == ((0, 0, 0), "the covered share, or what was drawn, is not on record")


def test_what_is_not_on_record_is_not_taken_back():
    nothing = rest(Instrument.GRANT)
    assert (money(nothing), nothing.unknown) == ((0, 0, 0), "")
    grant = rest(Instrument.GRANT, complete=False, committed=10)
    assert (money(grant), grant.unknown) == ((0, 0, 0), "what was obligated, or what was paid, is not on record")
    loan = rest(Instrument.DIRECT_LOAN, complete=False, committed=100)
    assert (money(loan), loan.unknown) == ((0, 0, 0), "what it may draw, or what was drawn, is not on record")


def test_where_one_of_two_figures_is_known_nothing_is_taken_back():
    bound = rest(Instrument.GRANT, complete=False, committed=10, obligated=8)
    assert (money(bound), bound.unknown) == ((0, 0, 0), "what was obligated, or what was paid, is not on record")
    drawn = rest(Instrument.LOAN_GUARANTEE, complete=False, covered="0.8", committed=80)
    assert (money(drawn), drawn.unknown) == ((0, 0, 0), "the covered share, or what was drawn, is not on record")
