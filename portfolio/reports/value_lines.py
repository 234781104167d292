"""The lines of values: a package of what was bought together, or one award; what stands where one has no figure."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.models import Valuation
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.packages import Package
from portfolio.positions.values import Valued
from record.calculations.unknown import NotKnown

from . import columns as c
from .base import Absent

BY_PACKAGE = Absent("of the package", "bought together with others: no cost is split between them")
BY_AWARD = Absent("by award", "it stands in the lines below")
NO_MULTIPLE = Absent("none", "nothing was paid for it")
NO_GAIN = Absent("none", "a loan at what is outstanding has no gain")
NOT_HELD = Absent("none", "agreed, not issued")


@dataclass(frozen=True, slots=True)
class ValueLine:
    """The line of a package of several awards, or, with `one`, that of an award."""

    package: Package
    one: Valued | None = None
    stored: Valuation | None = None

    @property
    def is_group(self) -> bool:
        """Whether it is the package's own line, which leads those of its awards."""
        return self.one is None

    @property
    def award(self) -> InvestmentAt:
        return self.one.line if self.one else self.package.first

    @property
    def instrument(self) -> str | None:
        return self.one.line.instrument.value if self.one else None

    @property
    def is_secondary(self) -> bool:
        lines = [self.one] if self.one else self.package.values
        return any(one.line.is_secondary for one in lines)


def of_award(value: Callable[[Valued], Any]) -> dict[str, Any]:
    """The value of a column of awards; on a package's line the cell says where it stands."""
    return {
        "value": lambda line: None if line.one is None else value(line.one),
        "absent": lambda line: BY_AWARD if line.one is None else None,
    }


def known_or(figure: Decimal | None, why: str) -> Decimal | None:
    """The figure. Raises NotKnown with the reason where there is one instead."""
    if figure is None and why:
        raise NotKnown(why)
    return figure


def cost(line: ValueLine) -> Any:
    if line.one is None or line.package.is_one:
        return line.package.cost if line.one is None else line.one.cost
    return None


def only_of_one(line: ValueLine) -> Absent | None:
    """An award bought along with others has no cost, gain or multiple of its own."""
    return BY_PACKAGE if line.one is not None and not line.package.is_one else None


def absent_gain(line: ValueLine) -> Absent | None:
    if found := only_of_one(line):
        return found
    if not is_valued(line):
        return NOT_HELD
    return NO_GAIN if line.package.first.instrument.family in c.LENDING else None


def absent_multiple(line: ValueLine) -> Absent | None:
    if found := absent_gain(line):
        return found
    return NO_MULTIPLE if line.package.cost == 0 else None


def is_valued(line: ValueLine) -> bool:
    return line.package.holding.value == "held"


def on_close(value: Callable[[Any], Any]) -> dict[str, Any]:
    """The value of a column of the close; absent where the issuer's shares are not quoted, or it is a loan."""
    return of_award(lambda one: None if one.close is None else value(one))


def accrued(one: Valued) -> Any:
    return one.part.accrued if one.part else None
