"""What is left of an award that ends: promised and not paid, so it is taken back with the ending."""

from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.balance import CENT, ZERO, Balance
from portfolio.calculations.figures import Figures, guaranteed_drawn
from portfolio.calculations.kinds import Family, Instrument, Status
from record.calculations.formatting import rounded

ENDINGS = frozenset({Status.TERMINATED, Status.REPAID, Status.EXITED, Status.LAPSED})
"""The statuses after which nothing more is paid."""
LAPSING = frozenset({Status.TERMINATED, Status.LAPSED})
"""Those after which rights that are left can no longer be used. Of an exit they are sold or used first."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What an ending takes back, in USD: of the obligation, of the commitment, and how much can no longer be paid.

    `rights` is the number of rights that are left. `unknown` says why the dollars cannot be told; they are then 0.
    """

    deobligation: Decimal = ZERO
    decommitment: Decimal = ZERO
    at_stake: Decimal = ZERO
    rights: Decimal = ZERO
    unknown: str = ""


def rest_of(figures: Figures, balance: Balance, *, instrument: Instrument, covered_share: Decimal | None) -> Rest:
    """What is left of an award by its figures and the balance behind them.

    Of a loan the whole commitment beyond what was drawn goes: its face value holds interest that will not be
    capitalised. At stake is the principal that was not drawn.
    """
    rest = _of_money(figures, balance, instrument.family, covered_share)
    return replace(rest, rights=balance.shares) if instrument.family is Family.RIGHT else rest


def _of_money(figures: Figures, balance: Balance, family: Family, covered_share: Decimal | None) -> Rest:
    if not figures.committed:
        return Rest()
    if family is Family.GUARANTEE:
        return _of_guarantee(figures, balance, covered_share)
    if family is Family.LOAN:
        if figures.undisbursed is None or figures.disbursed is None:
            return Rest(unknown="what it may draw, or what was drawn, is not on record")
        return Rest(decommitment=figures.committed - figures.disbursed, at_stake=figures.undisbursed)
    paid = figures.net_outlays if family.spends else figures.disbursed
    if figures.obligated is None or paid is None:
        return Rest(unknown="what was obligated, or what was paid, is not on record")
    left = figures.committed - paid
    return Rest(deobligation=figures.obligated - paid, decommitment=left, at_stake=left)


def _of_guarantee(figures: Figures, balance: Balance, covered_share: Decimal | None) -> Rest:
    if figures.undisbursed is None or figures.committed is None or covered_share is None:
        return Rest(unknown="the covered share, or what was drawn, is not on record")
    drawn = rounded(guaranteed_drawn(balance) * covered_share, CENT)
    return Rest(decommitment=figures.committed - drawn, at_stake=figures.undisbursed)
