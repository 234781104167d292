"""What stands beside a picture of output: the ranges of one year as bars, the promise, and what the country uses."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.reports.production.output import OutputLine
from projects.models import NationalDemand
from record.calculations.formatting import three_digits

from .fan_words import facts_only, rests_on_estimates, with_estimates

WITHIN = 3
"""Demand is drawn below so many times the top of the picture; above it is a sentence."""
INSIDE = Decimal(97)
"""The longest bar in percent of the width: what marks its end lies inside."""


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A likely range with its middle, in percent of the width; None where there is no figure."""

    name: str
    words: str
    ends: tuple[float, float, float] | None
    is_hatched: bool

    @property
    def width(self) -> float:
        return round(self.ends[2] - self.ends[0], 1) if self.ends else 0.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One amount: where it stands, in percent of the width."""

    words: str
    at: float


@dataclass(frozen=True, slots=True)
class InYear:
    """The bars of a year, on the base of what was made before."""

    year: int
    unit: str
    hatch: str
    base: float
    bars: list[RangeBar]
    promised: Spot | None
    demands: list[Spot]
    told: list[str]
    """In sentences what is not drawn."""
    chance: str = ""
    """The odds in words, where a range would mislead; empty elsewhere."""

    @property
    def found(self) -> str:
        """What its title says of the year; empty where nothing is known of it."""
        return self.chance or (self.bars[0].words if self.bars[0].ends else "")

    @property
    def is_hatched(self) -> bool:
        return any(bar.is_hatched for bar in self.bars)


def in_year(
    hatch: str,
    line: OutputLine,
    top: Decimal,
    demands: Iterable[NationalDemand],
    *,
    by_facts: bool = False,
    chance: str = "",
) -> InYear:
    """The year of `line`, beside a picture whose axis ends at `top`; the answer that the picture shows is first."""
    own = [one for one in demands if (one.stage, one.unit) == (line.stage, line.unit)]
    of_year = [one for one in own if one.first_year <= line.year <= one.last_year]
    near = [one for one in of_year if one.central < WITHIN * top]
    highs = [Decimal(one) for one in (line.p90, line.p90_estimated) if one is not None]
    most = max([top, *highs, *(Decimal(one.central) for one in near)])

    def place(amount: Any) -> float:
        return round(float(INSIDE * amount / most), 1)

    def bar(name: str, words: str | None, *ends: Decimal | None, is_hatched: bool = False) -> RangeBar:
        low, middle, high = (None if one is None else place(one) for one in ends)
        known = None if low is None or middle is None or high is None else (low, middle, high)
        return RangeBar(name, words or "nothing is known", known, is_hatched)

    estimated = (line.p10_estimated, line.p50_estimated, line.p90_estimated)
    bars = [bar("Facts only", facts_only(line), line.p10, line.p50, line.p90)]
    if rests_on_estimates(line):
        bars.insert(1 if by_facts else 0, bar("With estimates", with_estimates(line), *estimated, is_hatched=True))
    promised = line.promised
    return InYear(
        year=line.year,
        unit=line.unit,
        hatch=hatch,
        chance=chance,
        base=place(line.base.amount or Decimal(0)),
        bars=bars,
        promised=None if promised is None else Spot(three_digits(promised), place(promised)),
        demands=[Spot(described(one), place(one.central)) for one in near],
        told=[
            *([] if promised is not None else ["What was promised is not known."]),
            *(f"Demand of {line.year}, above {WITHIN} times the top of the picture: {described(one)}."
              for one in of_year if one not in near),
            *([] if of_year else [without(line, own)]),
        ],
    )  # fmt: skip


def described(one: NationalDemand) -> str:
    """A demand in words: its figure and what is measured."""
    low, middle, high = map(three_digits, (one.low, one.central, one.high))
    ends = "" if low == high else f" ({low} to {high})"
    return f"{middle}{ends}, {one.measure}"


def without(line: OutputLine, own: list[NationalDemand]) -> str:
    """Why no demand of the year stands there, with the newest of another year in the same form."""
    said = f"No demand of {line.year} in this form is on record"
    if not own:
        return f"{said}."
    newest = max(own, key=lambda one: (one.last_year, one.high))
    return f"{said}; of {newest.years}: {described(newest)}."
