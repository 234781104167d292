"""How much room a ledger has left on a day: what may not be taken beyond its limit."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.balance import ZERO, Balance
from portfolio.calculations.figures import guaranteed_drawn, guaranteed_outstanding
from portfolio.calculations.kinds import Family, Instrument

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Room:
    """What is taken on a day and the limit it stays within, in USD or in shares."""

    taken: Decimal
    limit: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be taken; negative when the limit is broken."""
        return self.limit - self.taken


@dataclass(frozen=True, slots=True)
class Limits:
    """What the terms allow: the instrument, the principal in USD, the covered share as a fraction.

    An unknown principal limits nothing beyond the commitment; an unknown covered share counts as the whole, since no
    draw may pass what the government is known to stand for.
    """

    instrument: Instrument
    principal: Decimal | None = None
    covered_share: Decimal | None = None


def rooms_of(balance: Balance, limits: Limits) -> dict[str, Room]:
    """The rooms of a balance by name, in the order in which they are asked."""
    family = limits.instrument.family
    rooms = {"obligated": Room(balance.obligated, balance.committed)}
    if family is Family.LOAN:
        rooms |= _loan(balance, limits)
    elif family is Family.GUARANTEE:
        rooms |= _guarantee(balance, limits)
    else:
        rooms["disbursed"] = Room(balance.disbursed, balance.obligated)
    if family.holds_shares:
        rooms["shares"] = Room(ZERO, balance.shares)
        rooms["shares_received"] = Room(ZERO, balance.shares_received)
        rooms["cost"] = Room(balance.written_off, balance.disbursed - balance.cost_retired)
    return rooms


def _loan(balance: Balance, limits: Limits) -> dict[str, Room]:
    rooms = {"subsidy": Room(ZERO, balance.obligated), "drawn": Room(balance.disbursed, balance.committed)}
    if limits.principal is not None:
        rooms["principal"] = Room(balance.disbursed, limits.principal)
    rooms["outstanding"] = Room(balance.repaid + balance.written_off, balance.disbursed + balance.capitalised)
    return rooms


def _guarantee(balance: Balance, limits: Limits) -> dict[str, Room]:
    covered = WHOLE if limits.covered_share is None else limits.covered_share
    drawn = guaranteed_drawn(balance)
    rooms = {"subsidy": Room(ZERO, balance.obligated), "covered": Room(drawn * covered, balance.committed)}
    if limits.principal is not None:
        rooms["principal"] = Room(drawn, limits.principal)
    advanced = balance.disbursed - balance.claims
    return rooms | {
        "guaranteed": Room(ZERO, balance.guaranteed),
        "outstanding": Room(balance.repaid, advanced + balance.capitalised),
        "claims": Room(balance.claims, guaranteed_outstanding(balance) * covered),
        "claims_written_off": Room(balance.written_off, balance.claims),
    }
