"""What is left of an award that ends: promised and not paid, so it is taken back with the ending."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.balance import CENT, ZERO, Balance
from portfolio.calculations.figures import Figures, guaranteed_drawn, outstanding_of
from portfolio.calculations.kinds import Family, Instrument, Status
from record.calculations.formatting import dollars, rounded
from record.calculations.partial_dates import PartialDate

ENDINGS = frozenset({Status.TERMINATED, Status.REPAID, Status.EXITED, Status.LAPSED})
"""The statuses after which nothing more is paid."""
LAPSING = frozenset({Status.TERMINATED, Status.LAPSED})
"""Those after which rights that are left can no longer be used. Of an exit they are sold or used first."""
SETTLED = frozenset({Status.REPAID, Status.EXITED, Status.LAPSED})
"""Those by which nothing is owed or held any more. What was drawn stays owed after a termination."""
AFTER = {Status.TERMINATED: frozenset({Status.REPAID, Status.EXITED})}
"""What may follow an ending: what was drawn before a termination is repaid, and what is held is sold."""


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


Since = tuple[Status, PartialDate | None]
"""A status, and the day since which it holds."""


def order_questions(stated: Status, *, before: Since | None, later: Since | None) -> Iterator[str]:
    """What is asked of a status between the one that stands before its day and the next one: nothing follows an end."""
    if before is not None and _is_beyond(before[0], stated):
        yield f"It ended: {_since(*before)}. {stated.label} comes before an ending."
    if later is not None and _is_beyond(stated, later[0]):
        yield f"{stated.label} is an ending, but {_since(*later)} comes after it."


def _is_beyond(ending: Status, after: Status) -> bool:
    return ending in ENDINGS and after is not ending and after not in AFTER.get(ending, ())


def _since(status: Status, day: PartialDate | None) -> str:
    return f"{status.label} since {day}" if day else f"{status.label}, with no date"


def settled_question(status: Status, balance: Balance, *, instrument: Instrument, day: object) -> str:
    """What is asked of an ending by which nothing is left, where the ledger still shows something at the end of `day`;
    empty where it does not. Of rights that lapse nothing is asked: they go with the ending.
    """
    family = instrument.family
    if status not in SETTLED or (family is Family.RIGHT and status is Status.LAPSED):
        return ""
    if family.is_lending:
        found = _money(outstanding_of(balance, family))
    elif family.holds_shares:
        found = _held(balance, family) or _money(balance.cost)
    else:
        found = ""
    return f"It is {status.label} while {found} on {day}." if found else ""


def _held(balance: Balance, family: Family) -> str:
    if not balance.shares_are_known:
        return ""
    own = "rights" if family is Family.RIGHT else "shares"
    parts = ((balance.shares, own), (balance.shares_received, "shares received for it"))
    found = [f"{number.normalize():,f} {what}" for number, what in parts if number > 0]
    return f"{' and '.join(found)} are held" if found else ""


def _money(outstanding: Decimal) -> str:
    return f"{dollars(outstanding)} is outstanding" if outstanding > 0 else ""


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
