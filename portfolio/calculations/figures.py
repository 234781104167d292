"""What follows from a balance and the terms: headroom, undisbursed, outstanding, exposure."""

from collections.abc import Set
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.balance import CENT, ZERO, Balance
from portfolio.calculations.kinds import Family, Instrument, Kind
from record.calculations.formatting import rounded

PAYMENTS = {Kind.DISBURSEMENT, Kind.PRICE_SUPPORT_PAID, Kind.CLAIM_PAID}
GUARANTEED = {Kind.GUARANTEED_DRAW, Kind.DISBURSEMENT}
INCOME = {Kind.INTEREST, Kind.DIVIDEND, Kind.FEE, Kind.UPSIDE_RECEIVED}


@dataclass(frozen=True, slots=True)
class Figures:
    """An investment's figures in USD, each None where it is unknown or has no meaning for the instrument.

    `obligated` is None for loans and guarantees, whose obligation is their `subsidy_cost`; `subsidy_cost` is None for
    all others. `net_outlays` and `returned_to_treasury` are those of grants, contracts and purchases, `realised_gain`
    is that of equity and rights. `exposure` is the one figure that adds up across instruments.
    """

    committed: Decimal | None
    obligated: Decimal | None
    subsidy_cost: Decimal | None
    disbursed: Decimal | None
    net_outlays: Decimal | None
    returned_to_treasury: Decimal | None
    repaid: Decimal | None
    income: Decimal | None
    accrued: Decimal | None
    returned: Decimal | None
    written_off: Decimal | None
    headroom: Decimal | None
    undisbursed: Decimal | None
    outstanding: Decimal | None
    exposure: Decimal | None
    realised_gain: Decimal | None


def figures(
    balance: Balance,
    *,
    instrument: Instrument,
    principal: Decimal | None = None,
    face_value: Decimal | None = None,
    covered_share: Decimal | None = None,
    complete: bool,
    capitalised_interest: Decimal | None = None,
    obligated_to_date: Decimal | None = None,
    disbursed_to_date: Decimal | None = None,
) -> Figures:
    """The figures of an investment, in USD.

    `complete`: whether the ledger is an officer's own book, where what has no entry is 0, or the public record, where
    it is unknown. `principal`, `face_value`, `capitalised_interest` and `covered_share` (a fraction) are the terms of
    a loan or guarantee as stated, None where they are not. `obligated_to_date` and `disbursed_to_date`: what a source
    says had been bound or paid in all; where the public record's entries show less, this is what is known. Raises
    ValueError for a family that is not defined here.
    """
    family = instrument.family
    if not complete:
        balance = with_stated_totals(balance, family, obligated=obligated_to_date, disbursed=disbursed_to_date)

    def known(total: Decimal, kinds: Set[Kind]) -> Decimal | None:
        return total if complete or total or balance.kinds & kinds else None

    committed = known(balance.committed, {Kind.COMMITMENT})
    bound = known(balance.obligated, {Kind.OBLIGATION})
    disbursed = known(balance.disbursed, PAYMENTS)
    headroom = outstanding = net_outlays = returned_to_treasury = realised_gain = None
    match family:
        case Family.LOAN:
            available = principal_available(
                committed, principal=principal, face_value=face_value, capitalised_interest=capitalised_interest
            )
            undisbursed = None if available is None or disbursed is None else max(ZERO, available - disbursed)
            if disbursed is not None:
                outstanding = outstanding_of(balance, family)
            exposure = _sum(outstanding, undisbursed)
        case Family.GUARANTEE:
            drawn = known(guaranteed_drawn(balance), GUARANTEED)
            outstanding = None if drawn is None else outstanding_of(balance, family)
            undisbursed = _undrawn(committed, principal, drawn, covered_share)
            exposure = _guarantee_exposure(balance, outstanding, undisbursed, covered_share)
        case Family.EQUITY | Family.RIGHT:
            headroom = _difference(committed, bound)
            # What came over from another company's securities was paid for there: nothing of it is still to be paid.
            came_over = Kind.TRANSFER_IN in balance.kinds and bound is None and disbursed is None
            undisbursed = ZERO if came_over else _difference(bound, disbursed)
            is_costed = disbursed is not None or bool(balance.cost_carried)
            outstanding = balance.cost if is_costed else None
            realised_gain = None if disbursed is None else known(balance.realised_gain, {Kind.SALE})
            exposure = _sum(outstanding, undisbursed)
        case Family.AWARD | Family.OFFTAKE | Family.PRICE_FLOOR | Family.TAX_CREDIT:
            headroom = _difference(committed, bound)
            net_outlays = None if disbursed is None else balance.net_outlays
            returned_to_treasury = None if disbursed is None else balance.returned_late
            undisbursed = exposure = _difference(bound, net_outlays)
        case _:
            raise ValueError(f"The figures of the family {family} are not defined. Add it to `figures`.")
    return Figures(
        committed=committed,
        obligated=None if family.is_lending else bound,
        subsidy_cost=bound if family.is_lending else None,
        disbursed=disbursed,
        net_outlays=net_outlays,
        returned_to_treasury=returned_to_treasury,
        repaid=known(balance.repaid, {Kind.REPAYMENT}),
        income=known(balance.income, INCOME),
        accrued=known(balance.accrued, {Kind.PRICE_SUPPORT_ACCRUED}),
        returned=known(balance.returned, {Kind.SALE, Kind.RECOVERY}),
        written_off=known(balance.written_off, {Kind.WRITE_OFF}),
        headroom=headroom,
        undisbursed=undisbursed,
        outstanding=outstanding,
        exposure=exposure,
        realised_gain=realised_gain,
    )


