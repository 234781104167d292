"""What was paid for together: the securities of one issuer by one deal. No cost is split between them.

A loan is a package of its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.row_states import Priced
from portfolio.calculations.valuation import ZERO, Method, multiple

from .holdings import Holding
from .investments import InvestmentAt
from .values import Valued


@dataclass(frozen=True, slots=True)
class Package:
    """The holdings that one payment, or several, bought together; those that are agreed alone stand apart."""

    values: tuple[Valued, ...]

    @property
    def first(self) -> InvestmentAt:
        return self.values[0].line

    @property
    def key(self) -> str:
        """Deal, issuer, and how far it is the government's: of a loan the award alone."""
        return "/".join((*key_of(self.first), self.values[0].holding.value))

    @property
    def holding(self) -> Holding:
        return self.values[0].holding

    @property
    def is_one(self) -> bool:
        """True where nothing else was bought along with it: then its cost is the cost of the award."""
        return len(self.values) == 1

    @property
    def cost(self) -> Decimal | None:
        """What was paid for what is left of it, in USD; a right without a price of its own came with the others."""
        priced = [one.cost for one in self.values if one.cost is not None or not is_right(one)]
        known = [cost for cost in priced if cost is not None]
        return sum(known, ZERO) if known and len(known) == len(priced) else None

    @property
    def value(self) -> Decimal | None:
        """The sum; None where the value of one of them is not known."""
        known = [one.value for one in self.values if one.value is not None]
        return sum(known, ZERO) if known and len(known) == len(self.values) else None

    @property
    def gain(self) -> Decimal | None:
        """Value above cost, in USD; None where one of them is not known. A loan at what is owed has none."""
        if self.value is None or self.cost is None or self.values[0].is_loan:
            return None
        return self.value - self.cost

    @property
    def multiple(self) -> Decimal | None:
        """Value over cost of what is held; None where nothing was paid, or one of them is not known."""
        if self.value is None or not self.cost or self.values[0].is_loan:
            return None
        return multiple(self.value, self.cost)

    @property
    def is_held(self) -> bool:
        """True for shares and rights that are held; a loan is no holding."""
        return self.holding is Holding.HELD and not self.values[0].is_loan

    @property
    def is_listed(self) -> bool:
        """True where it is held and a value of it rests on a close."""
        return self.holding is Holding.HELD and any(one.rests_on_close for one in self.values)

    @property
    def is_priced(self) -> bool:
        """True for a listed holding of which both cost and value are known."""
        return self.is_held and self.is_listed and self.cost is not None and self.value is not None

    @property
    def is_stale(self) -> bool:
        """True where a value of it rests on a stale close."""
        return any(one.is_stale for one in self.values)

    def is_of(self, asked: Priced) -> bool:
        """True for a holding that is priced as asked."""
        if asked is Priced.NO:
            return self.is_held and not self.is_priced
        return self.is_priced and (asked is Priced.YES or self.is_stale)

    @property
    def is_over(self) -> bool:
        """True where nothing is left of any of them: sold, used or lapsed."""
        return all(one.worth is not None and one.worth.method is Method.NONE_HELD for one in self.values)

    @property
    def why(self) -> str:
        """Why its value is not known; empty where it is."""
        return "; ".join(f"{one.line.slug}: {one.why}" for one in self.values if one.value is None)


def is_right(one: Valued) -> bool:
    return one.part is not None and one.part.is_right


def key_of(line: InvestmentAt) -> tuple[str, ...]:
    """What an award was paid for with: deal and issuer; of a loan the award itself."""
    if line.issuer is None or not line.instrument.family.holds_shares:
        return (line.deal.slug, line.slug)
    return (line.deal.slug, line.issuer.slug)


def packages_of(values: Iterable[Valued]) -> list[Package]:
    """The packages of these holdings, in the order of their keys."""
    grouped: dict[tuple[str, ...], list[Valued]] = defaultdict(list)
    for one in values:
        grouped[(*key_of(one.line), one.holding.value)].append(one)
    return [Package(tuple(grouped[key])) for key in sorted(grouped)]
