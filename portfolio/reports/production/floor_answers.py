"""What each price floor would pay by quarter, at the prices that are assumed: per draw, percentiles of sums last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from portfolio.calculations.floor_draws import (
    Spread,
    at_present,
    in_all,
    lognormal_prices,
    owed,
    received,
    spread_of,
)
from portfolio.calculations.price_floor import ZERO, discount_factor
from portfolio.calculations.price_paths import PricePath, path_of
from portfolio.calculations.quarters import last_day, quarter_named, quarter_of
from portfolio.positions.filters import Filters
from portfolio.positions.price_floors import FloorAt, Settled, quarters_of
from projects.calculations.line_draws import Basis
from projects.calculations.output_tables import Whole
from projects.calculations.random_streams import Floats
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .floor_volumes import FloorVolumes, Volumes
from .projected import ProjectedPhases

BASES = (Basis.ESTIMATES, Basis.FACTS)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a question assumes: prices, volatility and discount rate a year, the quarter that the upside is due from."""

    path: PricePath = field(default_factory=PricePath)
    volatility: Decimal = ZERO
    rate: Decimal | None = None
    upside_from: int | None = None

    @classmethod
    def of(cls, filters: Filters) -> "Assumed":
        """Raises ValueError for a path or a quarter that is none."""
        upside_from = quarter_named(filters.upside_from) if filters.upside_from else None
        return cls(path_of(filters.prices), filters.volatility or ZERO, filters.discount_rate, upside_from)


@dataclass(slots=True)
class QuarterOfFloor:
    """One floor in one quarter; `quarter` None for what the ledger has in no single one."""

    floor: FloorAt
    quarter: int | None
    is_ended: bool = True
    price: Decimal | None = None
    price_basis: str = ""
    volumes: dict[Basis, Decimal | None] = field(default_factory=dict)
    volume_basis: str = ""
    known: int = 0
    phases: int = 0
    owed: dict[Basis, Spread] = field(default_factory=dict)
    received: dict[Basis, Decimal] = field(default_factory=dict)
    why: str = ""
    of: "FloorAnswer | None" = field(default=None, repr=False, compare=False)
    """Its floor's whole answer, with the draws."""

    @property
    def instrument(self) -> str:
        return self.floor.instrument

    @property
    def settled(self) -> Settled:
        return self.floor.settled.get(self.quarter) or Settled()

    def from_ledger(self, what: str) -> Decimal | None:
        """What the ledger has of the quarter; 0 where the whole ledger is kept here and has no entry of it."""
        found: Decimal | None = getattr(self.settled, what)
        return ZERO if found is None and self.is_ended and self.floor.award.investment.ledger_is_complete else found


@dataclass(slots=True)
class FloorAnswer:
    """One floor with its quarters, and the draws behind them in cents: what it owes and what it receives."""

    floor: FloorAt
    lines: list[QuarterOfFloor] = field(default_factory=list)
    owed: dict[Basis, dict[int, Whole]] = field(default_factory=dict)
    received: dict[Basis, dict[int, Whole]] = field(default_factory=dict)
    kilograms: dict[Basis, dict[int, Floats]] = field(default_factory=dict)
    made_today: Decimal | None = None
    """Kilograms of its product that the sites reached put out in the newest recorded twelve months."""

    @property
    def remaining(self) -> list[int]:
        """The quarters of its term that have not ended; empty where no end is on record."""
        if self.floor.ends is None:
            return []
        return [one.quarter for one in self.lines if one.quarter is not None and not one.is_ended]

    def known(self, basis: Basis, quarters: Iterable[int]) -> list[int]:
        return [one for one in quarters if one in self.owed.get(basis, {})]


def floor_answers(
    at: AsOf, found: ProjectedPhases | None, floors: Iterable[FloorAt], assumed: Assumed
) -> list[FloorAnswer]:
    """What each of these price floors would pay, in their order."""
    volumes = FloorVolumes(at, found)
    return [answer_of(one, at, volumes, assumed) for one in floors]