def with_stated_totals(
    balance: Balance, family: Family, *, obligated: Decimal | None, disbursed: Decimal | None
) -> Balance:
    """The balance with what a source says was bound or paid in all, in USD, where the entries show less.

    What was paid was bound, but for loans and guarantees, whose obligation is their subsidy cost.
    """
    if disbursed is not None:
        paid = max(balance.disbursed, disbursed)
        balance = replace(balance, disbursed=paid, kinds=balance.kinds | {Kind.DISBURSEMENT})
        if not family.is_lending:
            obligated = max(paid, obligated or ZERO)
    if obligated is not None:
        bound = max(balance.obligated, obligated)
        balance = replace(balance, obligated=bound, kinds=balance.kinds | {Kind.OBLIGATION})
    return balance


def outstanding_of(balance: Balance, family: Family) -> Decimal:
    """Drawn and owed of a loan or guarantee, capitalised interest included, in USD; the uncovered part included.

    Raises ValueError for a family that lends nothing.
    """
    match family:
        case Family.LOAN:
            return balance.disbursed + balance.capitalised - balance.repaid - balance.written_off
        case Family.GUARANTEE:
            return guaranteed_outstanding(balance)
        case _:
            raise ValueError(f"Nothing is lent by the family {family}.")


def principal_available(
    committed: Decimal | None,
    *,
    principal: Decimal | None,
    face_value: Decimal | None = None,
    capitalised_interest: Decimal | None = None,
) -> Decimal | None:
    """What a loan may draw in all, in USD: its stated principal, but never more than was committed.

    Where none is stated, the commitment (else the face value as stated), unless that is said to hold capitalised
    interest: then unknown.
    """
    if principal is not None:
        return principal if committed is None else min(principal, committed)
    if capitalised_interest:
        return None
    return face_value if committed is None else committed


def guaranteed_drawn(balance: Balance) -> Decimal:
    """Drawn under a guarantee in all, from lenders and as advances of the government's own bank, in USD."""
    return balance.guaranteed_drawn + balance.disbursed - balance.claims


def guaranteed_outstanding(balance: Balance) -> Decimal:
    """Drawn under a guarantee and not repaid, the uncovered part included, in USD."""
    advances = balance.disbursed - balance.claims + balance.capitalised - balance.repaid
    return balance.guaranteed + advances


def guarantee_limit(committed: Decimal, principal: Decimal | None, covered_share: Decimal) -> Decimal:
    """What the government may come to stand for in all, in USD."""
    return committed if principal is None else min(committed, principal * covered_share)


def _undrawn(
    committed: Decimal | None, principal: Decimal | None, drawn: Decimal | None, covered_share: Decimal | None
) -> Decimal | None:
    """What the government may yet come to stand for: the covered part of what is not drawn."""
    if committed is None or drawn is None or covered_share is None:
        return None
    limit = guarantee_limit(committed, principal, covered_share)
    return max(ZERO, _cents(limit - drawn * covered_share))


def _guarantee_exposure(
    balance: Balance, outstanding: Decimal | None, undrawn: Decimal | None, covered_share: Decimal | None
) -> Decimal | None:
    """Covered part outstanding plus undrawn. A claim paid stays at risk until it is recovered or written off."""
    if outstanding is None or undrawn is None or covered_share is None:
        return None
    settled = min(balance.claims, balance.returned + balance.written_off)
    return max(ZERO, _cents(outstanding * covered_share) - settled) + undrawn


def _cents(amount: Decimal) -> Decimal:
    return rounded(amount, CENT)


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other
