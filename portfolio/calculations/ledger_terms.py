"""What a ledger is read by: the terms that say what an entry does and how far it may go."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.calculations.kinds import Instrument


@dataclass(frozen=True, slots=True)
class LedgerTerms:
    """The instrument and what its terms state; None where they state nothing.

    `principal` in USD and `covered_share` as a fraction are those of a loan or guarantee. An unknown principal limits
    nothing beyond the commitment; an unknown covered share counts as the whole, since no draw may pass what the
    government is known to stand for. `available_until` is the last day of the award's period of availability: money
    that comes back later goes to the Treasury. `redemption_price` is what one preferred share is redeemed at, in USD:
    its liquidation preference, else its original price.
    """

    instrument: Instrument
    principal: Decimal | None = None
    covered_share: Decimal | None = None
    available_until: date | None = None
    redemption_price: Decimal | None = None

    def is_late(self, on: date) -> bool:
        """True for money that came back on a day after the award's period of availability."""
        return self.available_until is not None and on > self.available_until