def answer_of(floor: FloorAt, at: AsOf, volumes: FloorVolumes, assumed: Assumed) -> FloorAnswer:
    """One floor: a line for each quarter of its term, or one line that says why there is none."""
    result = FloorAnswer(floor, made_today=volumes.today(floor))
    quarters = quarters_of(floor, at.as_of)
    if not quarters or None in floor.settled:
        result.lines.append(QuarterOfFloor(floor, None, why="; ".join(floor.why.values())))
    if not quarters:
        return result
    by_basis = {basis: volumes.of(floor, quarters, basis) for basis in BASES}
    quoted = {one: assumed.path.of(floor.mineral, one) or floor.on_record.in_quarter(one) for one in quarters}
    prices = prices_of(floor, quoted, at, volumes, assumed)
    for quarter in quarters:
        line = QuarterOfFloor(floor, quarter, last_day(quarter) <= at.as_of)
        found = quoted[quarter]
        if found is not None:
            line.price, line.price_basis = found
            if assumed.volatility and quarter in prices and not line.is_ended:
                line.price_basis += f", lognormal, {assumed.volatility.normalize():f} a year"
        line.phases = by_basis[Basis.ESTIMATES].phases
        due = is_due(floor, quarter, assumed)
        for basis in BASES:
            try:
                pay(result, line, by_basis[basis], prices.get(quarter), basis, due=due)
            except NotKnown as error:
                line.why = str(error)
        line.why = line.why or why_unknown(line, by_basis[Basis.ESTIMATES], by_basis[Basis.FACTS])
        result.lines.append(line)
    for line in result.lines:
        line.of = result
    return result


def prices_of(
    floor: FloorAt,
    quoted: dict[int, tuple[Decimal, str] | None],
    at: AsOf,
    volumes: FloorVolumes,
    assumed: Assumed,
) -> dict[int, Floats | float]:
    """The price of each quarter, by draw from the quarter of the day asked on where a volatility is assumed."""
    prices: dict[int, Floats | float] = {one: float(found[0]) for one, found in quoted.items() if found}
    now = quarter_of(at.as_of)
    ahead = range(now, min(max(quoted) + 1, volumes.drawn.stop))
    if assumed.volatility and volumes.found is not None and ahead:
        means = [found[0] if (found := quoted.get(one)) else ZERO for one in ahead]
        run = volumes.found.run
        drawn = lognormal_prices(
            means, first=now, seed=run.seed, product=floor.mineral, volatility=assumed.volatility, draws=run.draws
        )
        prices |= {one: drawn[one - now] for one in ahead if quoted.get(one)}
    return prices


def is_due(floor: FloorAt, quarter: int, assumed: Assumed) -> bool:
    """True where the condition of the upside is met by the end of the quarter, on record or as assumed."""
    if assumed.upside_from is not None:
        return quarter >= assumed.upside_from
    return floor.condition_met is not None and floor.condition_met <= last_day(quarter)


def pay(
    result: FloorAnswer,
    line: QuarterOfFloor,
    volumes: Volumes,
    price: Floats | float | None,
    basis: Basis,
    *,
    due: bool,
) -> None:
    """Put down what the floor owes and receives in a quarter, where price and volume are known."""
    quarter, floor = line.quarter, line.floor
    if quarter is None:
        return
    line.volumes[basis] = volumes.mean(quarter)
    if basis is Basis.ESTIMATES or not line.volume_basis:
        line.volume_basis, line.known = volumes.words.get(quarter, ""), volumes.known.get(quarter, 0)
    kilograms = volumes.kilograms.get(quarter)
    if kilograms is None:
        return
    result.kilograms.setdefault(basis, {})[quarter] = kilograms
    if price is None or floor.price is None:
        return
    cents = owed(floor.price, price, kilograms)
    result.owed.setdefault(basis, {})[quarter] = cents
    line.owed[basis] = spread_of(cents)
    if not due:
        upside: Whole = np.zeros_like(cents)
    elif floor.share is not None:
        upside = received(floor.price, floor.share, price, kilograms)
    else:
        return
    result.received.setdefault(basis, {})[quarter] = upside
    line.received[basis] = spread_of(upside).mean


def why_unknown(line: QuarterOfFloor, volumes: Volumes, by_facts: Volumes) -> str:
    """Why the quarter has no figure, with estimates or by facts only; empty where it has both."""
    if line.owed.get(Basis.ESTIMATES):
        return "" if line.owed.get(Basis.FACTS) else f"by facts only: {by_facts.why}"
    reasons = []
    if line.floor.price is None:
        reasons.append(line.floor.why["price"])
    if line.price is None and line.quarter is not None:
        reasons.append(line.floor.on_record.why_not(line.quarter))
    if line.volumes.get(Basis.ESTIMATES) is None:
        reasons.append(volumes.why)
    return "; ".join(reasons)


def total(parts: Sequence[Whole], factors: Sequence[Decimal] | None = None) -> Spread | None:
    """The spread of sums over quarters, or over contracts, within each draw; None of nothing."""
    if not parts:
        return None
    return spread_of(in_all(parts) if factors is None else at_present(parts, factors))


def factors_of(quarters: Sequence[int], at: AsOf, rate: Decimal) -> list[Decimal]:
    """What a dollar of each quarter is worth on the day asked: it is settled when the quarter ends."""
    return [discount_factor(rate, at.as_of, last_day(one)) for one in quarters]
