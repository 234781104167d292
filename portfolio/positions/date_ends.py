"""Until when a day that an agreement sets stands: it ends with what it belongs to.

One rule for the calendar, the list of decisions, missed payments and letters. What is not known leaves the day.
"""

from datetime import date

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import DueKind

from .investments import InvestmentAt

BEFORE_CLOSING = frozenset({Status.ANNOUNCED, Status.LOI, Status.CONDITIONAL, Status.APPROVED, Status.COMMITTED})
GIVEN_BACK_BY = frozenset(
    {Kind.REPAYMENT, Kind.GUARANTEED_REPAYMENT, Kind.WRITE_OFF, Kind.SALE, Kind.CONVERSION, Kind.TRANSFER_OUT}
)
"""Entries by which what was lent or held is paid back or goes."""


def stands(kind: DueKind, award: InvestmentAt, day: date, given_back_on: date | None) -> bool:
    """False once the day has ended with what it belongs to.

    `day` is its last one, `given_back_on` that of the newest entry in GIVEN_BACK_BY. Of what is paid back in full a
    payment that was due by then stands, but for principal: all of it has come.
    """
    if kind is DueKind.CLOSING:
        return award.status in BEFORE_CLOSING
    if kind is DueKind.REPORT:  # the last one is due after the end
        return True
    if award.has_ended:
        return False
    if kind is DueKind.DRAW_DEADLINE:
        return not is_all_drawn(award)
    if kind is DueKind.CONDITION or not is_all_given_back(award):
        return True
    is_a_price_of_it = kind.is_payment and kind is not DueKind.REPAYMENT
    return is_a_price_of_it and given_back_on is not None and day <= given_back_on


def is_all_drawn(award: InvestmentAt) -> bool:
    """True where it is known that nothing is left to be bound or drawn of what was set aside."""
    if award.status is Status.DISBURSED:
        return True
    found = award.figures
    return bool(found.disbursed or award.balance.guaranteed_drawn) and found.undisbursed == 0 and not found.headroom


def is_all_given_back(award: InvestmentAt) -> bool:
    """True where a loan was drawn and nothing is outstanding; where shares were held and none of them is left."""
    balance = award.balance
    if award.instrument.family.is_lending:
        return bool(award.figures.disbursed or balance.guaranteed_drawn) and award.figures.outstanding == 0
    return bool(balance.shares_acquired) and balance.shares_are_known and balance.shares == 0
