"""The basis of a count or a price: which splits of the company lie behind it. Two figures are compared on one basis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from record.calculations.formatting import rounded

SHARE, PRICE = Decimal("0.000001"), Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Split:
    """From the day on, `old` shares are `new` shares; a reverse split has more old ones than new."""

    on: date
    new: Decimal
    old: Decimal

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.new) / Fraction(self.old)

    def __str__(self) -> str:
        return f"{self.new.normalize():,f} for {self.old.normalize():,f} on {self.on}"


def between(splits: Iterable[Split], since: date, until: date) -> list[Split]:
    """Those after the day `since`, up to and with the day `until`, in order."""
    return sorted((one for one in splits if since < one.on <= until), key=lambda one: one.on)


def ratio(splits: Iterable[Split]) -> Fraction:
    """How many shares one share of before became by all of them."""
    found = Fraction(1)
    for one in splits:
        found *= one.ratio
    return found


def shares_after(number: Decimal, by: Fraction) -> Decimal:
    """A number of shares on the newer basis, to a millionth, half to even."""
    return _exact(number, by, SHARE)


def price_after(price: Decimal, by: Fraction) -> Decimal:
    """A price of one share on the newer basis, to 1e-8, half to even."""
    return _exact(price, 1 / by, PRICE)


def _exact(number: Decimal, by: Fraction, step: Decimal) -> Decimal:
    if by == 1:
        return number
    return rounded(number * by.numerator / by.denominator, step)
