"""What using rights for cash would cost and give, and what it would do to the holder's percentage."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portfolio.calculations.balance import CENT
from portfolio.calculations.position import basic_share
from record.calculations.formatting import rounded
from record.calculations.unknown import NotKnown


class Moneyness(StrEnum):
    """Where the close of the share stands against the strike."""

    IN = "in the money"
    AT = "at the money"
    OUT = "out of the money"


def moneyness(price: Decimal, strike: Decimal) -> Moneyness:
    if price == strike:
        return Moneyness.AT
    return Moneyness.IN if price > strike else Moneyness.OUT


@dataclass(frozen=True, slots=True)
class Exercise:
    """All of `rights` used for cash at `strike`, one share for each; `price` is the close, None where it is not known.

    `is_new`: the issuer issues the shares, so that the count grows by them; else another holder gives them up.
    """

    rights: Decimal
    strike: Decimal
    price: Decimal | None
    is_new: bool

    @property
    def cost(self) -> Decimal:
        """Strike × rights, in USD and whole cents: 30.03 × 11,201,659 = 336,385,819.77."""
        return rounded(self.strike * self.rights, CENT)

    @property
    def worth(self) -> Decimal | None:
        """The shares that it gives at the close, in USD and whole cents; None without a close."""
        return None if self.price is None else rounded(self.price * self.rights, CENT)

    @property
    def gain(self) -> Decimal | None:
        """Worth less cost, below 0 when out of the money; None without a close."""
        return None if self.worth is None else self.worth - self.cost

    def before(self, held: Decimal, outstanding: Decimal) -> Decimal:
        """Common held over the shares outstanding, as a fraction. Raises NotKnown for no count."""
        return share_of(held, outstanding)

    def after(self, held: Decimal, outstanding: Decimal) -> Decimal:
        """The same with the shares that it gives, in both where they are new. Raises NotKnown for no count."""
        return share_of(held + self.rights, outstanding + (self.rights if self.is_new else 0))


def share_of(held: Decimal, outstanding: Decimal) -> Decimal:
    found = basic_share(held, outstanding)
    if found is None:
        raise NotKnown("no share count of the issuer is on record")
    return found
